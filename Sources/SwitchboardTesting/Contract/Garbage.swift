import SwitchboardCore

/// A body that is no answer.
struct Garbage {
    var name: String
    var body: [UInt8]

    init(_ name: String, _ body: [UInt8]) {
        self.name = name
        self.body = body
    }

    /// Everything that a service was seen to answer on a bad day, and some things worse.
    ///
    /// - Parameter answer: The right answer, which is cut short once.
    static func all(insteadOf answer: [UInt8]) -> [Garbage] {
        let small = answer.isEmpty ? [] : [Garbage("cut short", Array(answer.prefix(answer.count / 2)))]
        // A list may be empty.
        let isList = answer.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == UInt8(ascii: "[")
        return small + constant + (isList ? [] : [Garbage("an empty array", Array("[]".utf8))])
    }

    private static let constant: [Garbage] = [
        Garbage("empty", []),
        Garbage("null", Array("null".utf8)),
        Garbage("an empty object", Array("{}".utf8)),
        Garbage("a number", Array("7".utf8)),
        Garbage("a page of HTML", Array("<!DOCTYPE html><html><body>Welcome</body></html>".utf8)),
        Garbage("no UTF-8", [0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0xFF, 0xFE, 0x7D]),
        Garbage("nested 100,000 deep", Array(repeating: UInt8(ascii: "["), count: 100_000)),
        Garbage("an object nested 2,000 deep", Self.deep),
        Garbage("8 MB long", Array(repeating: UInt8(ascii: "x"), count: 8_000_000)),
    ]

    private static let deep: [UInt8] =
        Array(String(repeating: #"{"data":"#, count: 2000).utf8) + Array("null".utf8)
        + Array(repeating: UInt8(ascii: "}"), count: 2000)
}

package import HTTPTypes

/// The header of a response as its lines came from the wire, read when somebody asks.
package struct HeaderLines: Sendable {
    private var bytes: [UInt8] = []

    /// Creates an empty header.
    package init() {}

    /// How many bytes the lines take.
    package var count: Int { bytes.count }

    /// Takes one line, with its line break.
    package mutating func append(_ line: UnsafeRawBufferPointer) {
        if bytes.isEmpty { bytes.reserveCapacity(1024) }
        bytes.append(contentsOf: line)
    }

    /// The header fields.
    ///
    /// Lines without a valid name are skipped; a folded line goes on with the value before it.
    package var fields: HTTPFields { bytes.withUnsafeBytes(Self.fields) }

    private static func fields(in text: UnsafeRawBufferPointer) -> HTTPFields {
        var fields = HTTPFields()
        var isLastKept = false
        var rest = text[...]
        while !rest.isEmpty {
            let next = afterLine(rest)
            let line = rest[..<next.startIndex]
            rest = next
            if isSpace(line[line.startIndex]) {
                if isLastKept { fields[fields.count - 1].value += " " + string(line) }
            } else {
                let field = field(line)
                isLastKept = field != nil
                if let field { fields.append(field) }
            }
        }
        return fields
    }

    private typealias Bytes = Slice<UnsafeRawBufferPointer>

    private static func afterLine(_ text: Bytes) -> Bytes {
        guard let end = text.firstIndex(of: UInt8(ascii: "\n")) else { return text[text.endIndex...] }
        return text[(end + 1)...]
    }

    private static func field(_ line: Bytes) -> HTTPField? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: UnsafeRawBufferPointer(rebasing: line[..<colon]), as: UTF8.self))
        else { return nil }
        return HTTPField(name: name, value: string(line[(colon + 1)...]))
    }

    /// The text without the white space around it.
    private static func string(_ bytes: Bytes) -> String {
        var (start, end) = (bytes.startIndex, bytes.endIndex)
        while start < end, isSpace(bytes[start]) { start += 1 }
        while start < end, isSpace(bytes[end - 1]) { end -= 1 }
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }
}

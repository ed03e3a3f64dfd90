import SwitchboardCore

/// Gathers the lines of a response's final head.
struct ResponseHead {
    /// More than this of header lines in one response is refused.
    static let maximumBytes = 256 * 1024

    /// The status of the newest head; 0 before the first.
    private(set) var status = 0

    /// Whether there is a whole head of a final answer.
    ///
    /// To be asked before a response counts: libcurl reports success when a connection closes within the head.
    var isFinal: Bool { isComplete && status >= 200 }

    /// The header's lines, without the status line.
    private(set) var lines = HeaderLines()

    private var hasBegun = false
    private var isComplete = false

    /// Takes one line as libcurl hands it over, with its line break.
    ///
    /// A status line after a complete head starts a new one: what came before was an interim answer. Any other line
    /// after a complete head is a trailer, and dropped.
    ///
    /// - Returns: Whether the head is still within its limit.
    mutating func append(_ line: UnsafeRawBufferPointer) -> Bool {
        if line.starts(with: "HTTP/".utf8), isComplete || !hasBegun {
            lines = HeaderLines()
            hasBegun = true
            isComplete = false
            status = Self.status(in: line)
            return true
        }
        if isComplete { return true }
        if line.first == UInt8(ascii: "\r") || line.first == UInt8(ascii: "\n") {
            isComplete = true
            return true
        }
        lines.append(line)
        return lines.count <= Self.maximumBytes
    }

    private static func status(in line: UnsafeRawBufferPointer) -> Int {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return 0 }
        let digits = line[(space + 1)...].prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return 0 }
        return digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }
}

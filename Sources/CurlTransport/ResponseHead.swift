import HTTPTypes

/// Gathers the bytes of a response's final head, and reads them once the response is complete.
struct ResponseHead {
    /// More than this of header lines in one response is refused.
    static let maximumBytes = 256 * 1024

    /// The status of the newest head; 0 before the first.
    private(set) var status = 0

    /// Whether there is a whole head of a final answer.
    ///
    /// To be asked before a response counts: libcurl reports success when a connection closes within the head.
    var isFinal: Bool { isComplete && status >= 200 }

    private var bytes: [UInt8] = []
    private var isComplete = false

    /// Takes one line as libcurl hands it over, with its line break.
    ///
    /// A status line after a complete head starts a new one: what came before was an interim answer. Any other line
    /// after a complete head is a trailer, and dropped.
    ///
    /// - Returns: Whether the head is still within its limit.
    mutating func append(_ line: UnsafeRawBufferPointer) -> Bool {
        if line.starts(with: "HTTP/".utf8), isComplete || bytes.isEmpty {
            bytes.removeAll(keepingCapacity: true)
            bytes.reserveCapacity(1024)
            isComplete = false
            status = Self.status(in: line)
        }
        if isComplete { return true }
        if line.first == UInt8(ascii: "\r") || line.first == UInt8(ascii: "\n") {
            isComplete = true
            return true
        }
        bytes.append(contentsOf: line)
        return bytes.count <= Self.maximumBytes
    }

    /// The header fields.
    ///
    /// Lines without a valid name are skipped; a folded line goes on with the value before it.
    var fields: HTTPFields { bytes.withUnsafeBytes(Self.fields) }

    private static func fields(in text: UnsafeRawBufferPointer) -> HTTPFields {
        var fields = HTTPFields()
        var isLastKept = false
        var rest = afterLine(text[...])
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

    private static func status(in line: UnsafeRawBufferPointer) -> Int {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return 0 }
        let digits = line[(space + 1)...].prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return 0 }
        return digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }
}

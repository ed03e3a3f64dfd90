import Glibc
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

    /// Reads the number in the first line of a name, and makes nothing of the other lines.
    ///
    /// - Parameter name: The field's name in lower case.
    /// - Returns: The number; `nil` where there is no such line, or it holds anything but up to ten digits.
    func number(_ name: [UInt8]) -> Int64? {
        bytes.withUnsafeBytes { text in
            var start = 0
            while start < text.count {
                let end = Self.end(of: start, in: text)
                if Self.names(text, start, end, name) { return text[(start + name.count + 1)..<end].wholeNumber }
                start = end
            }
            return nil
        }
    }

    /// Where the line that begins at a place ends, its line break included.
    private static func end(of start: Int, in text: UnsafeRawBufferPointer) -> Int {
        guard let base = text.baseAddress, let found = memchr(base + start, 0x0A, text.count - start) else {
            return text.count
        }
        return UnsafeRawPointer(found) - base + 1
    }

    private static func names(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int, _ name: [UInt8]) -> Bool {
        guard end - start > name.count, text[start + name.count] == UInt8(ascii: ":") else { return false }
        for index in name.indices {
            let byte = text[start + index]
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            if lower != name[index] { return false }
        }
        return true
    }

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

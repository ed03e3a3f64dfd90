/// Writes JSON text piece by piece, without going through an encoder.
///
/// Members come out in the order in which they are put in, those of a ``JSONValue`` sorted by name.
package struct JSONText {
    /// The text so far, as UTF-8.
    package private(set) var bytes: [UInt8] = []
    private var place = Place.beginning
    private var depth = 0
    private let isPretty: Bool

    private enum Place {
        case beginning
        case afterName
        case afterValue
    }

    /// Creates an empty text with room for what most texts need.
    ///
    /// - Parameter isPretty: Whether to indent it for people, rather than to keep it on one line.
    package init(isPretty: Bool = false) {
        self.isPretty = isPretty
        bytes.reserveCapacity(512)
    }

    /// The text so far.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes an object around what the closure writes.
    package mutating func object(_ members: (inout JSONText) -> Void) { nest("{", "}", members) }

    /// Writes an array around what the closure writes.
    package mutating func array(_ elements: (inout JSONText) -> Void) { nest("[", "]", elements) }

    /// Begins a member of the current object; its value must follow.
    package mutating func name(_ name: String) {
        separate()
        quote(name)
        bytes.append(contentsOf: (isPretty ? " : " : ":").utf8)
        place = .afterName
    }

    /// Writes a member with a text, unless there is none.
    package mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    /// Writes a member with a whole number, unless there is none.
    package mutating func member(_ name: String, _ value: Int64?) {
        guard let value else { return }
        self.name(name)
        literal(String(value))
    }

    /// Writes a member with a truth value, unless there is none.
    package mutating func member(_ name: String, _ value: Bool?) {
        guard let value else { return }
        self.name(name)
        literal(value ? "true" : "false")
    }

    /// Writes a member whose value is JSON text already, on one line.
    package mutating func member(_ name: String, json: String) {
        self.name(name)
        literal(json)
    }

    /// Writes a text.
    package mutating func string(_ value: String) {
        separate()
        quote(value)
    }

    /// Writes any value; a number without a JSON form, such as infinity, becomes null.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: literal("null")
        case .bool(let flag): literal(flag ? "true" : "false")
        case .integer(let number): literal(String(number))
        case .number(let number): self.number(number)
        case .string(let text): string(text)
        case .array(let elements): array { for element in elements { $0.value(element) } }
        case .object(let members):
            object {
                for (name, value) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                    $0.name(name)
                    $0.value(value)
                }
            }
        }
    }

    /// Writes a whole number without a fraction, as JSON encoders do.
    private mutating func number(_ number: Double) {
        if let whole = Int64(exactly: number) { return literal(String(whole)) }
        literal(number.isFinite ? String(number) : "null")
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ content: (inout JSONText) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        place = .beginning
        depth += 1
        content(&self)
        depth -= 1
        if place == .afterValue { breakLine() }
        bytes.append(UInt8(ascii: close))
        place = .afterValue
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        if place == .afterValue { bytes.append(UInt8(ascii: ",")) }
        if place != .afterName, depth > 0 { breakLine() }
        place = .afterValue
    }

    private mutating func breakLine() {
        guard isPretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func quote(_ text: String) {
        var text = text
        let needed = bytes.count + text.utf8.count + 2
        if needed > bytes.capacity { bytes.reserveCapacity(max(needed, 2 * bytes.capacity)) }
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { appendEscaped(UnsafeRawBufferPointer($0)) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends what needs no escape in whole stretches: bodies are long, and most of their bytes are plain.
    private mutating func appendEscaped(_ text: UnsafeRawBufferPointer) {
        var plain = 0
        while true {
            let end = text.nextEscape(from: plain)
            bytes.append(contentsOf: text[plain..<end])
            guard end < text.count else { return }
            appendEscape(of: text[end])
            plain = end + 1
        }
    }

    private mutating func appendEscape(of byte: UInt8) {
        switch byte {
        case quotationMark, backslash: bytes += [backslash, byte]
        case 0x0A: bytes += [backslash, UInt8(ascii: "n")]
        case 0x0D: bytes += [backslash, UInt8(ascii: "r")]
        case 0x09: bytes += [backslash, UInt8(ascii: "t")]
        default:
            bytes += [backslash, UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")]
            bytes += [(byte >> 4).hexadecimalDigit, (byte & 15).hexadecimalDigit]
        }
    }
}

private let quotationMark = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")

extension UnsafeRawBufferPointer {
    /// The first byte from an index on that JSON wants escaped, or the end; eight bytes are looked at together.
    fileprivate func nextEscape(from start: Int) -> Int {
        var index = start
        while index + 8 <= count, !loadUnaligned(fromByteOffset: index, as: UInt64.self).holdsEscape { index += 8 }
        while index < count, self[index] >= 0x20, self[index] != quotationMark, self[index] != backslash { index += 1 }
        return index
    }
}

extension UInt64 {
    /// Whether one of its eight bytes is a control character, a quotation mark or a backslash.
    ///
    /// A byte's highest bit stands in the result where the byte is below the subtrahend and below 128 itself.
    fileprivate var holdsEscape: Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = self ^ (ones &* UInt64(quotationMark))
        let backslashes = self ^ (ones &* UInt64(backslash))
        let control = (self &- ones &* 0x20) & ~self
        return (control | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes) & (ones &* 0x80) != 0
    }
}

/// Writes compact JSON text piece by piece, without going through an encoder.
///
/// Members come out in the order in which they are put in, those of a ``JSONValue`` sorted by name.
package struct JSONText {
    /// The text so far, as UTF-8.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Creates an empty text with room for what most texts need.
    package init() {
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
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
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
        case .number(let number): literal(number.isFinite ? String(number) : "null")
        case .string(let text): string(text)
        case .array(let elements): array { for element in elements { $0.value(element) } }
        case .object(let members):
            object {
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    $0.name(name)
                    $0.value(value)
                }
            }
        }
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ content: (inout JSONText) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        content(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { appendEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends what needs no escape in whole stretches: bodies are long, and most of their bytes are plain.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var plain = text.startIndex
        for (index, byte) in text.enumerated() where byte < 0x20 || byte == quotationMark || byte == backslash {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<index]))
            appendEscape(of: byte)
            plain = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
    }

    private mutating func appendEscape(of byte: UInt8) {
        switch byte {
        case quotationMark, backslash: bytes += [backslash, byte]
        case 0x0A: bytes += [backslash, UInt8(ascii: "n")]
        case 0x0D: bytes += [backslash, UInt8(ascii: "r")]
        case 0x09: bytes += [backslash, UInt8(ascii: "t")]
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes += [
                backslash, UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), digits[Int(byte >> 4)],
                digits[Int(byte & 15)],
            ]
        }
    }
}

private let quotationMark = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")

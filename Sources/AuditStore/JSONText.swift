import SwitchboardCore

/// Writes compact JSON text without going through an encoder, for the details of entries.
///
/// Members come out in the order in which they are put in, those of a ``JSONValue`` sorted by name.
struct JSONText {
    private var bytes: [UInt8] = []
    private var needsComma = false

    /// The text so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes an object around what the closure writes.
    mutating func object(_ members: (inout JSONText) -> Void) { nest("{", "}", members) }

    /// Writes an array around what the closure writes.
    mutating func array(_ elements: (inout JSONText) -> Void) { nest("[", "]", elements) }

    /// Begins a member of the current object; its value must follow.
    mutating func name(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member with a text, unless there is none.
    mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    /// Writes a member with a whole number, unless there is none.
    mutating func member(_ name: String, _ value: Int64?) {
        guard let value else { return }
        self.name(name)
        literal(String(value))
    }

    /// Writes a text.
    mutating func string(_ value: String) {
        separate()
        quote(value)
    }

    /// Writes any value; a number without a JSON form becomes null.
    mutating func value(_ value: JSONValue) {
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
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// Percent-encoded text to plain text, and back (RFC 3986 section 2.1).
enum PercentEncoding {
    /// Encodes every byte that is not one of the unreserved characters.
    static func encode(_ text: String) -> String {
        text.utf8
            .map { byte in
                let character = Character(UnicodeScalar(byte))
                if byte < 128, character.isLetter || character.isNumber || "-._~".contains(character) {
                    return String(character)
                }
                return "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
            }
            .joined()
    }

    /// Decodes every `%XX`; `nil` for a broken escape or for bytes that are no UTF-8.
    static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        Character(UnicodeScalar(digit)).hexDigitValue.map(UInt8.init)
    }
}

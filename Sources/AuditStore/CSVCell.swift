extension String {
    /// The text as a cell: quoted where it must be, and never a formula (OWASP, CSV Injection).
    package var csvCell: String {
        let first = utf8.first ?? 0
        let isFormula = "=+-@\t\r".utf8.contains(first) && Int64(self) == nil
        let text = isFormula ? "'\(self)" : self
        let mustBeQuoted = text.utf8.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 10 || $0 == 13 }
        guard mustBeQuoted else { return text }
        // Bytes, not characters: an accent behind a quotation mark would hide it.
        let inside = text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return String(decoding: [quote] + inside + [quote], as: UTF8.self)
    }
}

private let quote = UInt8(ascii: "\"")

extension JSONParser {
    /// Reads a string from its opening quotation mark to its closing one.
    mutating func string() throws(JSONSyntaxError) -> JSONDocument.Node {
        position += 1
        let start = position
        var isPlain = true
        skipPlain()
        while current != quotationMark {
            if current == backslash {
                isPlain = false
                _ = try escape()
            } else {
                guard position < text.count else { throw expected("the end of the string") }
                guard isTolerant else { throw error("a control character in a string must be escaped") }
                position += 1
            }
            skipPlain()
        }
        defer { position += 1 }
        return isPlain ? .string(start..<position) : .escapedString(start..<position)
    }

    /// The characters that the bytes between two quotation marks stand for, which were read before.
    func unescaped(_ range: Range<Int>) -> String {
        var parser = self
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        parser.position = range.lowerBound
        while parser.position < range.upperBound {
            let plain = text[parser.position..<range.upperBound].prefix { $0 != backslash }
            bytes.append(contentsOf: plain)
            parser.position = plain.endIndex
            guard plain.endIndex < range.upperBound, let scalar = try? parser.escape() else { break }
            bytes.append(contentsOf: scalar.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Stops at the next quotation mark, backslash or control character, or at the end.
    private mutating func skipPlain() {
        var next = position
        while next < text.count, text[next] >= 0x20, text[next] != quotationMark, text[next] != backslash { next += 1 }
        position = next
    }
}

extension JSONParser {
    /// Reads from the backslash to the last byte of the escape, or of the pair that it begins.
    private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
        position += 1
        let scalar: Unicode.Scalar
        switch current {
        case quotationMark, backslash, UInt8(ascii: "/"): scalar = Unicode.Scalar(current)
        case UInt8(ascii: "b"): scalar = "\u{08}"
        case UInt8(ascii: "f"): scalar = "\u{0C}"
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "t"): scalar = "\t"
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw expected("one of \" \\ / b f n r t u after the backslash")
        }
        position += 1
        return scalar
    }

    /// Reads from the `u` of an escape to its last digit, or to that of its pair.
    private mutating func escapedScalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let start = position - 1
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let end = position
        if UTF16.isLeadSurrogate(unit), take(backslash), current == UInt8(ascii: "u") {
            let next = try codeUnit()
            let pair = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(next & 0x3FF))
            if UTF16.isTrailSurrogate(next), let scalar = Unicode.Scalar(pair) { return scalar }
        }
        guard isTolerant else { throw error("half of a surrogate pair", at: start) }
        position = end
        return "\u{FFFD}"
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = current.hexadecimalValue else { throw expected("four hexadecimal digits after \\u") }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}

private let quotationMark = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")

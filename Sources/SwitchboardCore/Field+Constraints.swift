extension Field.Constraint {
    /// Refuses empty text.
    ///
    /// White space counts: texts go out verbatim.
    public static let notEmpty = Field.Constraint { value in
        switch value {
        case .string(""): "is empty; give it some text"
        case .array([]): "is empty; give at least one"
        case .object(let members) where members.isEmpty: "is empty; give at least one member"
        default: nil
        }
    }

    /// Refuses text longer than so many UTF-8 bytes.
    public static func atMost(bytes limit: Int) -> Field.Constraint {
        Field.Constraint { value in
            guard let count = value.string?.utf8.count, count > limit else { return nil }
            return "has \(count) bytes; at most \(limit) are allowed"
        }
    }

    /// Refuses whole numbers outside a range.
    public static func range(_ range: ClosedRange<Int>) -> Field.Constraint {
        Field.Constraint { value in
            guard let number = value.integer, Int(exactly: number).map({ !range.contains($0) }) ?? true else {
                return nil
            }
            return "is \(number); give a number from \(range.lowerBound) to \(range.upperBound)"
        }
    }

    /// Refuses text with line breaks or other control characters, which would break headers and identifiers.
    public static let singleLine = Field.Constraint { value in
        guard let text = value.string, text.unicodeScalars.contains(where: { $0.breaksLines }) else { return nil }
        return "contains a line break or another control character; remove it"
    }

    /// Refuses what cannot be an email address.
    public static let emailAddress = Field.Constraint { value in
        value.string.flatMap(EmailAddress.problem(in:))
    }

    /// Refuses text that has other characters than ASCII letters, digits and those given.
    public static func characters(alphanumericsAnd others: String) -> Field.Constraint {
        Field.Constraint { value in
            guard let text = value.string else { return nil }
            let isAllowed = { (byte: UInt8) in byte.isASCIIAlphanumeric || others.utf8.contains(byte) }
            return text.utf8.allSatisfy(isAllowed) ? nil : "may hold only letters, digits and \(others)"
        }
    }

    /// Refuses what is not base64 (RFC 4648 section 4): padded, and without line breaks.
    public static let base64 = Field.Constraint { value in
        guard let text = value.string, !text.isBase64 else { return nil }
        return "is not base64; encode the bytes with padding and without line breaks"
    }

    /// Refuses whole numbers below a limit.
    public static func atLeast(_ limit: Int64) -> Field.Constraint {
        Field.Constraint { value in
            guard let number = value.integer, number < limit else { return nil }
            return "is \(number); give at least \(limit)"
        }
    }

    /// Refuses an object in which none of the named members is given.
    public static func anyOf(_ names: String...) -> Field.Constraint {
        Field.Constraint { value in
            guard let members = value.object else { return nil }
            if names.contains(where: { members[$0].map { $0 != .null } ?? false }) { return nil }
            return "names nobody; give at least one of \(names.joined(separator: ", "))"
        }
    }
}

extension String {
    /// Whether the text is whole groups of four of base64's characters, padded at its end only.
    fileprivate var isBase64: Bool {
        var text = self
        return text.withUTF8 { bytes in
            guard bytes.count.isMultiple(of: 4) else { return false }
            var end = bytes.count
            while end > 0, bytes.count - end < 2, bytes[end - 1] == UInt8(ascii: "=") { end -= 1 }
            // An index, since attachments are long.
            var index = 0
            while index < end, bytes[index].isBase64 { index += 1 }
            return index == end
        }
    }
}

extension UInt8 {
    fileprivate var isBase64: Bool { isASCIIAlphanumeric || self == UInt8(ascii: "+") || self == UInt8(ascii: "/") }
}

extension Unicode.Scalar {
    /// Whether it is a control character or ends a line.
    fileprivate var breaksLines: Bool {
        guard value > 0x7E else { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

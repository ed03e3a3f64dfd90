/// What an email address must look like before any provider sees it.
///
/// Deliberately narrower than RFC 5322 (no comments, no quoted local parts, no address literals) and wider than most
/// forms: every address that mail providers accept passes, and no address that could smuggle a header does.
public enum EmailAddress {
    /// Returns what is wrong with a text as an address and what to do, or `nil` when it can be one.
    ///
    /// Lengths are those of RFC 5321 section 4.5.3.1: 64 bytes before the `@`, 254 in all.
    public static func problem(in text: String) -> String? {
        let advice = "give an address such as ada@example.com"
        if text.isEmpty { return "is empty; \(advice)" }
        if text.utf8.count > 254 { return "is longer than 254 bytes; \(advice)" }
        // Scalars, not characters: an accent behind an @ or a dot would hide it.
        let parts = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, isLocalPart(parts[0]), isDomain(parts[1]) else {
            return "is not an email address; \(advice)"
        }
        return nil
    }

    private typealias Part = Substring.UnicodeScalarView

    private static func isLocalPart(_ text: Part) -> Bool {
        let atoms = text.split(separator: ".", omittingEmptySubsequences: false)
        return Substring(text).utf8.count <= 64 && atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(isLocal) }
    }

    private static func isLocal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "(", ")", ",", ":", ";", "<", ">", "[", "\\", "]": return false
        case "!"..."~": return true
        case _ where scalar.isASCII: return false
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    private static func isDomain(_ text: Part) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy(isLabel)
            && labels.last?.contains(where: isLetter) ?? false
    }

    private static func isLabel(_ text: Part) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        return Substring(text).utf8.count <= 63 && isLetterOrDigit(first) && last != "-"
            && text.allSatisfy { isLetterOrDigit($0) || $0 == "-" || isMark($0) }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || isLetter(scalar) && !isMark(scalar)
    }

    /// Answered at once for ASCII, of which nearly all addresses consist.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z": true
        case _ where scalar.isASCII: false
        default: scalar.properties.isAlphabetic
        }
    }

    /// Vowel signs and the like, which other scripts' names are full of.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return false }
        return switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default: false
        }
    }
}

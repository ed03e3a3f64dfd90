import Yams

extension YamlError {
    /// Where a text is no YAML, and why, without quoting its values.
    func place(in text: String) -> (line: Int?, problem: String) {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark.line, Self.sentence(for: problem))
        case .duplicatedKeysInMapping(let duplicates, let context):
            (
                duplicates.compactMap { Self.repetition(of: $0, in: text, from: context.mark.line) }.min()
                    ?? context.mark.line,
                "the key \(duplicates.sorted().joined(separator: ", ")) stands there twice"
            )
        case .reader(let problem, _, _, _): (nil, problem)
        default: (nil, "it cannot be read")
        }
    }

    /// The parser's remark in the words of whoever writes the file; as it is where it is a rare one.
    private static func sentence(for problem: String) -> String {
        switch problem {
        case "found character that cannot start any token":
            "a tab, @, ` or % stands where a value or a key begins; indent with spaces, and quote such values"
        case "mapping values are not allowed in this context":
            "a colon stands where none is expected; give each key a line of its own, and quote values with a colon"
        case "did not find expected key", "did not find expected '-' indicator",
            "block sequence entries are not allowed in this context":
            "the indentation does not fit the lines above"
        case "could not find expected ':'": "a key stands without a colon"
        case "did not find expected ',' or '}'", "did not find expected ',' or ']'":
            "a bracket or a comma is missing; each { needs a } and each [ a ]"
        case "found unexpected end of stream": "a quotation mark is missing"
        case "found undefined alias": "an alias (*name) is used that no anchor (&name) gives; quote a value with *"
        default: problem
        }
    }

    /// The line in which a key of a mapping stands for the second time.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - text: The whole text.
    ///   - first: The line in which the mapping begins, from 1.
    /// - Returns: The line, from 1; `nil` where both stand on one.
    private static func repetition(of key: String, in text: String, from first: Int) -> Int? {
        // As YAML counts them: a carriage return ends a line too, with a line feed after it or without.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
            .dropFirst(first - 1)
        let places = lines.filter { $0.element.drop { $0 == " " }.hasPrefix("\(key):") }
        guard let opening = places.first?.element.prefix(while: { $0 == " " }) else { return nil }
        return places.dropFirst().first { $0.element.prefix { $0 == " " } == opening }.map { $0.offset + 1 }
    }
}

import SwitchboardCore

/// The tags of a Mustache text, looked at before the library reads it.
///
/// What the library would render as nothing, rather than fail on, is refused here: partials, blocks, transforms and
/// names with dots. So is what would change the meaning of the rest: other delimiters and pragmas.
struct TemplateTags {
    /// How deep sections may lie in each other; the library's parser calls itself for each.
    private static let depthLimit = 64

    /// The names that the tags ask for.
    private(set) var names: Set<String> = []

    /// Whether there are none, comments included.
    private(set) var isEmpty = true

    /// The text as names alone; `nil` where there is more to it.
    private(set) var mergeText: MergeText? = MergeText()

    private let field: String
    private var line = 1
    private var depth = 0

    /// Reads the tags of a text.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for one that is not offered, with its line.
    init(of text: String, in field: String) throws(Failure) {
        self.field = field
        var rest = text[...]
        while let opening = rest.firstRange(of: "{{") {
            isEmpty = false
            let before = rest[..<opening.lowerBound]
            line += before.lineBreaks
            rest = rest[opening.upperBound...]
            // What is never closed the library knows how to refuse.
            guard let closing = rest.firstRange(of: "}}") else { return }
            let tag = rest[..<closing.lowerBound]
            try take(tag)
            if mergeText?.append(before, tag: tag) != true { mergeText = nil }
            line += tag.lineBreaks
            rest = rest[closing.upperBound...]
        }
        mergeText?.tail = String(rest)
    }

    private mutating func take(_ tag: Substring) throws(Failure) {
        switch tag.first {
        case "!": return
        case ">", "<", "$": throw refusal("a partial or block, and there is nothing to include; write its text here")
        case "=": throw refusal("other delimiters; keep {{ and }}")
        case "%": throw refusal("a pragma; leave it out")
        case "#", "^":
            depth += 1
            guard depth <= Self.depthLimit else { throw refusal("more than \(Self.depthLimit) sections in each other") }
            try note(tag.dropFirst())
        case "/": depth -= 1
        case "{", "&": try note(tag.dropFirst())
        default: try note(tag)
        }
    }

    private mutating func note(_ text: Substring) throws(Failure) {
        let name = text.filter { !$0.isWhitespace }
        // The library would take the line break for the end of a text, and the braces for nothing.
        if name.isEmpty || text.first?.isNewline == true { throw refusal("a tag that does not begin with a name") }
        if name == "." { return }
        if name.contains("(") { throw refusal("a transform, which is not offered; give the value as it should stand") }
        if name.contains(".") { throw refusal("a name with a dot; open a section: {{#outer}}{{inner}}{{/outer}}") }
        names.insert(name)
    }

    private func refusal(_ what: String) -> Failure {
        .invalidInput(field, "has on line \(line) \(what)")
    }
}

extension Substring {
    fileprivate var lineBreaks: Int { count { $0.isNewline } }
}

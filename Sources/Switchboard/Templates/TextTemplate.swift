import Mustache
import SwitchboardCore

/// A text with names in braces (Mustache), ready to be rendered for many people.
///
/// Parsed once; rendering it is safe from any number of tasks.
struct TextTemplate: Sendable {
    /// The field that it stands in.
    let field: String

    /// The names that it asks for, sorted.
    let names: [String]

    private let text: String

    private let form: TextForm

    /// Where it is names alone, that suffices for rendering.
    private let mergeText: MergeText?

    /// `nil` where nothing in the text depends on the person.
    private let template: MustacheTemplate?

    /// Parses a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - field: The field that it stands in, for what is said about it.
    ///   - form: What the rendered text is, which decides how values are escaped.
    /// - Throws: ``Failure/Kind/invalidInput`` with the line, where it is no Mustache, or Mustache that is not offered.
    init(_ text: String, field: String, as form: TextForm) throws(Failure) {
        let tags = try TemplateTags(of: text, in: field)
        self.field = field
        self.text = text
        self.form = form
        mergeText = tags.mergeText
        names = tags.names.sorted()
        do {
            template = tags.isEmpty ? nil : try MustacheTemplate(string: form.heading + text)
        } catch {
            throw .invalidInput(field, Self.problem(error))
        }
    }

    /// Whether the rendered text is the same for everybody.
    var isConstant: Bool { template == nil }

    /// Renders the text for one person.
    ///
    /// - Parameter tokens: What the names stand for.
    /// - Returns: The text.
    /// - Throws: The names that the text asks for and that stand for nothing.
    func rendered(with tokens: [String: JSONValue]) throws(MissingTokens) -> String {
        guard let template else { return text }
        if let mergeText { return try mergeText.rendered(with: tokens, as: form) }
        let notes = RenderingNotes()
        let rendered = template.render(TokenScope(tokens, name: ".", notes: notes, isOutermost: true))
        guard notes.missing.isEmpty else { throw MissingTokens(names: notes.missing) }
        return rendered
    }

    private static func problem(_ error: any Error) -> String {
        guard let error = error as? MustacheTemplate.ParserError else { return "is not Mustache" }
        // Our own heading is the first line.
        let line = max(1, error.context.lineNumber - 1)
        switch error.error {
        case MustacheTemplate.Error.sectionCloseNameIncorrect:
            return "closes a section on line \(line) that is not the one opened last"
        case MustacheTemplate.Error.expectedSectionEnd: return "opens a section that is never closed"
        case MustacheTemplate.Error.unfinishedName:
            return "has a name on line \(line) that is none; names are letters, digits, - and _, between {{ and }}"
        default: return "is not Mustache on line \(line); is there a {{ without its }}?"
        }
    }
}

/// Names that a template asks for and that stand for nothing.
struct MissingTokens: Error, Equatable {
    /// The names, in the template's order, each once.
    let names: [String]
}

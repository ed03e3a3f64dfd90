import Mustache
import SwitchboardCore

/// What one rendering finds missing; the library itself renders it as nothing.
final class RenderingNotes {
    /// The names, each once.
    private(set) var missing: [String] = []

    func note(_ name: String) {
        if !missing.contains(name) { missing.append(name) }
    }

    /// A value as the library takes it.
    fileprivate func item(_ value: JSONValue, named name: String) -> Any {
        switch value {
        case .bool(let flag): flag
        case .object(let members): TokenScope(members, name: name, notes: self)
        case .array(let elements): TokenList(elements, name: name, notes: self)
        case .null: TokenText("", name: name, notes: self)
        case .string(let text): TokenText(text, name: name, notes: self)
        case .integer, .number: TokenText(String(decoding: value.serialized(), as: UTF8.self), name: name, notes: self)
        }
    }
}

/// Names and what they stand for: those of the person, or of an object inside a section.
struct TokenScope: MustacheParent, MustacheCustomRenderable {
    private let values: [String: JSONValue]
    private let name: String
    private let notes: RenderingNotes

    /// Whether nobody else is asked for a name that is not here.
    private let isOutermost: Bool

    init(_ values: [String: JSONValue], name: String, notes: RenderingNotes, isOutermost: Bool = false) {
        self.values = values
        self.name = name
        self.notes = notes
        self.isOutermost = isOutermost
    }

    func child(named name: String) -> Any? {
        if let value = values[name] { return notes.item(value, named: name) }
        if isOutermost { notes.note(name) }
        return nil
    }

    /// An object is no text.
    var renderText: String {
        notes.note(name)
        return ""
    }

    var isNull: Bool { false }
}

/// A text; an empty one opens no section, and is missing where it must stand by itself.
private final class TokenText: MustacheParent, MustacheCustomRenderable {
    private let text: String
    private let name: String
    private let notes: RenderingNotes

    init(_ text: String, name: String, notes: RenderingNotes) {
        self.text = text
        self.name = name
        self.notes = notes
    }

    var renderText: String {
        if text.isEmpty { notes.note(name) }
        return text
    }

    var isNull: Bool { text.isEmpty }

    func child(named name: String) -> Any? { nil }
}

/// A list, for sections.
private struct TokenList: MustacheSequence, MustacheParent, MustacheCustomRenderable {
    private let elements: [JSONValue]
    private let name: String
    private let notes: RenderingNotes

    init(_ elements: [JSONValue], name: String, notes: RenderingNotes) {
        self.elements = elements
        self.name = name
        self.notes = notes
    }

    func makeIterator() -> some IteratorProtocol {
        elements.lazy.map { notes.item($0, named: name) }.makeIterator()
    }

    /// A list is no text.
    var renderText: String {
        notes.note(name)
        return ""
    }

    var isNull: Bool { false }

    func child(named name: String) -> Any? { nil }
}

import SwitchboardCore

/// A text in which nothing but names stands for something, as in most letters.
///
/// Rendered without the library, which takes twenty times as long for it; both come to the same.
struct MergeText: Sendable {
    /// A name and the text before it.
    private struct Piece: Sendable {
        var text: String
        var name: String
    }

    private var pieces: [Piece] = []

    /// What follows the last name.
    var tail = ""

    /// Takes the next tag.
    ///
    /// - Returns: Whether it is but a name.
    mutating func append(_ text: Substring, tag: Substring) -> Bool {
        let name = tag.trimmed
        guard !name.isEmpty, name.utf8.allSatisfy(\.isNameByte) else { return false }
        pieces.append(Piece(text: String(text), name: String(name)))
        return true
    }

    /// Renders the text for one person; as ``TextTemplate/rendered(with:)`` says.
    func rendered(with tokens: [String: JSONValue], as form: TextForm) throws(MissingTokens) -> String {
        let notes = RenderingNotes()
        var rendered = ""
        for piece in pieces {
            rendered += piece.text
            if let text = tokens[piece.name]?.tokenText {
                rendered += form.escaped(text)
            } else {
                notes.note(piece.name)
            }
        }
        guard notes.missing.isEmpty else { throw MissingTokens(names: notes.missing) }
        return rendered + tail
    }
}

extension JSONValue {
    /// What it reads as by itself; `nil` where that is nothing.
    fileprivate var tokenText: String? {
        switch self {
        case .string(let text): text.isEmpty ? nil : text
        case .bool(let flag): flag ? "true" : "false"
        case .integer, .number: String(decoding: serialized(), as: UTF8.self)
        case .null, .array, .object: nil
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let start = drop { $0 == " " }
        return start[..<(start.lastIndex { $0 != " " }.map(start.index(after:)) ?? start.startIndex)]
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

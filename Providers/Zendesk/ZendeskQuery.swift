import SwitchboardCore

/// A query in Zendesk's search language
/// (https://support.zendesk.com/hc/en-us/articles/4408886879258): values are quoted unless they are plain words.
struct ZendeskQuery {
    private var terms: [String] = []

    /// The query as text.
    var text: String { terms.joined(separator: " ") }

    /// Adds a field that must have a value; of several values of one field, one will do.
    mutating func add(_ field: String, _ value: String?) {
        if let value { terms.append("\(field):\(Self.quoted(value))") }
    }

    /// Adds words that must all be there; nothing in them is taken for syntax.
    mutating func add(words: String?) {
        terms += (words ?? "").split(whereSeparator: \.isWhitespace).map { Self.quoted(String($0)) }
    }

    /// Zendesk has no way to write a quotation mark inside of quotation marks, and finds nothing by one.
    private static func quoted(_ value: String) -> String {
        if value.wholeMatch(of: #/[\p{L}\p{N}][\p{L}\p{N}._@+-]*/#) != nil { return value }
        return "\"\(value.replacing("\"", with: " "))\""
    }
}

import SwitchboardCore

/// An id as Zendesk gives it: a number, or text inside of events.
struct ZendeskID: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let text = try container.decode(JSONValue.self).identifier, !text.isEmpty else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id")
        }
        self.text = text
    }
}

extension ZendeskProvider {
    /// Reads an id that a caller gave.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field.
    static func id(_ text: String, field: String) throws(Failure) -> Int64 {
        guard let id = Int64(text), id > 0, String(id) == text else {
            throw .invalidInput(field, "is not an id that Zendesk gives; give its digits")
        }
        return id
    }

    /// Reads an id that a caller may have given.
    static func optionalID(_ text: String?, field: String) throws(Failure) -> Int64? {
        guard let text else { return nil }
        return try id(text, field: field)
    }

    /// Refuses tags that Zendesk would take for several.
    static func check(_ tags: [String]?, field: String) throws(Failure) {
        for (index, tag) in (tags ?? []).enumerated() where tag.isEmpty || tag.contains(where: \.isWhitespace) {
            throw .invalidInput("\(field)[\(index)]", "is no tag of Zendesk's; write it without spaces")
        }
    }
}

/// Where a recipient stands in what a campaign was given.
public enum RecipientPlace: Sendable, Hashable {
    /// The line of the file, from 1, on which it begins.
    case line(Int)
    /// The position in the list, from 0.
    case index(Int)
}

extension RecipientPlace: CustomStringConvertible {
    /// As messages have it.
    public var description: String {
        switch self {
        case .line(let line): "line \(line)"
        case .index(let index): "recipients[\(index)]"
        }
    }
}

/// Why nothing can be sent to one of the recipients.
public struct RecipientProblem: Sendable, Hashable {
    /// Which one.
    public var place: RecipientPlace

    /// The column, or the field of the mail, at fault; `nil` where it is the row as a whole.
    public var field: String?

    /// What is wrong and what to do; free of the recipient's own words.
    public var problem: String

    init(_ place: RecipientPlace, field: String? = nil, _ problem: String) {
        self.place = place
        self.field = field
        self.problem = problem
    }
}

extension RecipientPlace {
    enum CodingKeys: String, CodingKey {
        case line, index
    }

    func encode(into container: inout KeyedEncodingContainer<CodingKeys>) throws {
        switch self {
        case .line(let line): try container.encode(line, forKey: .line)
        case .index(let index): try container.encode(index, forKey: .index)
        }
    }
}

extension RecipientProblem: Encodable {
    private enum CodingKeys: String, CodingKey {
        case field
        case problem = "error"
    }

    /// Writes `line` or `index`, `field` and `error`.
    public func encode(to encoder: any Encoder) throws {
        var place = encoder.container(keyedBy: RecipientPlace.CodingKeys.self)
        try self.place.encode(into: &place)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(field, forKey: .field)
        try container.encode(problem, forKey: .problem)
    }
}

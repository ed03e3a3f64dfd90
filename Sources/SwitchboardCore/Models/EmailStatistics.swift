/// What became of the emails of a span of days; its JSON form is flat: `date` beside one member a count.
public struct EmailStatistics: Codable, Sendable, Hashable {
    /// The first day of the span.
    public var date: CalendarDate

    /// The counts by the provider's names, such as `delivered`, `unique_opens` and `spam_reports`.
    public var counts: [String: Int64]

    /// Creates a row.
    public init(date: CalendarDate, counts: [String: Int64]) {
        self.date = date
        self.counts = counts
    }

    /// The count of that name; `nil` where the provider does not give it.
    public subscript(name: String) -> Int64? { counts[name] }

    private struct Name: CodingKey {
        static let date = Name(stringValue: "date")

        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        date = try container.decode(CalendarDate.self, forKey: .date)
        counts = [:]
        for name in container.allKeys where name.stringValue != Name.date.stringValue {
            counts[name.stringValue] = try container.decode(Int64.self, forKey: name)
        }
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (name, count) in counts { try container.encode(count, forKey: Name(stringValue: name)) }
        try container.encode(date, forKey: .date)
    }
}

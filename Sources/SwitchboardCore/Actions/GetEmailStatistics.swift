/// Counts what became of the emails of some days.
public struct GetEmailStatistics: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "email.stats"
    /// What it does, in one sentence.
    public static let summary = "Counts what became of the emails of some days."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .required(CodingKeys.startDate, .date, audit: .plain, "the first day"),
        .optional(CodingKeys.endDate, .date, audit: .plain, "the last day; today unless given"),
        .optional(
            CodingKeys.aggregatedBy,
            .choice(Span.allCases.map(\.rawValue)),
            audit: .plain,
            "what a row spans; a day unless given"
        ),
    ]

    /// What one row spans.
    public enum Span: String, Codable, Sendable, CaseIterable {
        case day
        case week
        case month
    }

    /// The first day.
    public var startDate: CalendarDate

    /// The last day; today unless given.
    public var endDate: CalendarDate?

    /// What a row spans; a day unless given.
    public var aggregatedBy: Span?

    /// Creates the action.
    public init(from startDate: CalendarDate, to endDate: CalendarDate? = nil, aggregatedBy: Span? = nil) {
        self.startDate = startDate
        self.endDate = endDate
        self.aggregatedBy = aggregatedBy
    }

    /// Nobody in particular.
    public var people: [Person] { [] }

    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        if let endDate, endDate < startDate {
            throw .invalidInput("end_date", "lies before start_date; give the later day here")
        }
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case startDate = "start_date"
        case endDate = "end_date"
        case aggregatedBy = "aggregated_by"
    }
}

extension GetEmailStatistics {
    /// The counts.
    public struct Receipt: ActionReceipt {
        /// One row a span, in the provider's order.
        public var stats: [EmailStatistics]

        /// Creates a receipt.
        public init(stats: [EmailStatistics]) {
            self.stats = stats
        }
    }
}

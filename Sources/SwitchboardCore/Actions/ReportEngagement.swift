/// Counts recorded events by name and day.
///
/// An event that was recorded more than once counts once only where the provider itself does the counting.
public struct ReportEngagement: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "engagement.report"
    /// What it does, in one sentence.
    public static let summary = "Counts recorded events by name and day, of everybody or of one person."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .optional(
            CodingKeys.person,
            .object(name: "person", Person.fields),
            audit: .sealed,
            "whose events; everybody's unless given",
            .anyOf("email", "user_id", "contact_id")
        ),
        .required(CodingKeys.fromDate, .date, audit: .plain, "the first day"),
        .required(CodingKeys.toDate, .date, audit: .plain, "the last day"),
        .optional(CodingKeys.names, .list(of: .string), audit: .size, "only events of these names", .notEmpty),
    ]

    /// Whose events; everybody's unless given.
    public var person: Person?

    /// The first day, in the provider's idea of a day.
    public var fromDate: CalendarDate

    /// The last day; it is part of the range.
    public var toDate: CalendarDate

    /// Only events of these names; all unless given.
    public var names: [String]?

    /// Creates the action.
    public init(
        person: Person? = nil,
        fromDate: CalendarDate,
        toDate: CalendarDate,
        names: [String]? = nil
    ) {
        self.person = person
        self.fromDate = fromDate
        self.toDate = toDate
        self.names = names
    }

    /// Whom it concerns.
    public var people: [Person] { person.map { [$0] } ?? [] }

    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        try CalendarDate.checkOrder(from: fromDate, to: toDate)
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
        case fromDate = "from_date"
        case toDate = "to_date"
        case names
    }
}

extension ReportEngagement {
    /// How often each event happened on each day.
    public struct Receipt: ActionReceipt {
        /// One event on one day.
        public struct Count: Codable, Sendable, Hashable {
            /// The event's name.
            public var event: String

            /// The day.
            public var day: CalendarDate

            /// How often; from 1.
            public var count: Int

            /// Creates a count.
            public init(event: String, day: CalendarDate, count: Int) {
                self.event = event
                self.day = day
                self.count = count
            }
        }

        /// The counts by day, then by name; days without the event are left out.
        public var counts: [Count]

        /// All counts together; `Int.max` where they are more.
        public var total: Int

        /// The first day of the range with an event, where there is one.
        public var firstSeen: CalendarDate?

        /// The last day of the range with an event, where there is one.
        public var lastSeen: CalendarDate?

        /// Creates a receipt; counts of zero are left out.
        public init(counts: [Count]) {
            let counts = counts.filter { $0.count > 0 }.sorted { ($0.day, $0.event) < ($1.day, $1.event) }
            self.counts = counts
            total = counts.reduce(0) { sum, count in
                let (sum, isTooLarge) = sum.addingReportingOverflow(count.count)
                return isTooLarge ? .max : sum
            }
            firstSeen = counts.first?.day
            lastSeen = counts.last?.day
        }

        private enum CodingKeys: String, CodingKey {
            case counts
            case total
            case firstSeen = "first_seen"
            case lastSeen = "last_seen"
        }
    }
}

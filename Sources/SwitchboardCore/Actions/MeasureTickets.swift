/// Counts the tickets of some days, and says how fast they were answered and solved.
public struct MeasureTickets: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.metrics"
    /// What it does, in one sentence.
    public static let summary =
        "Counts the tickets opened on some days and says how fast they were answered and solved."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .required(CodingKeys.startDate, .date, audit: .plain, "the first day on which the tickets were opened, in UTC"),
        .required(CodingKeys.endDate, .date, audit: .plain, "the last such day"),
    ]

    /// The first day, in UTC, on which the tickets were opened.
    public var startDate: CalendarDate

    /// The last such day, itself included.
    public var endDate: CalendarDate

    /// Creates the action.
    public init(startDate: CalendarDate, endDate: CalendarDate) {
        self.startDate = startDate
        self.endDate = endDate
    }

    /// Whom it concerns: nobody by name.
    public var people: [Person] { [] }

    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        guard endDate < startDate else { return }
        throw .invalidInput("end_date", "lies before start_date; exchange the two")
    }

    private enum CodingKeys: String, CodingKey {
        case startDate = "start_date"
        case endDate = "end_date"
    }
}

extension MeasureTickets {
    /// How long something took, over those tickets for which it is known.
    public struct Minutes: Codable, Sendable, Hashable {
        /// For how many tickets it is known.
        public var count: Int

        /// Half of them took no longer: the middle value, or the mean of the two in the middle.
        public var median: Double?

        /// Nine in ten took no longer: the smallest value for which that is true.
        public var p90: Double?

        /// Creates the figures.
        public init(count: Int, median: Double?, p90: Double?) {
            self.count = count
            self.median = median
            self.p90 = p90
        }
    }

    /// The figures.
    public struct Receipt: ActionReceipt {
        /// How many tickets were opened.
        public var total: Int

        /// How many of them are in each state now.
        public var byStatus: [String: Int]

        /// How many of them have each urgency now; those without are under `none`.
        public var byPriority: [String: Int]

        /// From the opening to an agent's first public reply, in minutes of the calendar.
        public var firstReply: Minutes

        /// From the opening to the last time that it was solved, in minutes of the calendar.
        public var fullResolution: Minutes

        /// Creates a receipt.
        public init(
            total: Int,
            byStatus: [String: Int],
            byPriority: [String: Int],
            firstReply: Minutes,
            fullResolution: Minutes
        ) {
            self.total = total
            self.byStatus = byStatus
            self.byPriority = byPriority
            self.firstReply = firstReply
            self.fullResolution = fullResolution
        }

        private enum CodingKeys: String, CodingKey {
            case total
            case byStatus = "by_status"
            case byPriority = "by_priority"
            case firstReply = "first_reply_minutes"
            case fullResolution = "full_resolution_minutes"
        }
    }
}

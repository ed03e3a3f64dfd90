/// Reads recorded events back, as values or into a file.
public struct ExportEvents: Action {
    /// How many events a receipt holds at most; a file holds any number.
    public static let inMemoryLimit = 10_000

    /// The name under which configuration, command line and audit log know it.
    public static let name = "event.export"
    /// What it does, in one sentence.
    public static let summary = "Reads recorded events back, as values or into a file."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .required(CodingKeys.fromDate, .date, audit: .plain, "the first day"),
        .required(CodingKeys.toDate, .date, audit: .plain, "the last day"),
        .optional(CodingKeys.names, .list(of: .string), audit: .size, "only events of these names", .notEmpty),
        .optional(CodingKeys.filter, .string, audit: .size, "the provider's own expression for a filter", .notEmpty),
        .optional(CodingKeys.limit, .integer, audit: .plain, "how many events at most", .atLeast(1)),
        .optional(CodingKeys.path, .string, audit: .plain, "a file for them, as JSON Lines", .notEmpty, .singleLine),
    ]

    /// The first day, in the provider's idea of a day.
    public var fromDate: CalendarDate

    /// The last day; it is part of the range.
    public var toDate: CalendarDate

    /// Only events of these names; all unless given.
    public var names: [String]?

    /// A filter in the provider's own language.
    public var filter: String?

    /// How many events at most.
    ///
    /// Without a limit and without a path, more than ``inMemoryLimit`` events are a failure, not a part of them.
    public var limit: Int?

    /// The file that takes the events as the provider writes them, one JSON object a line; relative to the working
    /// folder.
    ///
    /// It appears only when it is whole.
    public var path: String?

    /// Creates the action.
    public init(
        fromDate: CalendarDate,
        toDate: CalendarDate,
        names: [String]? = nil,
        filter: String? = nil,
        limit: Int? = nil,
        path: String? = nil
    ) {
        self.fromDate = fromDate
        self.toDate = toDate
        self.names = names
        self.filter = filter
        self.limit = limit
        self.path = path
    }

    /// Nobody in particular.
    public var people: [Person] { [] }

    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        try CalendarDate.checkOrder(from: fromDate, to: toDate)
        if path == nil, let limit, limit > Self.inMemoryLimit {
            throw .invalidInput(
                "limit",
                "is over \(Self.inMemoryLimit), the most that a receipt holds; give a path too"
            )
        }
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case fromDate = "from_date"
        case toDate = "to_date"
        case names
        case filter = "where"
        case limit
        case path
    }
}

extension ExportEvents {
    /// The events, or where they are.
    public struct Receipt: ActionReceipt {
        /// The events, in the provider's order; none where they went into a file.
        public var events: [RecordedEvent]?

        /// The file that holds them.
        public var path: String?

        /// The size of the file in bytes.
        public var bytes: Int64?

        /// How many events there are.
        public var count: Int

        /// Creates a receipt that holds the events.
        public init(events: [RecordedEvent]) {
            self.events = events
            count = events.count
        }

        /// Creates a receipt for a file.
        public init(path: String, bytes: Int64, count: Int) {
            self.path = path
            self.bytes = bytes
            self.count = count
        }

        private enum CodingKeys: String, CodingKey {
            case events
            case path
            case bytes
            case count
        }
    }
}

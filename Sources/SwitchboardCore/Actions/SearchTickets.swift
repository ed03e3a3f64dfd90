/// Finds tickets; everything that is given must fit.
public struct SearchTickets: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.search"
    /// What it does, in one sentence.
    public static let summary = "Finds tickets by words, state, urgency, requester and tags."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .optional(CodingKeys.text, .string, audit: .size, "words that it holds", .notEmpty, .singleLine),
        .optional(
            CodingKeys.status,
            .choice(TicketDetails.Status.allCases.map(\.rawValue)),
            audit: .plain,
            "its state"
        ),
        .optional(
            CodingKeys.priority,
            .choice(TicketDetails.Priority.allCases.map(\.rawValue)),
            audit: .plain,
            "its urgency"
        ),
        .optional(CodingKeys.requesterEmail, .string, audit: .sealed, "the address of who asked", .emailAddress),
        .optional(CodingKeys.tags, .list(of: .string), audit: .plain, "tags of which it has one", .notEmpty),
        .limit(CodingKeys.limit, atMost: 10_000, "how many at most; 100 unless given"),
        .cursor(CodingKeys.cursor),
    ]

    /// Words that it holds.
    public var text: String?

    /// Its state.
    public var status: TicketDetails.Status?

    /// Its urgency.
    public var priority: TicketDetails.Priority?

    /// The address of who asked.
    public var requesterEmail: String?

    /// Tags of which it has at least one.
    public var tags: [String]?

    /// How many at most, 1 to 10,000; 100 unless given.
    public var limit: Int?

    /// Where an earlier search ended; the other fields are the same as then.
    public var cursor: String?

    /// Creates the action.
    public init(
        text: String? = nil,
        status: TicketDetails.Status? = nil,
        priority: TicketDetails.Priority? = nil,
        requesterEmail: String? = nil,
        tags: [String]? = nil,
        limit: Int? = nil,
        cursor: String? = nil
    ) {
        self.text = text
        self.status = status
        self.priority = priority
        self.requesterEmail = requesterEmail
        self.tags = tags
        self.limit = limit
        self.cursor = cursor
    }

    /// Whom it concerns, where it says so.
    public var people: [Person] { requesterEmail.map { [Person(email: $0)] } ?? [] }

    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        guard text == nil, status == nil, priority == nil, requesterEmail == nil, tags == nil else { return }
        throw .invalidInput("", "looks for nothing; give text, status, priority, requester_email or tags")
    }

    private enum CodingKeys: String, CodingKey {
        case text
        case status
        case priority
        case requesterEmail = "requester_email"
        case tags
        case limit
        case cursor
    }
}

extension SearchTickets {
    /// What was found.
    public struct Receipt: ActionReceipt {
        /// The tickets.
        public var tickets: [Ticket]

        /// Where to go on; `nil` at the end.
        public var nextCursor: String?

        /// How many there are in all, where the provider says so.
        public var count: Int?

        /// Creates a receipt.
        public init(tickets: [Ticket], nextCursor: String?, count: Int?) {
            self.tickets = tickets
            self.nextCursor = nextCursor
            self.count = count
        }

        private enum CodingKeys: String, CodingKey {
            case tickets
            case nextCursor = "next_cursor"
            case count
        }
    }
}

extension Field {
    /// Creates the field that says how many of something are wanted.
    static func limit(_ key: some CodingKey, atMost limit: Int, _ summary: String) -> Field {
        .optional(key, .integer, audit: .plain, summary, .range(1...limit))
    }

    /// Creates the field that says where an earlier call ended.
    static func cursor(_ key: some CodingKey) -> Field {
        .optional(key, .string, audit: .never, "where an earlier call ended", .notEmpty, .singleLine)
    }
}

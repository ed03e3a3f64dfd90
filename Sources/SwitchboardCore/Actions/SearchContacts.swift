/// Finds contacts by the values of fields, or by words.
public struct SearchContacts: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "contact.search"
    /// What it does, in one sentence.
    public static let summary = "Finds contacts by the values of fields, or by words."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .optional(CodingKeys.query, .map(of: .json), audit: .size, "values by field; all must fit", .notEmpty),
        .optional(CodingKeys.text, .string, audit: .size, "words instead of a query", .notEmpty, .singleLine),
        .limit(CodingKeys.limit, atMost: 10_000, "how many at most; 100 unless given"),
        .cursor(CodingKeys.cursor),
    ]

    /// The values that fields must have, by the provider's names of the fields.
    public var query: [String: JSONValue]?

    /// Words to look for anywhere.
    public var text: String?

    /// How many at most, 1 to 10,000; 100 unless given.
    public var limit: Int?

    /// Where an earlier search ended; the other fields are the same as then.
    public var cursor: String?

    /// Creates the action.
    public init(
        query: [String: JSONValue]? = nil,
        text: String? = nil,
        limit: Int? = nil,
        cursor: String? = nil
    ) {
        self.query = query
        self.text = text
        self.limit = limit
        self.cursor = cursor
    }

    /// Whom it concerns: nobody is known before.
    public var people: [Person] { [] }

    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        guard (query == nil) == (text == nil) else { return }
        throw .invalidInput(
            "query",
            query == nil ? "is missing; give it, or text" : "stands beside text; give one of them"
        )
    }

    private enum CodingKeys: String, CodingKey {
        case query
        case text
        case limit
        case cursor
    }
}

extension SearchContacts {
    /// Who was found.
    public struct Receipt: ActionReceipt {
        /// The contacts.
        public var contacts: [Contact]

        /// Where to go on; `nil` at the end.
        public var nextCursor: String?

        /// Creates a receipt.
        public init(contacts: [Contact], nextCursor: String?) {
            self.contacts = contacts
            self.nextCursor = nextCursor
        }

        private enum CodingKeys: String, CodingKey {
            case contacts
            case nextCursor = "next_cursor"
        }
    }
}

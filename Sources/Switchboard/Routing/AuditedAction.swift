public import SwitchboardCore

/// An action as the audit log tells of it: all that is left of it with which it can be routed once more.
public struct AuditedAction: Sendable, Hashable {
    /// What the log holds of a batch's items.
    public struct Items: Sendable, Hashable {
        /// How many of them it holds with their fields.
        public var count = 0

        /// The fields that any of these gave, as far as the log may know.
        public var given: Set<String> = []

        /// Creates an empty account.
        public init() {}
    }

    /// Its id.
    public var id: ActionID

    /// Its name.
    public var name: String

    /// When the log's newest entry of it was written.
    public var at: Timestamp

    /// On whose behalf it was.
    public var tenant: String?

    /// Its fields as the log keeps them: the values of `plain` ones, the sizes of `size` ones.
    ///
    /// `nil` where they were not kept, since it was a write that ended before its intent.
    public var fields: JSONValue?

    /// The items, where it was a batch.
    public var items = Items()

    /// The numbers of the people whom it concerned, ascending.
    public var subjects: [Int64]

    /// Who came into question when it was performed; `nil` while it is open.
    public var route: RouteDecision?

    /// The instance that the entries name.
    public var provider: String?

    /// Creates an action.
    public init(
        id: ActionID,
        name: String,
        at: Timestamp,
        tenant: String? = nil,
        fields: JSONValue?,
        subjects: [Int64] = [],
        route: RouteDecision? = nil,
        provider: String? = nil
    ) {
        self.id = id
        self.name = name
        self.at = at
        self.tenant = tenant
        self.fields = fields
        self.subjects = subjects
        self.route = route
        self.provider = provider
    }
}

extension AuditedAction {
    /// The instances that were meant to do it; empty where nobody was asked.
    public var destination: [String] { route?.destination ?? provider.map { [$0] } ?? [] }

    /// The fields that it certainly gave.
    var given: Set<String> {
        let own = fields?.givenFields ?? []
        let lost = (route?.candidates ?? []).flatMap(\.lost)
        return own.union(items.given).union(lost)
    }

    /// Every instance of which the log shows that it could be used.
    package var usableInstances: Set<String> {
        let candidates = (route?.candidates ?? [])
            .filter { candidate in
                let verdict = CandidateVerdict(candidate.verdict)
                return verdict.hadItsTurn && verdict != .failed(.notConfigured) || verdict == .usable
            }
        return Set(candidates.map(\.provider))
    }
}

extension JSONValue {
    /// The names of the fields that have a value, of what the log keeps of an action's fields.
    var givenFields: Set<String> {
        Set((object ?? [:]).filter { !$0.value.isOfNothing }.keys)
    }

    /// Whether it is an empty list or object, or stands for the size of one: such a field counts as left out.
    private var isOfNothing: Bool {
        switch self {
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty || members == ["elements": 0] || members == ["members": 0]
        case .null: true
        case .bool, .integer, .number, .string: false
        }
    }
}

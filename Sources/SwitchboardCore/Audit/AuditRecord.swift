/// What the audit log learns of an action before anything is sent.
public struct AuditRecord: Sendable {
    /// The action's id.
    public var id: ActionID

    /// The action's name.
    public var action: String

    /// Whether the action only reads; a read leaves an outcome and no intent.
    public var isRead: Bool

    /// Who asked: the configured service name, or the user of the command line.
    public var actor: String

    /// On whose behalf, where the platform serves several.
    public var tenant: String?

    /// What ties several actions together: a campaign, a workflow, a trace.
    public var correlationID: String?

    /// The provider instance that the route puts first: whose ids the people's `contact_id`s are.
    public var provider: String?

    /// Everybody whom the action concerns.
    ///
    /// Only `keys.sqlite` ever holds these ids, sealed.
    public var people: [Person]

    /// The numbers under which the log knows the people: what ``AuditLog/begin(_:)`` returned; empty before.
    public var subjects: [Int64] = []

    /// The fields that may be kept: values of `plain` ones, sizes of `size` ones.
    public var fields: JSONValue

    /// Creates a record.
    public init(
        id: ActionID,
        action: String,
        isRead: Bool,
        actor: String,
        tenant: String? = nil,
        correlationID: String? = nil,
        provider: String? = nil,
        people: [Person],
        fields: JSONValue
    ) {
        self.id = id
        self.action = action
        self.isRead = isRead
        self.actor = actor
        self.tenant = tenant
        self.correlationID = correlationID
        self.provider = provider
        self.people = people
        self.fields = fields
    }
}

/// How an action ended.
public struct AuditOutcome: Sendable {
    /// What an operator wants to know first.
    public enum Verdict: String, Sendable, Codable, CaseIterable {
        /// It was done.
        case success
        /// It was not done.
        case failure
        /// Nobody can tell.
        case unknown
    }

    /// What an operator wants to know first.
    public var verdict: Verdict

    /// The provider instance that did it, or failed last.
    public var provider: String?

    /// What went wrong.
    public var errorKind: Failure.Kind?

    /// Our own sentence about what went wrong; never a provider's.
    public var message: String?

    /// The status of the last answer.
    public var status: Int?

    /// Every attempt, in order.
    public var attempts: [Attempt]

    /// Why this provider, and why not the others.
    public var route: RouteDecision

    /// From the call to its end.
    public var duration: Duration

    /// The provider's id of what was made.
    public var reference: String?

    /// Ids of the people that the provider told us.
    public var people: [Person]

    /// Creates an outcome.
    public init(
        verdict: Verdict,
        provider: String?,
        errorKind: Failure.Kind? = nil,
        message: String? = nil,
        status: Int? = nil,
        attempts: [Attempt],
        route: RouteDecision,
        duration: Duration,
        reference: String? = nil,
        people: [Person] = []
    ) {
        self.verdict = verdict
        self.provider = provider
        self.errorKind = errorKind
        self.message = message
        self.status = status
        self.attempts = attempts
        self.route = route
        self.duration = duration
        self.reference = reference
        self.people = people
    }
}

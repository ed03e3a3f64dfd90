public import SwitchboardCore

/// One entry of the log, as a reader sees it.
public struct AuditEntry: Sendable, Hashable {
    /// The action that it belongs to.
    public var auditID: ActionID

    /// Its number: without a gap over all months.
    public var seq: Int64

    /// When it was written; never before the entry before it.
    public var at: Timestamp

    /// What it is about: `intent`, `outcome`, `item`, `webhook`, `config`, `operator`, `gap`, `erased` or `start`.
    ///
    /// Text, since a newer program may have written kinds that this one does not know.
    public var kind: String

    /// The action's name.
    public var action: String

    /// The provider instance that did it, or failed last.
    public var provider: String?

    /// Who asked.
    public var actor: String

    /// On whose behalf.
    public var tenant: String?

    /// `success`, `failure` or `unknown`.
    public var outcome: String?

    /// What went wrong: a raw value of ``Failure/Kind``.
    public var errorKind: String?

    /// The status of the last answer.
    public var httpStatus: Int?

    /// How many attempts were made.
    public var attempts: Int?

    /// How long the action took.
    public var duration: Duration?

    /// The provider's id of what was made.
    public var providerReference: String?

    /// What ties several actions together.
    public var correlationID: String?

    /// The allowed fields, the attempts, the route decision and our sentence.
    public var detail: JSONValue

    /// The numbers of the people concerned, ascending.
    public var subjects: [Int64]

    /// Creates an entry with what every entry has.
    package init(
        auditID: ActionID,
        seq: Int64,
        at: Timestamp,
        kind: String,
        action: String,
        actor: String,
        detail: JSONValue = [:],
        subjects: [Int64] = []
    ) {
        self.auditID = auditID
        self.seq = seq
        self.at = at
        self.kind = kind
        self.action = action
        self.actor = actor
        self.detail = detail
        self.subjects = subjects
    }
}

extension AuditEntry: Encodable {
    private enum CodingKeys: String, CodingKey {
        case auditID = "audit_id"
        case seq
        case at
        case kind
        case action
        case provider
        case actor
        case tenant
        case outcome
        case errorKind = "error_kind"
        case httpStatus = "http_status"
        case attempts
        case duration = "duration_us"
        case providerReference = "provider_ref"
        case correlationID = "correlation_id"
        case detail
        case subjects
    }

    /// Writes the snake_case form, without what the entry has not.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(auditID, forKey: .auditID)
        try container.encode(seq, forKey: .seq)
        try container.encode(at, forKey: .at)
        try container.encode(kind, forKey: .kind)
        try container.encode(action, forKey: .action)
        try container.encodeIfPresent(provider, forKey: .provider)
        try container.encode(actor, forKey: .actor)
        try container.encodeIfPresent(tenant, forKey: .tenant)
        try container.encodeIfPresent(outcome, forKey: .outcome)
        try container.encodeIfPresent(errorKind, forKey: .errorKind)
        try container.encodeIfPresent(httpStatus, forKey: .httpStatus)
        try container.encodeIfPresent(attempts, forKey: .attempts)
        try container.encodeIfPresent(duration?.microseconds, forKey: .duration)
        try container.encodeIfPresent(providerReference, forKey: .providerReference)
        try container.encodeIfPresent(correlationID, forKey: .correlationID)
        try container.encode(detail, forKey: .detail)
        try container.encode(subjects, forKey: .subjects)
    }
}

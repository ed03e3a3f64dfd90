public import SwitchboardCore

/// What to look for in the log; every condition that is given must hold.
public struct AuditQuery: Sendable, Hashable {
    /// Entries at or after this moment.
    public var since: Timestamp?

    /// Entries before this moment.
    public var until: Timestamp?

    /// An email address, platform id or provider's id; finds the person under every id that is known to be theirs.
    public var person: String?

    /// The kinds of entries, such as `outcome`, `operator` or `config`; all of them where it is empty.
    public var kinds: [String]

    /// The provider instance.
    public var provider: String?

    /// The action's name.
    public var action: String?

    /// How it ended.
    public var outcome: AuditOutcome.Verdict?

    /// What went wrong.
    public var errorKind: Failure.Kind?

    /// Who asked.
    public var actor: String?

    /// What ties several actions together.
    public var correlationID: String?

    /// The provider's id of what was made.
    public var reference: String?

    /// How many entries a page has at most; 50 by default, 1,000 at most.
    public var limit: Int

    /// Where to go on: the last page's ``AuditPage/nextCursor``.
    public var cursor: String?

    /// How many entries a page may look at before it gives up with what it has; 100,000 by default.
    package var examinationLimit = 100_000

    /// Creates a query.
    public init(
        since: Timestamp? = nil,
        until: Timestamp? = nil,
        person: String? = nil,
        kinds: [String] = [],
        provider: String? = nil,
        action: String? = nil,
        outcome: AuditOutcome.Verdict? = nil,
        errorKind: Failure.Kind? = nil,
        actor: String? = nil,
        correlationID: String? = nil,
        reference: String? = nil,
        limit: Int = 50,
        cursor: String? = nil
    ) {
        self.since = since
        self.until = until
        self.person = person
        self.kinds = kinds
        self.provider = provider
        self.action = action
        self.outcome = outcome
        self.errorKind = errorKind
        self.actor = actor
        self.correlationID = correlationID
        self.reference = reference
        self.limit = limit
        self.cursor = cursor
    }
}

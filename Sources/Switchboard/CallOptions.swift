public import SwitchboardCore

/// What one call may ask for beside its action.
public struct CallOptions: Sendable {
    /// What to do with an exchange that was sent and not answered, where repeating it does it twice.
    public enum UnknownPolicy: String, Sendable, CaseIterable {
        /// End as unknown: never do it twice.
        case hold
        /// Send again: rather twice than not at all.
        case resend
    }

    /// The provider instance that must do it, whatever the routes say.
    public var provider: String?

    /// How long the whole call may take; the configured deadline, 120 s, unless given.
    public var timeout: Duration?

    /// What to do when an exchange's fate is unknown.
    public var onUnknown: UnknownPolicy

    /// Who asks; the configured service unless given.
    public var actor: String?

    /// On whose behalf, where the platform serves several.
    public var tenant: String?

    /// What ties this call to others in the audit log: a campaign, a workflow, a trace.
    public var correlationID: String?

    /// Told how far a batch has come, after each request and at its end; by one caller at a time, and not for long.
    ///
    /// Counts begin anew where another instance takes over, which happens only while nothing has been done. Where a route
    /// sends to several at once, nobody is told.
    public var progress: (@Sendable (BatchProgress) -> Void)?

    /// Creates options; the defaults ask for nothing.
    public init(
        provider: String? = nil,
        timeout: Duration? = nil,
        onUnknown: UnknownPolicy = .hold,
        actor: String? = nil,
        tenant: String? = nil,
        correlationID: String? = nil,
        progress: (@Sendable (BatchProgress) -> Void)? = nil
    ) {
        self.provider = provider
        self.timeout = timeout
        self.onUnknown = onUnknown
        self.actor = actor
        self.tenant = tenant
        self.correlationID = correlationID
        self.progress = progress
    }
}

/// What turned out about an action, or one item of a batch, whose fate was unknown.
public struct Settlement: Sendable, Hashable {
    /// Whether it was done.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// The provider has done it.
        case happened
        /// The provider has not done it.
        case notHappened = "not_happened"
    }

    /// Who found out.
    public enum Source: Sendable, Hashable {
        /// Somebody looked at the provider, and says in a few words what was seen there.
        case `operator`(actor: String, note: String)
        /// A provider's webhook named the action.
        case webhook(instance: String, event: String, eventID: String?)
    }

    /// The action.
    public var actionID: ActionID

    /// The item of a batch, from 0; `nil` for the action as a whole.
    public var item: Int?

    /// Whether it was done.
    public var verdict: Verdict

    /// Who found out.
    public var source: Source

    /// Creates a settlement.
    public init(of actionID: ActionID, item: Int? = nil, _ verdict: Verdict, by source: Source) {
        self.actionID = actionID
        self.item = item
        self.verdict = verdict
        self.source = source
    }
}

extension Settlement {
    /// What an event tells that carries back the id of an action of ours; `nil` for one that carries none.
    ///
    /// Whatever the event says, the provider has taken the action: a mail that bounced was sent.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - instance: The provider instance that sent it.
    public init?(_ event: WebhookEvent, from instance: String) {
        guard let id = event.actionID else { return nil }
        let source = Source.webhook(instance: instance, event: event.kind.rawValue, eventID: event.id)
        self.init(of: id, item: event.item, .happened, by: source)
    }
}

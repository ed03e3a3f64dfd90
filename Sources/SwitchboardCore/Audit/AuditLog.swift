/// The ledger of the hub: who did what to whom, through whom, and what came of it.
public protocol AuditLog: Sendable {
    /// Writes the intent of a write action and returns once it is durable.
    ///
    /// Cancelling the task does not take the intent back.
    ///
    /// - Returns: The numbers under which the log knows the people, for log lines.
    /// - Throws: ``Failure/Kind/auditUnavailable``: nothing may be sent then.
    func begin(_ record: AuditRecord) async throws(Failure) -> [Int64]

    /// Gives people the numbers under which the log knows them, and remembers them; nothing else is written.
    ///
    /// A person keeps the number whichever of its ids are given, so a route can spread people by it.
    ///
    /// - Parameters:
    ///   - people: The people.
    ///   - provider: The provider instance whose ids their `contact_id`s are.
    /// - Returns: The numbers, ascending; empty where the log has none to give.
    /// - Throws: ``Failure/Kind/auditUnavailable``.
    func subjects(of people: [Person], at provider: String?) async throws(Failure) -> [Int64]

    /// Writes how an action ended and returns once that is durable.
    ///
    /// It is written even where the task has been cancelled: what happened, happened.
    ///
    /// - Returns: The numbers under which the log knows the people.
    /// - Throws: ``Failure/Kind/auditUnavailable``: the caller still gets the provider's outcome, marked incomplete.
    func finish(_ record: AuditRecord, _ outcome: AuditOutcome) async throws(Failure) -> [Int64]

    /// Writes what became of items of a batch, before ``finish(_:_:)``, and returns once that is durable.
    ///
    /// It is written even where the task has been cancelled.
    ///
    /// - Parameters:
    ///   - items: The items.
    ///   - record: The batch.
    ///   - provider: The provider instance that did them, or failed last.
    /// - Throws: ``Failure/Kind/auditUnavailable``.
    func record(_ items: [AuditItem], of record: AuditRecord, at provider: String?) async throws(Failure)

    /// Writes what happened to the hub itself and returns once that is durable.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable``.
    func record(_ event: AuditEvent) async throws(Failure)

    /// Settles an action whose outcome is unknown, with an entry of its own, and returns once that is durable.
    ///
    /// - Returns: Whether there was anything to settle.
    /// - Throws: ``Failure/Kind/notFound`` for an action that the log does not hold; ``Failure/Kind/auditUnavailable``.
    func settle(_ settlement: Settlement) async throws(Failure) -> Bool

    /// Remembers that the log lacks something, and writes an entry about it as soon as it can; never waits or fails.
    ///
    /// - Parameters:
    ///   - reason: What is missing and why, in our own words.
    ///   - action: The action concerned.
    func recordGap(_ reason: String, action: ActionID?)

    /// Writes what is queued and closes the log; later calls are refused.
    func shutdown() async
}

extension AuditLog {
    /// None unless said otherwise.
    public func subjects(of people: [Person], at provider: String?) async throws(Failure) -> [Int64] { [] }

    /// Nothing unless said otherwise: a log that only passes on what it is told has nothing to settle.
    public func settle(_ settlement: Settlement) async throws(Failure) -> Bool { false }
}

import SwitchboardCore

/// The log of tools that only look: it takes nothing, so they perform no write.
struct ClosedAuditLog: AuditLog {
    // Not `audit_unavailable`: a configuration may let work go on without a log.
    private static let refusal = Failure(
        .unsupportedAction,
        effect: .none,
        "these tools were made to look, not to act; nothing was sent"
    )

    func begin(_ record: AuditRecord) async throws(Failure) -> [Int64] { throw Self.refusal }

    func finish(_ record: AuditRecord, _ outcome: AuditOutcome) async throws(Failure) -> [Int64] { throw Self.refusal }

    func record(_ items: [AuditItem], of record: AuditRecord, at provider: String?) async throws(Failure) {
        throw Self.refusal
    }

    func record(_ event: AuditEvent) async throws(Failure) { throw Self.refusal }

    func recordGap(_ reason: String, action: ActionID?) {}

    func shutdown() async {}
}

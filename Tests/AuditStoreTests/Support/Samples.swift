import SwitchboardCore

@testable import AuditStore

extension AuditRecord {
    static func sample(
        _ action: String = "contact.tag",
        people: [Person] = [Person(email: "ann@example.com")],
        actor: String = "success-platform",
        correlation: String? = nil,
        provider: String? = "intercom",
        isRead: Bool = false
    ) -> AuditRecord {
        AuditRecord(
            id: TimeSource.system.makeActionID(),
            action: action,
            isRead: isRead,
            actor: actor,
            tenant: "acme",
            correlationID: correlation,
            provider: provider,
            people: people,
            fields: ["tag": "vip \"gold\"\n", "body": ["bytes": 12]]
        )
    }
}

extension AuditOutcome {
    static func sample(
        _ verdict: Verdict = .success,
        provider: String? = "intercom",
        error: Failure.Kind? = nil,
        reference: String? = "tag-7",
        people: [Person] = []
    ) -> AuditOutcome {
        let failure = error.map { Failure($0, effect: .unknown, "no answer") }
        let attempt = Attempt(
            provider: provider ?? "none",
            exchange: "POST /tags",
            number: 1,
            startedAfter: .milliseconds(2),
            waited: .zero,
            duration: .milliseconds(40),
            status: 200,
            failure: failure
        )
        let candidate = RouteDecision.Candidate(provider: provider ?? "none", verdict: "chosen")
        return AuditOutcome(
            verdict: verdict,
            provider: provider,
            errorKind: error,
            message: error == nil ? nil : "no answer",
            status: 200,
            attempts: [attempt],
            route: RouteDecision(rule: "contact.*", candidates: [candidate]),
            duration: .milliseconds(45),
            reference: reference,
            people: people
        )
    }
}

extension SQLiteAuditLog {
    /// Writes intent and outcome of one action.
    @discardableResult
    func perform(_ record: AuditRecord = .sample(), _ outcome: AuditOutcome = .sample()) async throws -> [Int64] {
        _ = try await begin(record)
        return try await finish(record, outcome)
    }
}

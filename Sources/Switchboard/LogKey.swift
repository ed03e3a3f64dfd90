/// The names under which log lines carry their data.
enum LogKey {
    static let action = "action.name"
    static let environment = "service.environment"
    static let auditID = "audit.id"
    static let subjects = "audit.subjects"
    static let count = "audit.open_actions"
    static let provider = "provider.name"
    static let exchange = "exchange.name"
    static let attempt = "attempt.number"
    static let status = "http.status"
    static let duration = "duration_ms"
    static let waited = "waited_ms"
    static let retryAfter = "retry_after_s"
    static let errorKind = "error.kind"
    static let effect = "error.effect"
    static let reason = "error.reason"
}

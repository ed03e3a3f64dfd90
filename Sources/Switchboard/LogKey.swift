import Logging

/// The names under which log lines carry their data.
enum LogKey {
    static let action = "action.name"
    static let environment = "service.environment"
    static let auditID = "audit.id"
    static let subjects = "audit.subjects"
    static let count = "audit.open_actions"
    static let provider = "provider.name"
    static let failed = "provider.failed"
    static let group = "endpoint.group"
    static let exchange = "exchange.name"
    static let attempt = "attempt.number"
    static let status = "http.status"
    static let duration = "duration_ms"
    static let waited = "waited_ms"
    static let retryAfter = "retry_after_s"
    static let errorKind = "error.kind"
    static let effect = "error.effect"
    static let version = "config.version"
    static let paths = "config.paths"
    static let switches = "operator.switches"
    static let reason = "error.reason"
}

extension Logger.MetadataValue {
    /// The numbers under which the audit log knows people; of a batch's, the first twenty.
    static func subjects(_ numbers: [Int64]) -> Logger.MetadataValue {
        let shown = numbers.prefix(20).map(String.init).joined(separator: ", ")
        return numbers.count > 20 ? "[\(shown), … \(numbers.count) in all]" : "[\(shown)]"
    }
}

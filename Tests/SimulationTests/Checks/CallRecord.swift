import Switchboard
import SwitchboardCore

/// What happened to one call, as its caller and the audit log saw it.
struct CallRecord: Sendable {
    /// What a caller was told.
    struct Told: Sendable {
        /// Why it was not done, as a whole; `nil` for a success.
        var failure: Failure?
        /// What became of each item; a call that is no batch has one.
        var items: [Failure?]
        var provider: String?
        /// What each instance made of it, where the route sends to several.
        var parts: [(provider: String, failure: Failure?, items: [Failure?])]
        var isAuditIncomplete: Bool
        var at: Duration
        var order: Int
    }

    let call: Call
    var began: Duration?
    var beganOrder = 0
    /// By when it must have ended.
    var deadline = Duration.zero
    var cancelled: Duration?
    var told: Told?

    /// How often the log was asked to take an intent, and whether it took one.
    var intentsAsked = 0
    var intentTaken: Int?
    var isIntentRefused = false
    var outcomesAsked = 0
    var outcomeTaken: Int?
    var itemsAsked = 0
    var outcome: AuditOutcome?
    var items: [AuditItem] = []

    /// A call that has not begun.
    init(_ call: Call) {
        self.call = call
    }
}

extension CallRecord {
    /// Takes what a caller was told.
    static func told<Receipt: ActionReceipt>(
        _ outcome: Outcome<Receipt>,
        items: (Result<Receipt, Failure>) -> [Failure?]
    ) -> Told {
        Told(
            failure: outcome.failure,
            items: items(outcome.result),
            provider: outcome.provider,
            parts: outcome.outcomes.map { ($0.provider, $0.failure, items($0.result)) },
            isAuditIncomplete: outcome.isAuditIncomplete,
            at: .zero,
            order: 0
        )
    }
}

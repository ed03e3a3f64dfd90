import SwitchboardCore

/// Everything that is known of one run of a sample.
struct ContractRun: Sendable {
    /// Why it was not done, or not wholly.
    var failure: Failure?

    /// The receipt as JSON, where there is one.
    var receipt: JSONValue?

    /// The receipt as JSON after a way through JSON; `nil` where it did not come through.
    var receiptAgain: JSONValue?

    /// The outcome as the caller's JSON.
    var outcome: JSONValue

    /// Whatever the caller holds, in words.
    var description: String

    /// Every request with its answer.
    var entries: [ContractTransport.Entry]

    let audit: RecordingAuditLog
    let log: RecordingLog

    /// Every request, with its credentials.
    var sent: [WireRequest] { entries.map(\.request) }

    /// The attempts, as the audit log has them.
    var attempts: [Attempt] { audit.outcomes.flatMap(\.attempts) }

    /// What went wrong: with the items, where a batch was done in part.
    var kinds: Set<Failure.Kind> {
        guard let failure else { return [] }
        let items = Set(audit.items.compactMap(\.errorKind))
        return failure.kind == .partialFailure && !items.isEmpty ? items : [failure.kind]
    }

    /// What the audit log has of it beside people, in words.
    var auditText: String {
        let records = (audit.intents + audit.finished).map { "\($0.fields) \($0.action) \($0.provider ?? "")" }
        let items = audit.items.map { "\($0.fields) \($0.message ?? "") \($0.reference ?? "")" }
        let outcomes = audit.outcomes.map { "\($0.message ?? "") \($0.attempts) \($0.route)" }
        return (records + items + outcomes).joined(separator: "\n")
    }

    /// The requests, one by one, with what a rule must know of each.
    var probes: [Probe] {
        var followsWrite = false
        return entries.enumerated()
            .compactMap { index, entry in
                defer { if entry.request.repeatability.isWriteThatCounts { followsWrite = true } }
                guard let answer = entry.answer else { return nil }
                return Probe(
                    index: index,
                    request: entry.request,
                    answer: answer,
                    isStreamed: entry.isStreamed,
                    followsWrite: followsWrite
                )
            }
    }
}

import Switchboard
import SwitchboardCore

/// What is checked once everything has ended.
extension Referee {
    /// Checks every call and the log.
    func conclude() {
        see { state in
            for number in state.calls.indices where state.calls[number].began != nil { state.conclude(number) }
        }
    }
}

extension Referee.State {
    fileprivate mutating func conclude(_ number: Int) {
        let record = calls[number]
        guard let told = record.told else { return report(.ends, "call \(number) was never told") }
        if let began = shutdown.began, record.beganOrder > began, record.intentsAsked + record.outcomesAsked == 0 {
            return check(told.failure?.kind == .cancelled, .shutdownOrder, "call \(number) passed a closed gate")
        }
        checkTimes(record, told)
        checkLog(record, told)
        checkItems(record, told)
        checkAttempts(record)
        checkTruth(record, told)
        checkRefusals(record, told)
    }

    private mutating func checkTimes(_ record: CallRecord, _ told: CallRecord.Told) {
        let name = "call \(record.call.number)"
        let slack = slack(record)
        check(told.at <= record.deadline + slack, .endsInTime, "\(name), deadline \(record.deadline.inSeconds)")
        guard let cancelled = record.cancelled else { return }
        check(told.at <= cancelled + slack, .endsWhenCancelled, "\(name), cancelled at \(cancelled.inSeconds)")
    }

    /// How long a call may take beyond its deadline: the log must still be written, which nothing shortens.
    private func slack(_ record: CallRecord) -> Duration {
        let slow = scenario.logTroubles.map { $0.to - $0.from }.max() ?? .zero
        let overrun: Duration = scenario.overruns ? .seconds(26) : .zero
        return scenario.logLatency * 3 + slow + overrun + .microseconds(scenario.drift * 400) + .microseconds(1)
    }

    private mutating func checkLog(_ record: CallRecord, _ told: CallRecord.Told) {
        let name = "call \(record.call.number)"
        let isUnsound = told.failure?.kind == .invalidInput
        let isTried = !record.call.isRead && !isUnsound
        check(record.intentsAsked == (isTried ? 1 : 0), .oneIntent, "\(name): \(record.intentsAsked) intents")
        let itemsFailed = record.itemsAsked > 0 && record.items.isEmpty
        let expected = itemsFailed ? 0 : 1
        check(record.outcomesAsked == expected, .oneOutcome, "\(name): \(record.outcomesAsked) outcomes")
        let wentOnWithout = record.isIntentRefused && !scenario.isAuditRequired
        let isComplete = record.outcomeTaken != nil && !wentOnWithout
        check(told.isAuditIncomplete == !isComplete, .incompleteIsTold, "\(name) says \(!told.isAuditIncomplete)")
        guard let outcome = record.outcome else { return }
        check(record.outcomeTaken ?? .max < told.order, .oneOutcome, "\(name) was told before its outcome was written")
        checkAgreement(outcome, told, name)
    }

    private mutating func checkAgreement(_ outcome: AuditOutcome, _ told: CallRecord.Told, _ name: String) {
        let verdict: AuditOutcome.Verdict =
            if let failure = told.failure { failure.effect == .unknown ? .unknown : .failure } else { .success }
        check(outcome.verdict == verdict, .outcomeAgrees, "\(name): \(outcome.verdict), told \(verdict)")
        check(outcome.errorKind == told.failure?.kind, .outcomeAgrees, "\(name): \(outcome.errorKind as Any)")
        check(outcome.provider == told.provider, .outcomeAgrees, "\(name): \(outcome.provider ?? "nobody")")
    }

    private mutating func checkItems(_ record: CallRecord, _ told: CallRecord.Told) {
        guard record.call.isBatch, record.outcome != nil, told.failure?.kind != .invalidInput else { return }
        let name = "call \(record.call.number)"
        let indices = record.items.map(\.index)
        guard indices == Array(told.items.indices) else { return report(.itemsAgree, "\(name): items \(indices)") }
        for (item, failure) in zip(record.items, told.items) {
            let verdict: AuditOutcome.Verdict =
                if let failure { failure.effect == .unknown ? .unknown : .failure } else { .success }
            check(item.verdict == verdict, .itemsAgree, "\(name), item \(item.index): \(item.verdict)")
        }
    }

    private mutating func checkAttempts(_ record: CallRecord) {
        guard let outcome = record.outcome else { return }
        let name = "call \(record.call.number)"
        let sent = sendingsOfCall[record.call.number].map { sendings[$0] }
            .map { Seen($0, since: record.began ?? .zero) }.sorted()
        let logged = outcome.attempts.map(Seen.init).sorted()
        check(sent == logged, .attemptsAgree, "\(name): logged \(logged), sent \(sent)")
    }
}

/// An attempt as both the log and the wire know it.
private struct Seen: Comparable, CustomStringConvertible {
    var provider: String
    var number: Int
    var began: Duration
    var took: Duration
    var kind: String
    var effect: String

    init(_ attempt: Attempt) {
        provider = attempt.provider
        number = attempt.number
        began = attempt.startedAfter
        took = attempt.duration
        kind = attempt.errorKind?.rawValue ?? "done"
        effect = attempt.effect?.rawValue ?? "done"
    }

    init(_ sending: Sending, since begin: Duration) {
        provider = sending.instance
        number = sending.number
        began = sending.began - begin
        took = (sending.ended ?? .zero) - sending.began
        kind = sending.ending?.kind?.rawValue ?? "done"
        effect = sending.ending?.effect?.rawValue ?? "done"
    }

    var description: String { "\(provider) \(number) after \(began) for \(took): \(kind), \(effect)" }

    static func < (left: Seen, right: Seen) -> Bool {
        (left.provider, left.began, left.number, left.took, left.kind, left.effect)
            < (right.provider, right.began, right.number, right.took, right.kind, right.effect)
    }
}

import Switchboard
import SwitchboardCore

/// What may be sent again, and to whom.
extension Referee.State {
    /// The instances that a call may go to, in order.
    func legs(of call: Call) -> [String] { call.provider.map { [$0] } ?? scenario.route.providers }

    /// Whether a call goes to several side by side.
    func isBroadcast(_ call: Call) -> Bool {
        guard call.provider == nil, case .all = scenario.route.choice else { return false }
        return true
    }

    /// Checks when an attempt follows another one, and how many there are.
    mutating func checkRetry(_ sending: Sending) {
        let earlier = earlier(sending)
        guard let last = earlier.last else { return }
        guard let ended = last.ended, let ending = last.ending else {
            return report(.sentAfterSuccess, "\(sending) while #\(last.id) is under way")
        }
        let retries = scenario.settings.retries
        check(sending.number <= 1 + retries, .attemptLimit, "\(sending), \(retries) retries")
        let wait = max(leastBackoff(earlier.count), ending.wait ?? .zero)
        let came = now - ended
        check(came >= wait, .backoff, "\(sending) came \(came) after #\(last.id), not \(wait)")
        checkPatience(sending, earlier)
    }

    private mutating func checkPatience(_ sending: Sending, _ earlier: [Sending]) {
        let call = calls[sending.label.call].call
        guard !isBroadcast(call), legs(of: call).last != sending.instance else { return }
        let leftNoTrace = earlier.allSatisfy {
            $0.repeatability == .safe || $0.ending?.effect == Optional(Failure.Effect.none)
        }
        if leftNoTrace { check(earlier.count <= 1, .shortPatience, "\(sending)") }
    }

    private func leastBackoff(_ retry: Int) -> Duration {
        let settings = scenario.settings
        var nominal = settings.backoff
        for _ in 1..<retry { nominal = min(nominal * 2, max(settings.backoff, settings.backoffCap)) }
        // A nanosecond may be lost in rounding.
        return .nanoseconds(Int64(Double(nominal.nanoseconds) * (1 - settings.jitter)) - 1)
    }

    /// Checks that what was sent before may be sent again, and is the same.
    mutating func checkRepeats(_ sending: Sending) {
        let call = calls[sending.label.call].call
        let all = sendingsOfCall[sending.label.call].lazy.map { [sendings] in sendings[$0] }
            .filter { $0.label == sending.label }
        for other in all {
            let isHere = other.instance == sending.instance
            if isBroadcast(call), !isHere { continue }
            let counts = sending.repeatability == .once || sending.repeatability == .keyed
            let succeeded = other.ending?.isSuccess == true
            if succeeded, isHere || counts { report(.sentAfterSuccess, "\(sending) after #\(other.id)") }
            if sending.repeatability == .once, !call.resendsUnknown, other.ending?.effect == .unknown {
                report(.onceAfterUnknown, "\(sending) after #\(other.id)")
            }
            guard isHere else { continue }
            check(other.body == sending.body && other.key == sending.key, .sameBytes, "\(sending) and #\(other.id)")
        }
        check((sending.key != nil) == (sending.repeatability == .keyed), .sameBytes, "\(sending) has the wrong key")
    }

    /// Checks that candidates before this one have left nothing behind.
    mutating func checkFailover(_ sending: Sending) {
        let call = calls[sending.label.call].call
        guard !isBroadcast(call) else { return }
        let before = legs(of: call).prefix { $0 != sending.instance }
        let others = sendingsOfCall[call.number].map { sendings[$0] }
        let done = Set(
            others.filter { $0.ending?.isSuccess == true }
                .map { Referee.Processing(instance: $0.instance, label: $0.label) }
        )
        for other in others where other.instance != sending.instance {
            guard before.contains(other.instance), let ending = other.ending else {
                report(.failover, "\(sending) while #\(other.id) is under way, or has had its turn before")
                continue
            }
            // What succeeded in the end has left what its success leaves, however its earlier attempts went.
            let hasSucceeded = done.contains(Referee.Processing(instance: other.instance, label: other.label))
            if hasSucceeded, !ending.isSuccess { continue }
            check(mayMoveOn(from: other, ending, call), .failover, "\(sending) after #\(other.id): \(ending)")
        }
    }

    /// Whether another candidate may do the work after this ended so.
    private func mayMoveOn(from sending: Sending, _ ending: Ending, _ call: Call) -> Bool {
        guard let effect = ending.effect else {
            return sending.repeatability == .safe || sending.repeatability == .idempotent
        }
        // Another item of a batch may be the reason to move on.
        if !call.isBatch, ending.isPermanent || ending.kind == .cancelled { return false }
        if sending.repeatability == .safe { return true }
        switch effect {
        case .none: return true
        case .refused: return ending.kind.map(scenario.route.alsoOn.contains) ?? false
        case .unknown: return false
        }
    }
}

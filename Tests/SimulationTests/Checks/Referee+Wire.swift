import Resilience
import Switchboard
import SwitchboardCore

/// What reaches the wire, checked as it does.
extension Referee {
    /// A request reaches the transport.
    func begin(_ sending: Sending) -> Int {
        see { state in
            var sending = sending
            sending.id = state.sendings.count
            sending.order = state.order
            sending.number = state.earlier(sending).count + 1
            state.note("send \(sending)")
            state.check(sending)
            state.sendings.append(sending)
            state.sendingsOfCall[sending.label.call].append(sending.id)
            state.sendingsTo[sending.instance, default: []].append(sending.id)
            return sending.id
        }
    }

    /// A request has left this side.
    func sent(_ id: Int, isProcessed: Bool) {
        see { state in
            state.sendings[id].isSent = true
            let sending = state.sendings[id]
            state.note("     #\(id) is out\(isProcessed ? " and done there" : "")")
            guard isProcessed else { return }
            // The far side does the work of one key once.
            if let key = sending.key, !state.keysSeen.insert("\(sending.instance) \(key)").inserted { return }
            state.processed[Processing(instance: sending.instance, label: sending.label), default: 0] += 1
        }
    }

    /// A request has ended, and the hub learns of it in the same turn.
    func ended(_ id: Int, _ ending: Ending) {
        see { state in
            state.sendings[id].ended = state.now
            state.sendings[id].ending = ending
            state.sendings[id].endOrder = state.order
            let (instance, lane) = (state.sendings[id].instance, state.sendings[id].lane)
            state.underWay[lane, default: 0] -= 1
            state.note("     #\(id) ends: \(ending)")
            state.breakers[lane]?.end(id, ending.health, at: state.now)
            guard ending.pausesAll, let wait = ending.wait else { return }
            let until = state.now + wait
            guard until >= state.pauses[instance]?.until ?? .zero else { return }
            state.pauses[instance] = (until, state.sendingsTo[instance]?.count ?? 0)
        }
    }

    /// The transport is shut down.
    func transportShutDown() {
        see { state in
            state.shutdown.transportEnded = state.order
            let open = state.sendings.filter { $0.ended == nil }
            state.check(open.isEmpty, .shutdownOrder, "the transport is shut down under #\(open.first?.id ?? 0)")
        }
    }
}

extension Referee.State {
    /// The attempts of the same exchange at the same instance so far.
    func earlier(_ sending: Sending) -> [Sending] {
        sendingsOfCall[sending.label.call].lazy.map { sendings[$0] }
            .filter { $0.instance == sending.instance && $0.label == sending.label }
    }

    fileprivate mutating func check(_ sending: Sending) {
        checkBreaker(sending)
        checkPause(sending)
        checkRate(sending)
        checkSlots(sending)
        checkBudget(sending)
        checkCall(sending)
        checkRetry(sending)
        checkRepeats(sending)
        checkFailover(sending)
    }

    private mutating func checkBreaker(_ sending: Sending) {
        let limit = sending.deadline - sending.began
        let broken = breakers[sending.lane]?.begin(sending.id, at: now, within: limit)
        if let broken { report(broken, "\(sending)") }
    }

    private mutating func checkPause(_ sending: Sending) {
        guard let pause = pauses[sending.instance] else { return }
        check(now >= pause.until, .pauseIsKept, "\(sending), paused until \(pause.until.inSeconds)")
        let since = (sendingsTo[sending.instance]?.count ?? 0) - pause.after
        let earliest = pause.until + interval(sending.instance) * since - tolerance
        check(now >= earliest, .paceAfterPause, "\(sending) is \(since) after the pause until \(pause.until.inSeconds)")
    }

    private mutating func checkRate(_ sending: Sending) {
        let ids = sendingsTo[sending.instance] ?? []
        let burst = scenario.rates[sending.instance]?.burst ?? 1
        for count in burst..<(burst + 8) where count <= ids.count {
            let first = sendings[ids[ids.count - count]]
            let least = interval(sending.instance) * (count + 1 - burst) - tolerance
            check(now - first.began >= least, .rate, "\(sending) is \(count) after #\(first.id)")
        }
    }

    private mutating func checkSlots(_ sending: Sending) {
        let count = (underWay[sending.lane] ?? 0) + 1
        underWay[sending.lane] = count
        let limit = scenario.settings.concurrency.maximum
        check(count <= limit, .slots, "\(sending) makes \(count) in \(sending.lane), \(limit) are allowed")
    }

    /// Retries within any window are a share of the first attempts in it, and some more.
    private mutating func checkBudget(_ sending: Sending) {
        guard sending.number > 1 else { return }
        let (budget, now) = (scenario.settings.retryBudget, now)
        let recent = (sendingsTo[sending.instance] ?? []).reversed().map { sendings[$0] }
            .prefix { now - $0.began < budget.window }
        let retries = recent.count { $0.number > 1 } + 1
        let allowed = Double(recent.count { $0.number == 1 }) * budget.share + Double(budget.floor)
        check(Double(retries) <= allowed, .budget, "\(sending) is retry \(retries), \(allowed) are allowed")
    }

    /// Nanoseconds between two calls, never less than the rate says.
    func interval(_ instance: String) -> Duration {
        guard let rate = scenario.rates[instance] else { return .zero }
        return rate.per / rate.count
    }

    /// How far moments may be off where work takes time: a place that was booked is used a little later.
    var tolerance: Duration { .microseconds(1 + scenario.drift * 60) }

    private mutating func checkCall(_ sending: Sending) {
        let record = calls[sending.label.call]
        let legs = legs(of: record.call)
        check(legs.contains(sending.instance), .route, "\(sending), the route is \(legs)")
        check(record.told == nil, .endsInTime, "\(sending) after its call has ended")
        check(now < record.deadline, .deadline, "\(sending), the deadline was \(record.deadline.inSeconds)")
        let isLogged = record.call.isRead || record.intentTaken != nil || !scenario.isAuditRequired
        check(isLogged, .intentFirst, "\(sending)")
        check(shutdown.ended == nil, .shutdownOrder, "\(sending) after the shutdown")
        checkTimeout(sending, record, isLast: isBroadcast(record.call) || legs.last == sending.instance)
    }

    private mutating func checkTimeout(_ sending: Sending, _ record: CallRecord, isLast: Bool) {
        let full = min(record.deadline, now + (sending.ownTimeout ?? scenario.settings.attemptTimeout))
        if isLast {
            check(sending.deadline == full, .attemptTimeout, "\(sending) should have until \(full.inSeconds)")
            return
        }
        let firstHere = sendingsOfCall[sending.label.call].map { sendings[$0] }
            .first { $0.instance == sending.instance }
        let half = ((firstHere?.began ?? now) + record.deadline) / 2
        check(
            sending.deadline <= min(full, half),
            .attemptTimeout,
            "\(sending) should have until \(min(full, half).inSeconds) at most, others stand ready"
        )
    }
}

extension Sending: CustomStringConvertible {
    var description: String {
        "#\(id) \(label) \(repeatability.rawValue) to \(instance), attempt \(number), until \(deadline.inSeconds)"
    }
}

extension Ending: CustomStringConvertible {
    var description: String {
        let words = [kind?.rawValue ?? "done", effect.map { "effect \($0.rawValue)" }, wait.map { "wait \($0)" }]
        return words.compactMap(\.self).joined(separator: ", ")
    }
}

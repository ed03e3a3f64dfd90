import Resilience
import Switchboard
import SwitchboardCore

/// What callers and operators do, and what they are told.
extension Referee {
    /// A caller calls.
    func began(_ call: Call) {
        see { state in
            let deadline = state.now + (call.timeout ?? state.scenario.settings.deadline)
            state.calls[call.number].began = state.now
            state.calls[call.number].beganOrder = state.order
            state.calls[call.number].deadline = deadline
            state.note("call \(call.number): \(call.work), deadline \(deadline.inSeconds)")
        }
    }

    /// A call's task is cancelled.
    func cancelled(_ call: Call) {
        see { state in
            guard state.calls[call.number].told == nil, state.calls[call.number].cancelled == nil else { return }
            state.calls[call.number].cancelled = state.now
            state.note("call \(call.number) is cancelled")
        }
    }

    /// A caller is told.
    func told(_ call: Call, _ told: CallRecord.Told) {
        see { state in
            var told = told
            told.at = state.now
            told.order = state.order
            state.calls[call.number].told = told
            let words = told.failure.map { "\($0.kind.rawValue), effect \($0.effect.rawValue): \($0.message)" }
            state.note("call \(call.number) ends at \(told.provider ?? "nobody"): \(words ?? "done")")
            state.check(state.shutdown.ended == nil || wasRefused(told), .shutdownOrder, "call \(call.number)")
        }
    }

    /// An operator forces a breaker, and the hub obeys in the same turn.
    func forced(_ instance: String, _ force: CircuitBreaker.Force?) {
        see { state in
            state.note("breaker of \(instance) forced: \(force.map { "\($0)" } ?? "no more")")
            for lane in Scenario.lanes where lane == instance || lane.hasPrefix("\(instance)/") {
                state.breakers[lane]?.force(force, at: state.now)
            }
        }
    }

    /// The calendar clock jumps.
    func jumped(by offset: Duration) {
        see { $0.note("the calendar clock jumps by \(offset)") }
    }

    /// Somebody shuts the tools down.
    func shutdownBegan() {
        see { state in
            state.note("shutdown begins")
            state.shutdown.began = state.shutdown.began ?? state.order
        }
    }

    /// The tools are shut down.
    func shutdownEnded() {
        see { state in
            state.note("shutdown ends")
            state.shutdown.ended = state.order
            let open = state.calls.filter { $0.began != nil && $0.told == nil && $0.outcomesAsked == 0 }
            let isInOrder = state.shutdown.transportEnded != nil && state.shutdown.logEnded != nil
            state.check(isInOrder, .shutdownOrder, "transport and log were not shut down")
            // A call that has left the hub may still be on its way to its caller.
            let forgotten = open.first {
                $0.beganOrder < state.shutdown.began ?? 0 && $0.call.isRead == false && $0.intentsAsked > 0
            }
            state.check(forgotten == nil, .shutdownOrder, "call \(forgotten?.call.number ?? 0) is under way")
        }
    }

    private func wasRefused(_ told: CallRecord.Told) -> Bool { told.failure?.kind == .cancelled }
}

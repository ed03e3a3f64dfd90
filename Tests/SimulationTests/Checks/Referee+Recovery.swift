import SwitchboardCore

/// Whether everything is as good as new once all trouble is over.
extension Referee {
    /// When every instance must let a call through, by the rules.
    func expectedRecovery() -> Duration {
        see { state in
            var latest = max(state.now, state.scenario.healsAt, state.scenario.logTroubles.map(\.to).max() ?? .zero)
            for lane in Scenario.lanes { latest = max(latest, state.breakers[lane]?.opens(after: state.now) ?? .zero) }
            for pause in state.pauses.values { latest = max(latest, pause.until) }
            return latest + .seconds(1)
        }
    }

    /// Checks that the last calls succeeded, each with one attempt that had to wait for nothing but its turn.
    func checkRecovery(_ finale: [Call]) {
        see { state in
            for call in finale { state.checkRecovery(call) }
        }
    }
}

extension Referee.State {
    fileprivate mutating func checkRecovery(_ call: Call) {
        let record = calls[call.number]
        guard let told = record.told, let began = record.began else { return report(.recovery, "call \(call.number)") }
        let instance = call.provider ?? ""
        let name = "call \(call.number) to \(instance)"
        check(told.failure == nil, .recovery, "\(name): \(told.failure?.message ?? "")")
        let sent = sendingsOfCall[call.number].map { sendings[$0] }
        check(sent.count == 1, .recovery, "\(name) took \(sent.count) attempts")
        // Two lanes may share an instance's rate.
        let longest = interval(instance) * Scenario.waveSize * 2 + .seconds(1)
        check(told.at - began <= longest, .recovery, "\(name) took \(told.at - began)")
    }
}

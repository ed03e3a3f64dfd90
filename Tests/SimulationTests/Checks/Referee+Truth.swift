import SwitchboardCore

/// Whether callers were told what really happened at the far side.
extension Referee.State {
    /// Checks each item against what the far side did.
    mutating func checkTruth(_ record: CallRecord, _ told: CallRecord.Told) {
        let labels = record.call.labels
        guard !record.call.isRead, labels.count == told.items.count else { return }
        if !told.parts.isEmpty {
            for part in told.parts {
                for (labels, failure) in zip(labels, part.items) {
                    checkTruth(labels, failure, record.call, at: [part.provider])
                }
            }
            return checkWhole(record, told)
        }
        for (labels, failure) in zip(labels, told.items) {
            checkTruth(labels, failure, record.call, at: legs(of: record.call))
            if failure == nil { checkSuccess(labels, record.call, at: told.provider) }
        }
    }

    /// Checks what was said of several instances together: done at one of them means that it cannot simply be repeated.
    private mutating func checkWhole(_ record: CallRecord, _ told: CallRecord.Told) {
        if record.call.isBatch { return checkWholeItems(record, told) }
        guard let failure = told.failure, failure.effect != .unknown else { return }
        let done = record.call.labels.joined()
            .filter { record.call.repeatability($0)?.isWriteThatCounts == true }
            .filter { label in legs(of: record.call).contains { times(label, $0) > 0 } }
        check(done.isEmpty, .noneIsTrue, "call \(record.call.number) told \(failure.effect.rawValue), done: \(done)")
    }

    private mutating func checkTruth(_ labels: [Label], _ failure: Failure?, _ call: Call, at instances: [String]) {
        guard let failure else {
            if instances.count == 1 { checkSuccess(labels, call, at: instances[0]) }
            return
        }
        let done = labels.filter { label in instances.contains { times(label, $0) > 0 } }
        // An idempotent exchange before the one that failed leaves nothing that repeating would double.
        let isSingle = labels.count == 1
        let counted = done.filter { isSingle || call.repeatability($0)?.isWriteThatCounts == true }
            .filter { call.repeatability($0) != .safe }
        if failure.effect != .unknown {
            check(counted.isEmpty, .noneIsTrue, "\(labels) told \(failure.effect.rawValue), done: \(counted)")
            return
        }
        check(mayHaveHappened(labels, call, instances), .unknownIsHonest, "\(labels): \(failure.message)")
    }

    private mutating func checkSuccess(_ labels: [Label], _ call: Call, at instance: String?) {
        guard let instance else { return report(.successIsReal, "\(labels) succeeded nowhere") }
        for label in labels where call.repeatability(label) != .safe {
            let counts = call.repeatability(label)?.isWriteThatCounts == true
            let times = times(label, instance)
            let mayRepeat = !counts || call.repeatability(label) == .once && call.resendsUnknown
            check(
                mayRepeat ? times >= 1 : times == 1,
                .successIsReal,
                "\(label) was done \(times) times at \(instance)"
            )
            guard counts, !isBroadcast(call) else { continue }
            let elsewhere = legs(of: call).filter { $0 != instance && self.times(label, $0) > 0 }
            check(elsewhere.isEmpty, .successIsReal, "\(label) was done at \(elsewhere) as well")
        }
    }

    /// An item that may be repeated safely was done nowhere; one that was done was done by all that had to.
    private mutating func checkWholeItems(_ record: CallRecord, _ told: CallRecord.Told) {
        for (labels, failure) in zip(record.call.labels, told.items) where failure?.effect != .unknown {
            let counted = labels.filter { record.call.repeatability($0)?.isWriteThatCounts == true }
            let places = legs(of: record.call)
            for label in counted {
                let done = places.filter { times(label, $0) > 0 }
                let fits = failure == nil ? !done.isEmpty : done.isEmpty
                check(fits, failure == nil ? .successIsReal : .noneIsTrue, "\(label) was done at \(done)")
            }
        }
    }

    /// How often the far side did an exchange.
    private func times(_ label: Label, _ instance: String) -> Int {
        processed[Referee.Processing(instance: instance, label: label)] ?? 0
    }

    private func mayHaveHappened(_ labels: [Label], _ call: Call, _ instances: [String]) -> Bool {
        sendingsOfCall[call.number].lazy.map { [sendings] in sendings[$0] }
            .contains { sending in
                instances.contains(sending.instance) && labels.contains(sending.label)
                    && sending.repeatability != .safe
                    && (sending.ending?.effect == .unknown || sending.ending?.isSuccess == true)
            }
    }

    /// Checks that a breaker that is said to have refused a call could have.
    mutating func checkRefusals(_ record: CallRecord, _ told: CallRecord.Told) {
        let began = record.began ?? .zero
        for candidate in record.outcome?.route.candidates ?? [] where candidate.verdict == "circuit_open" {
            let lanes = Scenario.lanes.filter { $0.hasPrefix(candidate.provider) }
            let couldBe = lanes.contains { breakers[$0]?.refused(between: began, and: told.at) == true }
            check(couldBe, .openIsTrue, "call \(record.call.number) at \(candidate.provider)")
        }
    }
}

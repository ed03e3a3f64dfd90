import SwitchboardCore

extension MixpanelState {
    /// Changes profiles: with `strict` all that can be changed, without it all of them or none.
    mutating func updateProfiles(_ call: MixpanelCall) throws(MixpanelError) -> SandboxResponse {
        let flags = try call.readQuery(ClientFlags.init)
        let records = try Self.records(of: call)
        var updates: [MixpanelProfileUpdate] = []
        var problems: [MixpanelRecordProblem] = []
        for (index, record) in records.enumerated() {
            do throws(JSONProblem) {
                updates.append(try MixpanelProfileUpdate(record))
            } catch {
                problems.append(MixpanelRecordProblem(index: index, problem: error))
            }
        }
        guard flags.isStrict else { return verdict(updates, problems, isVerbose: flags.isVerbose) }
        guard updates.allSatisfy({ Self.isKnown($0.token) }) else { throw .unauthorized }
        for update in updates { apply(update) }
        return MixpanelAnswer.strict(imported: updates.count, failed: problems)
    }

    private mutating func verdict(
        _ updates: [MixpanelProfileUpdate],
        _ problems: [MixpanelRecordProblem],
        isVerbose: Bool
    ) -> SandboxResponse {
        if let first = problems.first {
            return MixpanelAnswer.verdict("[\(first.index)] \(first.problem.message)", isVerbose: isVerbose)
        }
        // A token that nobody has is not told from one that is right.
        for update in updates where Self.isKnown(update.token) { apply(update) }
        return MixpanelAnswer.verdict(nil, isVerbose: isVerbose)
    }

    private mutating func apply(_ update: MixpanelProfileUpdate) {
        let id = update.distinctID
        if update.operation == .delete {
            profiles[id] = nil
            return
        }
        guard profiles[id] != nil || update.operation.createsProfile else { return }
        var profile = profiles[id] ?? MixpanelProfile(distinctID: id)
        profile.apply(update.operation)
        // Mixpanel writes the times of profiles without a zone, in whole seconds.
        let seen = Timestamp(secondsSince1970: now.secondsSince1970).description.dropLast()
        if !update.ignoresTime { profile.properties["$last_seen"] = .string(String(seen)) }
        profiles[id] = profile
    }
}

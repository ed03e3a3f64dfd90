import SwitchboardCore

/// One automation on its way: checked as a whole, then done step by step, then tracked.
struct AutomationRun {
    private let automation: Automation
    private let tools: CommunicationTools
    private let options: CallOptions
    private var result: AutomationResult

    init(_ automation: Automation, options: CallOptions, tools: CommunicationTools) {
        var options = options
        let correlationID = options.correlationID ?? "\(tools.time.makeActionID())"
        options.correlationID = correlationID
        options.progress = nil
        self.automation = automation
        self.tools = tools
        self.options = options
        result = AutomationResult(automation, correlationID: correlationID)
    }

    /// Does it; nothing is done where anything about it is wrong.
    mutating func run() async -> AutomationResult {
        do throws(Failure) {
            try await check()
        } catch {
            result.refusal = error
            return result
        }
        for (index, step) in automation.actions.enumerated() {
            guard !Task.isCancelled, !isStopped else { break }
            result.steps[index].outcome = await perform(step.action)
        }
        result.wasCancelled = Task.isCancelled && result.count(.done) < result.steps.count
        await track()
        return result
    }

    /// Finds out what each step would do, and does nothing.
    func rehearse() async -> AutomationRehearsal {
        do throws(Failure) {
            try await check()
        } catch {
            return AutomationRehearsal(steps: [], failure: error)
        }
        var steps: [AutomationRehearsal.Step] = []
        for step in automation.actions { steps.append(.init(type: step.kind.rawValue, await rehearse(step.action))) }
        return AutomationRehearsal(steps: steps, failure: steps.lazy.compactMap(\.rehearsal.failure).first)
    }

    /// Refuses values that are wrong, and steps that no configured provider can do.
    private func check() async throws(Failure) {
        try automation.check()
        for (index, step) in automation.actions.enumerated() {
            let name = type(of: step.action).name
            guard tools.canPerform(name, options) else {
                throw Failure(
                    .noRoute,
                    effect: .none,
                    "actions[\(index)]: no configured provider on the route can do \(step.kind.rawValue) (\(name)); "
                        + "configure one, or leave the action out",
                    field: "actions[\(index)].type"
                )
            }
            try await checkFit(of: step.action, at: index)
        }
    }

    /// Refuses a field that nobody on the route can carry.
    private func checkFit<A: Action>(of action: A, at index: Int) async throws(Failure) {
        // An understudy would take the rehearsal for the performance.
        guard tools.makings.understudy == nil else { return }
        var performance = Performance(action, id: tools.time.makeActionID(), options: options, tools: tools)
        guard let failure = await performance.obstacle() else { return }
        if failure.kind == .invalidInput { throw failure.inside("actions[\(index)]") }
    }

    private var isStopped: Bool {
        automation.onFailure == .stop && result.steps.contains { $0.outcome?.failure != nil }
    }

    private func perform<A: Action>(_ action: A) async -> AutomationResult.StepOutcome {
        let outcome = await tools.perform(action, options)
        return .init(outcome)
    }

    private func rehearse<A: Action>(_ action: A) async -> Rehearsal { await tools.rehearse(action, options) }

    /// Records for each step that was done that it was, in one call.
    private mutating func track() async {
        let events = result.steps.filter { $0.fate == .done }.map(event)
        await result.tracking.track(events, options, with: tools)
    }

    private func event(for step: AutomationResult.Step) -> TrackEvent {
        TrackEvent(
            person: automation.person,
            name: result.tracking.eventName,
            properties: [
                "workflow": .string(automation.workflowName),
                "trigger_type": .string(automation.trigger.type.rawValue),
                "action_type": .string(step.type),
                "action_index": .integer(Int64(step.index)),
                "correlation_id": .string(result.correlationID),
            ],
            eventID: "\(result.correlationID) \(automation.workflowName) \(step.index)".eventID,
            time: tools.time
        )
    }
}

import SwitchboardCore

extension CommunicationTools {
    /// How many actions of one campaign are under way at a time where nobody takes them together.
    private static let concurrency = 8

    /// Whether some configured instance on the route does an action, as far as its name tells.
    func canPerform(_ action: String, _ options: CallOptions) -> Bool {
        route(of: action, tenant: options.tenant, insistingOn: options.provider).candidates
            .contains { CandidateVerdict($0.verdict) == .usable }
    }

    /// Performs an action that a cancellation of this task does not end, so that its fate is known.
    func performUndisturbed<A: Action>(_ action: A, _ options: CallOptions) async -> Outcome<A.Receipt> {
        await Task { await perform(action, options) }.value
    }

    /// Performs actions side by side.
    ///
    /// - Returns: How each ended, in their order; `nil` for those that had not begun when the task was cancelled.
    func performEach<A: Action>(_ actions: [A], _ options: CallOptions) async -> [Outcome<A.Receipt>?] {
        var outcomes = [Outcome<A.Receipt>?](repeating: nil, count: actions.count)
        await withTaskGroup(of: (Int, Outcome<A.Receipt>).self) { group in
            var waiting = actions.enumerated().makeIterator()
            let begin = { (group: inout TaskGroup<(Int, Outcome<A.Receipt>)>) in
                guard !Task.isCancelled, let (index, action) = waiting.next() else { return }
                group.addTask { (index, await self.performUndisturbed(action, options)) }
            }
            for _ in 0..<Self.concurrency { begin(&group) }
            while let (index, outcome) = await group.next() {
                outcomes[index] = outcome
                begin(&group)
            }
        }
        return outcomes
    }
}

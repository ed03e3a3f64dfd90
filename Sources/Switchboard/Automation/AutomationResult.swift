public import SwitchboardCore

/// What became of an automation.
public struct AutomationResult: Sendable {
    /// How it ended, in a word.
    public enum Status: String, Sendable, Codable {
        /// Every step was done.
        case completed
        /// Some steps were done, others not, or not for certain.
        case partial
        /// No step was done.
        case failed
        /// It was cancelled before every step was done.
        case cancelled
        /// Nothing was done, because of what was asked for.
        case refused
    }

    /// What became of one step.
    public enum Fate: String, Sendable, Codable, CaseIterable {
        /// It was done.
        case done
        /// It was not done.
        case failed
        /// Nobody can tell; it is never done again by itself.
        case unknown
        /// Its turn never came.
        case skipped
    }

    /// How a step ended that had its turn.
    public struct StepOutcome: Sendable {
        /// The outcome's flat JSON form.
        public var json: JSONValue
        /// Why it was not done, or not for certain.
        public var failure: Failure?
        /// The provider instance that did it, or failed last.
        public var provider: String?
        /// Where the audit log tells of it.
        public var auditID: ActionID

        init(_ outcome: Outcome<some ActionReceipt>) {
            json = (try? JSONValue(encoding: outcome)) ?? .null
            failure = outcome.failure
            provider = outcome.provider
            auditID = outcome.auditID
        }
    }

    /// One step.
    public struct Step: Sendable {
        /// Where it stands, from 0.
        public var index: Int
        /// Its kind, such as `add_tag`.
        public var type: String
        /// How it ended; `nil` where its turn never came.
        public internal(set) var outcome: StepOutcome?

        /// What became of it.
        public var fate: Fate {
            guard let outcome else { return .skipped }
            guard let failure = outcome.failure else { return .done }
            return failure.effect == .unknown ? .unknown : .failed
        }
    }

    /// The workflow's name.
    public var workflowName: String

    /// What it is for.
    public var description: String?

    /// What fired.
    public var trigger: AutomationTrigger

    /// What every entry of it in the audit log carries: `switchboard audit list --correlation` takes it.
    public var correlationID: String

    /// Every step, in order.
    public internal(set) var steps: [Step]

    /// What was tracked of it.
    public internal(set) var tracking = EventTracking(eventName: "automation_triggered")

    /// Why nothing was done.
    public internal(set) var refusal: Failure?

    var wasCancelled = false

    init(_ automation: Automation, correlationID: String) {
        workflowName = automation.workflowName
        description = automation.description
        trigger = automation.trigger
        steps = automation.actions.enumerated().map { Step(index: $0, type: $1.kind.rawValue) }
        self.correlationID = correlationID
    }

    /// How many steps had a fate.
    public func count(_ fate: Fate) -> Int { steps.count { $0.fate == fate } }

    /// How it ended, in a word.
    public var status: Status {
        if refusal != nil { return .refused }
        if wasCancelled { return .cancelled }
        if count(.done) == steps.count { return .completed }
        return count(.done) + count(.unknown) == 0 ? .failed : .partial
    }

    /// Why it is not all done; `nil` where it is.
    ///
    /// The first step's that failed, except that a part which was done makes it a ``Failure/Kind/partialFailure``.
    public var failure: Failure? {
        switch status {
        case .completed: return nil
        case .refused: return refusal
        case .cancelled:
            return Failure(
                .cancelled,
                effect: count(.unknown) > 0 ? .unknown : .none,
                "cancelled; \(count(.done)) of \(steps.count) actions were done, \(count(.unknown)) perhaps"
            )
        case .partial, .failed:
            let first = steps.first { $0.outcome?.failure != nil }
            guard let first, let failure = first.outcome?.failure else { return nil }
            guard status == .partial else { return failure.inside("actions[\(first.index)]") }
            return Failure(
                .partialFailure,
                effect: count(.unknown) > 0 ? .unknown : .none,
                "\(count(.done)) of \(steps.count) actions were done; actions[\(first.index)]: \(failure.message)"
            )
        }
    }
}

extension AutomationResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case success, status, workflow, trigger, actions, counts, tracking
        case correlationID = "correlation_id"
    }

    private enum WorkflowKeys: String, CodingKey {
        case name, description
    }

    /// Writes `success` and the failure's own fields beside the parts.
    public func encode(to encoder: any Encoder) throws {
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(failure == nil, forKey: .success)
        try container.encode(status, forKey: .status)
        var workflow = container.nestedContainer(keyedBy: WorkflowKeys.self, forKey: .workflow)
        try workflow.encode(workflowName, forKey: .name)
        try workflow.encodeIfPresent(description, forKey: .description)
        try container.encode(trigger, forKey: .trigger)
        try container.encode(steps.map(\.json), forKey: .actions)
        let counts = Fate.allCases.map { ($0.rawValue, count($0)) }
        try container.encode(Dictionary(uniqueKeysWithValues: counts), forKey: .counts)
        try container.encode(tracking, forKey: .tracking)
        try container.encode(correlationID, forKey: .correlationID)
    }
}

extension AutomationResult.Step {
    /// The outcome's own fields beside `index`, `type` and `status`.
    var json: JSONValue {
        var members = outcome?.json.object ?? [:]
        members["index"] = .integer(Int64(index))
        members["type"] = .string(type)
        members["status"] = .string(fate.rawValue)
        return .object(members)
    }
}

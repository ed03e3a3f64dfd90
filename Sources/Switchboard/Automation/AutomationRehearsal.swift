public import SwitchboardCore

/// What an automation would do, found out without doing it.
public struct AutomationRehearsal: Sendable {
    /// One step.
    public struct Step: Sendable {
        /// Its kind, such as `add_tag`.
        public var type: String
        /// Who would do it, and with which first request.
        public var rehearsal: Rehearsal

        init(type: String, _ rehearsal: Rehearsal) {
            self.type = type
            self.rehearsal = rehearsal
        }
    }

    /// Every step, in order; empty where the automation would be refused.
    public var steps: [Step]

    /// Why it would be refused, or what the first step that cannot be done would fail with.
    public var failure: Failure?
}

extension AutomationRehearsal: Encodable {
    private enum CodingKeys: String, CodingKey {
        case success, actions
        case isDryRun = "dry_run"
    }

    /// Writes each step's rehearsal with its `type`, and the failure's own fields beside them.
    public func encode(to encoder: any Encoder) throws {
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(failure == nil, forKey: .success)
        try container.encode(true, forKey: .isDryRun)
        try container.encode(steps, forKey: .actions)
    }
}

extension AutomationRehearsal.Step: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type
    }

    /// Writes the rehearsal's own fields beside `type`.
    public func encode(to encoder: any Encoder) throws {
        try rehearsal.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
    }
}

public import SwitchboardCore

/// What made an automation run: its kind and the conditions under which it fires, for the record.
public struct AutomationTrigger: Codable, Sendable, Hashable {
    /// The kinds of triggers.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A time of the calendar: `schedule`.
        case timeBased = "time_based"
        /// Something happened: `event`.
        case eventBased = "event_based"
        /// Somebody behaves in some way: `behavior`.
        case behaviorBased = "behavior_based"
        /// A score crossed a line: `threshold`, `direction`.
        case healthScore = "health_score"
        /// Somebody got somewhere: `milestone_name`.
        case milestone
        /// Something became of a contract: `event_type`.
        case contractEvent = "contract_event"
        /// A number of use crossed a line: `metric`, `threshold`.
        case usagePattern = "usage_pattern"
        /// Whatever the platform knows.
        case custom

        /// The conditions that must be given, and whether each is a number.
        var required: [(name: String, isNumber: Bool)] {
            switch self {
            case .timeBased: [("schedule", false)]
            case .eventBased: [("event", false)]
            case .behaviorBased: [("behavior", false)]
            case .healthScore: [("threshold", true), ("direction", false)]
            case .milestone: [("milestone_name", false)]
            case .contractEvent: [("event_type", false)]
            case .usagePattern: [("metric", false), ("threshold", true)]
            case .custom: []
            }
        }
    }

    /// Its kind.
    public var type: Kind

    /// Its conditions, by name; those that its kind requires, and any others.
    public var conditions: [String: JSONValue]

    /// Creates a trigger.
    public init(_ type: Kind, conditions: [String: JSONValue] = [:]) {
        self.type = type
        self.conditions = conditions
    }

    enum CodingKeys: String, CodingKey {
        case type, conditions
    }

    /// Reads a trigger; without conditions it has none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decode(Kind.self, forKey: .type)
        conditions = try container.decodeIfPresent([String: JSONValue].self, forKey: .conditions) ?? [:]
    }

    /// Refuses a trigger without the conditions of its kind.
    func check() throws(Failure) {
        for (name, isNumber) in type.required {
            let path = "trigger.conditions.\(name)"
            switch conditions[name] {
            case nil, .null?:
                throw .invalidInput(path, "is missing; a trigger of type \(type.rawValue) needs it")
            case .integer?, .number?:
                guard isNumber else { throw .invalidInput(path, "is a number; give some text") }
            case .string(let text)?:
                if isNumber { throw .invalidInput(path, "is no number; give one") }
                if text.isEmpty { throw .invalidInput(path, "is empty; give it some text") }
            case .bool?, .array?, .object?:
                throw .invalidInput(path, "is neither text nor a number; give \(isNumber ? "a number" : "some text")")
            }
        }
    }
}

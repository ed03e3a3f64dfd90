public import SwitchboardCore

/// What a change of the configuration would do to the actions of the past, counted.
///
/// Its size depends on how many kinds of moves there are, not on how many actions.
public struct RouteReplayReport: Sendable {
    /// How many actions, with one of them by which to find them.
    public struct Tally: Sendable, Hashable {
        /// How many.
        public var count = 0

        /// The newest of them.
        public var example: ActionID
    }

    /// What is counted together: actions that change their provider in the same way.
    public struct Move: Sendable, Hashable {
        /// The action's name.
        public var action: String
        /// The instance that was asked first, or all that shared the work; empty for nobody.
        public var from: [String]
        /// The instance that would be.
        public var to: [String]
    }

    /// Actions that would lose the same fields at the same instance.
    public struct Loss: Sendable, Hashable {
        /// The action's name.
        public var action: String
        /// The instance that has nothing for the fields.
        public var provider: String
        /// The fields.
        public var fields: [String]
        /// Whether they were not lost there before.
        public var isNew: Bool
    }

    /// Actions that nobody would do, for the same reason.
    public struct Refusal: Sendable, Hashable {
        /// The action's name.
        public var action: String
        /// Who did it.
        public var from: [String]
        /// What it would fail with.
        public var kind: Failure.Kind
        /// The failure's sentence.
        public var reason: String
    }

    /// Actions of which the log does not tell enough, for the same reason.
    public struct Question: Sendable, Hashable {
        /// The action's name.
        public var action: String
        /// What is missing.
        public var doubt: RouteReplay.Doubt
    }

    /// How many actions were replayed.
    public private(set) var count = 0

    /// How many would go where they went.
    public private(set) var staying = 0

    /// The time from the oldest to the newest of them; `nil` for none.
    public private(set) var span: ClosedRange<Timestamp>?

    /// Those that would go elsewhere.
    public private(set) var moves: [Move: Tally] = [:]

    /// Those that would lose something.
    public private(set) var losses: [Loss: Tally] = [:]

    /// Those that nobody would do.
    public private(set) var refusals: [Refusal: Tally] = [:]

    /// Those of which the log cannot tell.
    public private(set) var questions: [Question: Tally] = [:]

    /// How many went where the caller said, and would again.
    public private(set) var callersChoices = 0

    /// How many concern somebody and would move, or meet a route that asks several: where the person was named by a
    /// provider's own `contact_id`, which the log does not tell, they would be refused or find nobody.
    public private(set) var perhapsBound = 0

    /// Creates an empty report.
    public init() {}

    /// Whether some actions would have nobody to do them.
    public var hasRefusals: Bool { !refusals.isEmpty }

    /// How many would go elsewhere.
    public var moving: Int { moves.values.reduce(0) { $0 + $1.count } }

    /// How many nobody would do.
    public var refused: Int { refusals.values.reduce(0) { $0 + $1.count } }

    /// Of how many the log cannot tell.
    public var undecided: Int { questions.values.reduce(0) { $0 + $1.count } }
}

extension RouteReplayReport {
    /// Counts what would become of an action.
    public mutating func add(_ action: AuditedAction, _ fate: RouteReplay.Fate) {
        count += 1
        span = min(span?.lowerBound ?? action.at, action.at)...max(span?.upperBound ?? action.at, action.at)
        if action.route?.callersChoice != nil { callersChoices += 1 }
        switch fate {
        case .undecided(let doubt):
            questions.count(Question(action: action.name, doubt: doubt), action)
        case .nowhere(let failure):
            let refusal = Refusal(
                action: action.name,
                from: action.destination,
                kind: failure.kind,
                reason: failure.message
            )
            refusals.count(refusal, action)
        case .goes(let destination): add(action, destination)
        }
    }

    private mutating func add(_ action: AuditedAction, _ destination: RouteReplay.Destination) {
        let from = action.destination
        let isStaying = Set(from) == Set(destination.providers)
        if isStaying {
            staying += 1
        } else {
            moves.count(Move(action: action.name, from: from, to: destination.providers), action)
        }
        if !action.subjects.isEmpty, destination.isShared || !isStaying { perhapsBound += 1 }
        for (provider, fields) in destination.lost {
            let before = action.route?.candidates.first { $0.provider == provider }?.lost ?? []
            let isNew = !from.contains(provider) || !Set(fields).isSubset(of: before)
            losses.count(Loss(action: action.name, provider: provider, fields: fields, isNew: isNew), action)
        }
    }
}

extension Dictionary where Value == RouteReplayReport.Tally {
    /// Counts one more action.
    fileprivate mutating func count(_ key: Key, _ action: AuditedAction) {
        self[key, default: Value(example: action.id)].count += 1
    }

    /// What was counted, the most frequent first; of equal counts in the order of a text.
    package func sortedByCount(_ text: (Key) -> String) -> [(key: Key, tally: Value)] {
        map { (key: $0.key, tally: $0.value) }
            .sorted { left, right in
                left.tally.count == right.tally.count
                    ? text(left.key) < text(right.key) : left.tally.count > right.tally.count
            }
    }
}

public import SwitchboardCore

/// What the configuration says about an action, a family of actions, or all others: rules, of which the first that
/// applies decides.
public struct Route: Sendable, Hashable {
    /// The rules, in order.
    public var rules: [RouteRule]

    /// Creates a route.
    public init(_ rules: [RouteRule]) {
        self.rules = rules
    }

    /// Creates a route of one rule: the instances in order, a later one where an earlier one left no trace.
    public init(first: [String]) {
        rules = [RouteRule(.first(first))]
    }
}

/// A rule that says which provider instances do an action.
public struct RouteRule: Sendable, Hashable {
    /// How the instances share the work.
    public enum Choice: Sendable, Hashable {
        /// One of them does it: the first that can; a later one where an earlier one failed without a trace.
        case first([String])
        /// Each of them does it; a failure of one that is required fails the whole.
        case all([String], required: [String])
        /// One of them does it: each person stays with one, and each instance has its share of the people. Another one
        /// serves where that one failed without a trace.
        case weighted([Share])
    }

    /// An instance's share of the people.
    public struct Share: Sendable, Hashable {
        /// The instance's name.
        public var provider: String

        /// Its share, in relation to the others'; from 1.
        public var weight: Int

        /// Creates a share.
        public init(_ provider: String, weight: Int) {
            self.provider = provider
            self.weight = max(1, weight)
        }
    }

    /// How the instances share the work.
    public var choice: Choice

    /// When the rule applies.
    public var condition: RouteCondition

    /// What the provider's own refusal must be for the next instance to be asked although the provider said no.
    public var alsoOn: Set<Failure.Kind>

    /// The fields that an instance may leave out where its provider has nothing for them.
    public var allowLoss: Set<String>

    /// Creates a rule.
    ///
    /// - Parameters:
    ///   - choice: How the instances share the work.
    ///   - condition: When it applies; always unless given.
    ///   - alsoOn: On which refusals the next instance is asked, beside all that left no trace.
    ///   - allowLoss: Which fields may be left out.
    public init(
        _ choice: Choice,
        when condition: RouteCondition = RouteCondition(),
        alsoOn: Set<Failure.Kind> = [],
        allowLoss: Set<String> = []
    ) {
        self.choice = choice
        self.condition = condition
        self.alsoOn = alsoOn
        self.allowLoss = allowLoss
    }

    /// The instances, in order.
    public var providers: [String] {
        switch choice {
        case .first(let names), .all(let names, _): names
        case .weighted(let shares): shares.map(\.provider)
        }
    }

    /// The refusals on which another instance may be asked: what a suspended account answers with, above all.
    static let refusals: [Failure.Kind] = [
        .authenticationFailed, .permissionDenied, .notFound, .conflict, .rejected,
    ]
}

/// The configured routes; the most specific one wins.
public struct RouteTable: Sendable, Hashable {
    /// Routes by pattern: an action's name, a family such as `ticket.*`, or `default`.
    public var routes: [String: Route]

    /// Creates a table.
    public init(_ routes: [String: Route] = [:]) {
        self.routes = routes
    }

    /// The rules for an action in the order in which they are asked, each with its name.
    ///
    /// Those of the most specific pattern come first; a less specific one is asked where no rule before it applies.
    func rules(for action: String) -> [(name: String, rule: RouteRule)] {
        let family = action.prefix { $0 != "." }
        return [action, "\(family).*", "default"]
            .flatMap { pattern in
                let rules = routes[pattern]?.rules ?? []
                return rules.enumerated().map { (rules.count == 1 ? pattern : "\(pattern)[\($0)]", $1) }
            }
    }
}

import SwitchboardCore

/// A rule as it applies to one action: with instances in the place of names, and what is known of them in advance.
struct PreparedRule: Sendable {
    /// One instance that the rule names.
    struct Candidate: Sendable {
        /// The instance's name.
        let name: String

        /// The instance; `nil` where the configuration switches it off, so that it has not been built.
        let instance: ProviderInstance?

        /// Why nobody may use it; `nil` where it may be used.
        let switchedOff: String?

        /// Whether its type can do the action.
        let isCapable: Bool

        /// The fields of the action that its type has nothing for.
        let lacking: Set<String>
    }

    /// How the rule is called in the audit log.
    let name: String

    /// The rule.
    let rule: RouteRule

    /// Whether nobody else is asked when the first one fails.
    var isOneOnly = false

    private let candidates: [Candidate]
    private let lacking: Set<String>

    init(name: String, _ rule: RouteRule, _ candidates: [Candidate]) {
        self.name = name
        self.rule = rule
        self.candidates = candidates
        lacking = candidates.reduce(into: []) { $0.formUnion($1.lacking) }
    }
}

extension PreparedRule {
    /// Names those who do the action, and writes down what speaks for or against each.
    func plan(_ question: RouteQuestion, _ decision: inout RouteDecision) throws(Failure) -> RoutePlan {
        decision.rule = name
        if case .all = rule.choice { decision.sendsToAll = true }
        let given = lacking.isEmpty ? [] : question.given(lacking)
        var plan = RoutePlan(legs: [], alsoOn: rule.alsoOn)
        for candidate in candidates {
            consider(candidate, given, &plan, &decision)
            if isOneOnly, plan.legs.isEmpty { try candidate.checkPlace() }
        }
        if plan.legs.isEmpty, question.isBatch { takeInPart(&plan, &decision) }
        try share(&plan)
        if plan.legs.isEmpty { throw refusal(question, given) }
        if isOneOnly { plan.legs = Array(plan.legs.prefix(1)) }
        return plan
    }

    private func consider(
        _ candidate: Candidate,
        _ given: Set<String>,
        _ plan: inout RoutePlan,
        _ decision: inout RouteDecision
    ) {
        let missing = candidate.lacking.intersection(given)
        let verdict = candidate.verdict(missing.subtracting(rule.allowLoss))
        let isUsable = verdict == .usable
        decision.candidates.append(
            .init(provider: candidate.name, verdict: verdict.description, lost: isUsable ? missing.sorted() : [])
        )
        if isUsable, let instance = candidate.instance { plan.legs.append(.init(instance: instance, lost: missing)) }
    }

    /// Lets the first one that could do the rest have a batch that nobody can carry whole: its adapter refuses the items
    /// with the fields that it has nothing for, and no others.
    private func takeInPart(_ plan: inout RoutePlan, _ decision: inout RouteDecision) {
        guard let index = candidates.firstIndex(where: { $0.verdict([]) == .usable }),
            let instance = candidates[index].instance
        else { return }
        decision.candidates[index].verdict = CandidateVerdict.usable.description
        plan.legs = [.init(instance: instance, lost: [])]
    }

    private func share(_ plan: inout RoutePlan) throws(Failure) {
        switch rule.choice {
        case .first: return
        case .weighted(let shares): plan.sharing = .byPerson(shares)
        case .all(_, let required):
            let missing = required.filter { name in !plan.legs.contains { $0.instance.name == name } }
            guard missing.isEmpty else {
                throw Failure(.noRoute, effect: .none, "\(missing[0]) is required by the route and cannot be used now")
            }
            plan.sharing = .all(required: Set(required))
        }
    }

    /// Why nobody does it: what the first one who could is missing.
    private func refusal(_ question: RouteQuestion, _ given: Set<String>) -> Failure {
        let capable = candidates.filter(\.isCapable)
        guard let first = capable.first else {
            guard let only = candidates.first, candidates.count == 1 else { return .noRoute(question.action) }
            return Failure(
                .unsupportedAction,
                effect: .none,
                "\(only.name) cannot do \(question.action)",
                at: only.name
            )
        }
        let present = capable.filter { $0.switchedOff == nil }
        if case .failure(let failure)? = present.lazy.compactMap(\.instance).first?.parts { return failure }
        guard let first = present.first else { return first.absence }
        let lost = first.lacking.intersection(given).subtracting(rule.allowLoss).sorted()
        guard let field = lost.first else { return .noRoute(question.action) }
        var failure = Failure.invalidInput(
            field,
            "is more than \(first.name) can do; leave it out, or let the route allow its loss"
        )
        failure.provider = first.name
        return failure
    }
}

extension PreparedRule.Candidate {
    /// Nobody takes the place of the one that does everything and that an operator has switched off: no route says who.
    fileprivate func checkPlace() throws(Failure) {
        if isCapable, switchedOff != nil, instance?.isConfigured == true { throw absence }
    }

    fileprivate var absence: Failure {
        Failure(.noRoute, effect: .none, "\(name) is \(switchedOff ?? "not there")", at: name)
    }

    fileprivate func verdict(_ refused: Set<String>) -> CandidateVerdict {
        if !isCapable { return .unsupported }
        if switchedOff != nil { return .switchedOff }
        if instance?.isConfigured != true { return .notConfigured }
        return refused.isEmpty ? .usable : .cannotCarry(refused.sorted())
    }
}

extension Failure {
    /// Makes the failure for an action that nobody does.
    static func noRoute(_ action: String) -> Failure {
        Failure(.noRoute, effect: .none, "no provider that can do \(action) is configured or routed to")
    }

    fileprivate init(_ kind: Kind, effect: Effect, _ message: String, at provider: String) {
        self.init(kind, effect: effect, message)
        self.provider = provider
    }
}

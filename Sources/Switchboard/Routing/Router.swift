import SwitchboardCore

/// Decides which provider instances do an action, before anything is sent.
///
/// Pure: it looks at names only. Nothing that it looks at changes, so every action's plan is made once, in advance.
struct Router: Sendable {
    private struct Plan: Sendable {
        var decision: RouteDecision
        var instances: Result<[ProviderInstance], Failure>
    }

    let routes: RouteTable
    let instances: [ProviderInstance]
    private var plans: [String: Plan] = [:]

    init(routes: RouteTable, instances: [ProviderInstance]) {
        self.routes = routes
        self.instances = instances
        for action in instances.reduce(into: Set(), { $0.formUnion($1.actionNames) }) {
            plans[action] = makePlan(action)
        }
    }

    /// Names the instances that do an action, in order; at least one.
    ///
    /// - Parameters:
    ///   - action: The action's name.
    ///   - override: The instance that the caller insists on.
    ///   - decision: Filled with what was considered, also where it ends in a failure.
    /// - Returns: The instances, each configured and able to do it.
    /// - Throws: ``Failure/Kind/notConfigured`` where a provider lacks its credentials, `unsupported_action`, `no_route`,
    ///   or `invalid_input` for an override that does not exist.
    func plan(_ action: String, override: String?, decision: inout RouteDecision) throws(Failure) -> [ProviderInstance]
    {
        if let override {
            decision.rule = "call"
            return [try insisted(override, on: action, decision: &decision)]
        }
        let plan = plans[action] ?? makePlan(action)
        decision = plan.decision
        return try plan.instances.get()
    }

    private func makePlan(_ action: String) -> Plan {
        var decision = RouteDecision(rule: "built-in")
        do throws(Failure) {
            guard let (pattern, route) = routes.route(for: action) else {
                let first = try usable(builtInOrder(for: action), for: action, decision: &decision)[0]
                return Plan(decision: decision, instances: .success([first]))
            }
            decision.rule = pattern
            let named = route.first.compactMap { name in instances.first { $0.name == name } }
            let usable = try usable(named, for: action, decision: &decision)
            return Plan(decision: decision, instances: .success(usable))
        } catch {
            return Plan(decision: decision, instances: .failure(error))
        }
    }

    private func insisted(
        _ name: String,
        on action: String,
        decision: inout RouteDecision
    ) throws(Failure) -> ProviderInstance {
        guard let instance = instances.first(where: { $0.name == name }) else {
            let hint = name.nearest(among: instances.map(\.name)).map { "; did you mean \($0)?" } ?? ""
            throw .invalidInput("provider", "is not a configured provider\(hint)")
        }
        return try usable([instance], for: action, decision: &decision)[0]
    }

    /// Those that can do the action and are configured; at least one.
    private func usable(
        _ candidates: [ProviderInstance],
        for action: String,
        decision: inout RouteDecision
    ) throws(Failure) -> [ProviderInstance] {
        let capable = candidates.filter { $0.actionNames.contains(action) }
        decision.candidates = candidates.map { candidate in
            let verdict =
                if !candidate.actionNames.contains(action) { "unsupported" } else {
                    candidate.isConfigured ? "usable" : "not configured"
                }
            return RouteDecision.Candidate(provider: candidate.name, verdict: verdict)
        }
        let usable = capable.filter(\.isConfigured)
        if !usable.isEmpty { return usable }
        throw refusal(candidates, capable: capable, action: action)
    }

    private func refusal(_ candidates: [ProviderInstance], capable: [ProviderInstance], action: String) -> Failure {
        if case .failure(let failure)? = capable.first?.parts { return failure }
        if let only = candidates.first, candidates.count == 1 {
            var failure = Failure(.unsupportedAction, effect: .none, "\(only.name) cannot do \(action)")
            failure.provider = only.name
            return failure
        }
        return Failure(.noRoute, effect: .none, "no provider that can do \(action) is configured or routed to")
    }

    private func builtInOrder(for action: String) -> [ProviderInstance] {
        let order = BuiltInPreference.order(for: action)
        let rank = { (instance: ProviderInstance) in order.firstIndex(of: instance.typeName) ?? order.count }
        let capable = instances.filter { $0.actionNames.contains(action) }
        return capable.enumerated()
            .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
    }
}

import SwitchboardCore

/// Everything that is known when an action has ended.
struct Ending<A: Action> {
    /// The receipt, or why there is none.
    var result: Result<A.Receipt, Failure>

    /// The instance that did it, or failed last.
    var provider: String?

    /// Every attempt, in order.
    var attempts: [Attempt] = []

    /// Who came into question, and what became of each.
    var route = RouteDecision(rule: "none")

    /// What each instance made of it, where the route sends to several.
    var outcomes: [ProviderOutcome<A.Receipt>] = []

    /// The instances that failed without a trace before the one that counts.
    var setbacks: [Failure] = []

    /// Whether the log lacks the intent or the outcome.
    var isAuditIncomplete = false

    /// Why a candidate did not do it; `nil` where it did, wholly or in part.
    var obstacle: Failure? {
        switch result {
        case .success(let receipt): receipt.obstacle
        case .failure(let failure): failure
        }
    }

    /// Why it was not done, with the provider that failed.
    var failure: Failure? {
        var failure: Failure?
        switch result {
        case .success(let receipt): failure = receipt.shortfall
        case .failure(let error): failure = error
        }
        if failure?.provider == nil { failure?.provider = provider }
        return failure
    }
}

extension Ending {
    /// Takes what one instance made of the action.
    mutating func take(_ result: Result<A.Receipt, Failure>, from provider: String, _ attempts: [Attempt]) {
        self.result = result
        self.provider = provider
        self.attempts += attempts
        route.note(obstacle?.kind.rawValue ?? "chosen", for: provider)
    }

    /// Says of a failure what everybody failed with, where several were asked.
    mutating func nameSetbacks() {
        guard !setbacks.isEmpty, case .failure(var failure) = result else { return }
        let all = setbacks + [failure]
        let reasons = all.map { "\($0.provider ?? "route"): \($0.message)" }.joined(separator: "; ")
        failure.message = "nobody could do it: \(reasons)"
        // One of them refused what another never saw: to repeat it is as safe as it was with the first.
        failure.effect = all.map(\.effect).max() ?? failure.effect
        result = .failure(failure)
    }

    /// Takes what several instances made of the action: it is done when all that are required have done it.
    mutating func take(_ outcomes: [ProviderOutcome<A.Receipt>], required: Set<String>) {
        self.outcomes = outcomes
        for outcome in outcomes { route.note(outcome.failure?.kind.rawValue ?? "chosen", for: outcome.provider) }
        let failed = outcomes.filter { required.contains($0.provider) && $0.failure != nil }
        guard let first = failed.first, let failure = first.failure else {
            let done = outcomes.first { required.contains($0.provider) } ?? outcomes.first { $0.failure == nil }
            if let done = done ?? outcomes.first { (result, provider) = (done.result, done.provider) }
            return
        }
        let needed = outcomes.filter { required.contains($0.provider) }
        let joint = A.Receipt.joint(of: needed.map(\.result), among: outcomes.map(\.result))
        result = joint.map { .success($0) } ?? .failure(failure.amongOthers(of: outcomes))
        provider = first.provider
    }
}

extension RouteDecision {
    /// Writes down what became of a candidate.
    mutating func note(_ verdict: String, for provider: String) {
        guard let index = candidates.firstIndex(where: { $0.provider == provider }) else { return }
        candidates[index].verdict = verdict
    }
}

extension Failure {
    /// The failure of one instance as the failure of all: what others have done cannot be done again.
    fileprivate func amongOthers<Receipt>(of outcomes: [ProviderOutcome<Receipt>]) -> Failure {
        var failure = self
        let done = outcomes.filter { $0.failure == nil }.map(\.provider)
        let isUnknown = outcomes.contains { $0.failure?.effect == .unknown }
        if !done.isEmpty { failure.message += "; already done at \(done.joined(separator: ", "))" }
        if isUnknown || !done.isEmpty { failure.effect = .unknown }
        return failure
    }
}

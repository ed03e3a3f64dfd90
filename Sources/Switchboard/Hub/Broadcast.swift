import SwitchboardCore

/// One action at several provider instances, side by side.
struct Broadcast<A: Action>: Sendable {
    /// What one of them made of it.
    struct Answer: Sendable {
        let outcome: ProviderOutcome<A.Receipt>
        let attempts: [Attempt]
    }

    let action: A
    let call: Visit.Call
    let deadline: ContinuousClock.Instant

    /// Sends to all; returns when each has ended, in their order.
    func send(to legs: [RoutePlan.Leg]) async -> [Answer] {
        await withTaskGroup(of: (Int, Answer).self) { group in
            for (index, leg) in legs.enumerated() {
                group.addTask { (index, await send(to: leg)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func send(to leg: RoutePlan.Leg) async -> Answer {
        let name = leg.instance.name
        do throws(Failure) {
            let (parts, handler) = try leg.instance.handler(of: A.self)
            let fitting = leg.lost.isEmpty ? action : try action.leavingOut(leg.lost)
            let visit = Visit(to: leg.instance, parts, for: call, deadline: deadline, isLast: true)
            let result = await visit.run(fitting, handler)
            return Answer(outcome: ProviderOutcome(provider: name, result: result), attempts: visit.attempts)
        } catch {
            return Answer(outcome: ProviderOutcome(provider: name, result: .failure(error)), attempts: [])
        }
    }
}

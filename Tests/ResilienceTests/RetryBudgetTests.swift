import Testing

@testable import Resilience

@Suite struct RetryBudgetTests {
    private static let second: Int64 = 1_000_000_000

    private func budget(_ change: (inout RetryBudgetPolicy) -> Void = { _ in }) -> RetryBudget {
        var policy = RetryBudgetPolicy()
        change(&policy)
        return RetryBudget(policy)
    }

    /// How many retries are granted at one instant.
    private func granted(_ budget: inout RetryBudget, at second: Int64, asking count: Int = 1000) -> Int {
        (0..<count).count { _ in budget.plan(at: second * Self.second) }
    }

    @Test func aQuietInstanceHasItsFloor() {
        var budget = budget()
        #expect(granted(&budget, at: 5) == 20)
        #expect(granted(&budget, at: 5) == 0)
    }

    @Test func everyFiveFirstAttemptsPayForOneMore() {
        var budget = budget()
        for _ in 0..<104 { budget.countFirst(at: 5 * Self.second) }
        #expect(granted(&budget, at: 5) == 40)
    }

    @Test func whatIsOlderThanTheWindowCountsNoMore() {
        var budget = budget()
        for _ in 0..<100 { budget.countFirst(at: 0) }
        #expect(granted(&budget, at: 0) == 40)
        #expect(granted(&budget, at: 10) == 0, "the retries still count, the first attempts do not")
        #expect(granted(&budget, at: 11) == 20)
        #expect(granted(&budget, at: 1000) == 20)
    }

    @Test func countsWhatIsSentApartFromWhatIsPlanned() {
        var budget = budget()
        #expect(granted(&budget, at: 0) == 20)
        #expect(granted(&budget, at: 20) == 20)
        let sent = (0..<40).count { _ in budget.send(at: 30 * Self.second) }
        #expect(sent == 20, "two windows' retries may not come at once")
    }

    @Test func obeysItsPolicy() {
        var budget = budget {
            $0.share = 0.5
            $0.floor = 1
            $0.window = .seconds(1)
        }
        for _ in 0..<4 { budget.countFirst(at: 0) }
        #expect(granted(&budget, at: 0) == 3)
        #expect(granted(&budget, at: 2) == 1)
        var none = self.budget {
            $0.share = 0
            $0.floor = 0
        }
        none.countFirst(at: 0)
        #expect(granted(&none, at: 0) == 0)
    }

    // MARK: - Against a list of everything that ever happened

    private enum Command {
        case pass(milliseconds: Int64)
        case first(Int)
        case plan
        case send
    }

    private struct Event {
        var at: Int64
        var kind: Int
    }

    private func problem(_ commands: [Command]) -> String? {
        var budget = budget {
            $0.floor = 2
            $0.share = 0.5
        }
        var (now, events): (Int64, [Event]) = (0, [])
        func count(_ kind: Int, within milliseconds: Int64) -> Int {
            events.count { $0.kind == kind && $0.at > now - milliseconds * 1_000_000 }
        }
        for command in commands {
            switch command {
            case .pass(let milliseconds): now += milliseconds * 1_000_000
            case .first(let times):
                for _ in 0..<times { budget.countFirst(at: now) }
                events += Array(repeating: Event(at: now, kind: 0), count: times)
            case .plan, .send:
                let kind = if case .plan = command { 1 } else { 2 }
                let isGranted = kind == 1 ? budget.plan(at: now) : budget.send(at: now)
                if isGranted { events.append(Event(at: now, kind: kind)) }
                let exact = (count(kind, within: 10_000), count(0, within: 10_000))
                if isGranted, exact.0 * 2 > exact.1 + 4 { return "\(exact.0) retries for \(exact.1) first attempts" }
                let strict = (count(kind, within: 11_000), count(0, within: 9_000))
                if !isGranted, (strict.0 + 1) * 2 <= strict.1 + 4 {
                    return "denied with \(strict.0) retries for \(strict.1) first attempts"
                }
            }
        }
        return nil
    }

    @Test func neverExceedsTheRuleInAnyWindowAndDeniesNothingElse() {
        let check = ModelCheck<Command>(
            draw: { numbers in
                switch Int.random(in: 0..<8, using: &numbers) {
                case 0...1: .pass(milliseconds: .random(in: 1...1500, using: &numbers))
                case 2: .pass(milliseconds: .random(in: 1...25_000, using: &numbers))
                case 3: .first(.random(in: 1...4, using: &numbers))
                case 4...6: .plan
                default: .send
                }
            },
            problem: problem
        )
        check.expectNone()
    }
}

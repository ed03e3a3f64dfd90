import Resilience
import Switchboard
import SwitchboardCore
import Testing

/// The keys of the retry budget, the concurrency limit and the limiter.
struct ResiliencePartsTests {
    private static let everything = """
        resilience:
          longestWait: 30s
          retryBudget: { share: 0.5, floor: 3, window: 1m }
          concurrency: { start: 4, least: 2, most: 16, keep: 0.5, queue: 10 }
          limiter: { scarce: 0.2, comeback: 0.5, recovery: 0.1 }
        """

    @Test func readsEveryKey() throws {
        let limits = try parsed(Self.everything).resilience
        #expect(limits.longestWait == .seconds(30))
        #expect(limits.retryBudget.share == 0.5)
        #expect(limits.retryBudget.floor == 3)
        #expect(limits.retryBudget.window == .seconds(60))
        #expect(limits.concurrency.start == 4)
        #expect(limits.concurrency.minimum == 2)
        #expect(limits.concurrency.maximum == 16)
        #expect(limits.concurrency.decrease == 0.5)
        #expect(limits.concurrency.queue == 10)
        #expect(limits.quota.scarce == 0.2)
        #expect(limits.quota.comeback == 0.5)
        #expect(limits.quota.recovery == 0.1)
    }

    @Test func hasTheDefaultsOfTheLayerItself() throws {
        let (limits, policy) = (try parsed("").resilience, ResiliencePolicy(RateLimit(1, per: .seconds(1))))
        #expect(limits.longestWait == policy.longestInlineWait)
        #expect(limits.retryBudget == policy.retryBudget)
        #expect(limits.concurrency == policy.concurrency)
        #expect(limits.quota == policy.quota)
    }

    @Test func anInstanceSaysOnlyWhatIsDifferent() throws {
        let text = Self.everything + "\nproviders: { pigeon: { resilience: { concurrency: { most: 8 } } } }"
        let pigeon = try parsed(text).instances[0].resilience
        #expect(pigeon.concurrency.maximum == 8)
        #expect(pigeon.concurrency.start == 4)
        #expect(pigeon.retryBudget.floor == 3)
    }

    @Test func loadsAgainAsItWasShown() throws {
        let first = try parsed(Self.everything)
        let second = try parsed(first.entries(providers: Station.providers).yaml)
        #expect(second.resilience == first.resilience)
    }

    @Test(arguments: [
        ("retryBudget: { shrae: 1 }", "retryBudget.shrae: unknown key; did you mean share?"),
        ("retryBudget: { share: 2 }", "retryBudget.share: is not a number from 0 to 1"),
        ("retryBudget: { floor: -1 }", "retryBudget.floor: is not a whole number from 0 to 1000000"),
        ("concurrency: { start: 0 }", "concurrency.start: is not a whole number from 1 to 10000"),
        (
            "concurrency: { start: 10, least: 10, most: 5 }",
            "concurrency.start: must be between least (10) and most (5), but is 10"
        ),
        ("concurrency: { start: 65 }", "concurrency.start: must be between least (1) and most (64), but is 65"),
        ("limiter: { comeback: all }", "limiter.comeback: is not a number from 0 to 1"),
        ("longestWait: 0s", "longestWait: is not a duration above zero, such as 250ms, 10s, 2m or 1h"),
    ])
    func refusesWhatCannotBeRight(key: String, problem: String) {
        #expect(problems("resilience: { \(key) }") == ["test.yaml:1: resilience.\(problem)"])
    }
}

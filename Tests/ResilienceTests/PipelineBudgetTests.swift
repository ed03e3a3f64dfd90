import Resilience
import SwitchboardCore
import SwitchboardTesting
import Testing

/// The retries that all exchanges of an instance share.
@Suite(.timeLimit(.minutes(1))) struct PipelineBudgetTests {
    @Test func returnsAtOnceWhereTheBudgetIsExhausted() async {
        let bench = Bench([.refusedConnection, .refusedConnection, .refusedConnection]) { policy in
            policy.retryBudget.floor = 1
            policy.breaker.failures = 100
        }
        let failure = await bench.failure()
        #expect(failure?.kind == .network)
        #expect(failure?.message == "refused; the retry budget is exhausted")
        #expect(bench.starts == [.zero, .seconds(1)])
        #expect(bench.events.all == [.retryDenied()])
    }

    @Test func whatIsExhaustedComesBackWithTime() async throws {
        let bench = Bench([.refusedConnection, .refusedConnection, nil, .refusedConnection]) { policy in
            policy.retryBudget.floor = 1
        }
        _ = await bench.failure()
        bench.time.advance(by: .seconds(11))
        try await bench.run()
        try await bench.run()
        #expect(bench.starts.count == 5)
    }

    @Test func firstAttemptsPayForRetries() async throws {
        let bench = Bench(Array(repeating: nil, count: 10) + [.refusedConnection, .refusedConnection]) { policy in
            policy.retryBudget.floor = 0
        }
        for _ in 0..<10 { try await bench.run() }
        try await bench.run()
        #expect(bench.starts.count == 13)
    }

    @Test func retriesThatWaitedForOneInstantAreCountedWhenTheyComeToo() async {
        let hold = Hold { policy in
            policy.retryBudget.floor = 2
            policy.retryBudget.share = 0
            policy.breaker.failures = 100
        }
        var calls: [Task<Failure?, Never>] = []
        for second in [0, 20, 40] {
            let earlier = calls.count
            for index in 0..<(second == 0 ? 2 : 1) { calls.append(hold.begin(earlier + index, seconds: 300)) }
            await hold.waitForAttempts(calls.count)
            hold.release(with: .away(Int64(60 - second)))
            await hold.time.waitForSleepers(calls.count)
            if second < 40 { hold.time.advance(by: .seconds(20)) }
        }
        hold.time.advance(by: .seconds(20))
        await hold.waitForAttempts(6)
        hold.release()
        let failures = await [calls[0].value, calls[1].value, calls[2].value, calls[3].value].compactMap(\.self)
        #expect(hold.begun == 6, "two of four are sent")
        #expect(
            failures.map(\.message)
                == Array(repeating: "away; not tried again: the retry budget is exhausted", count: 2)
        )
    }
}

extension Failure {
    fileprivate static func away(_ seconds: Int64) -> Failure {
        Failure(.providerUnavailable, effect: .none, "away", retryAfter: .seconds(seconds))
    }
}

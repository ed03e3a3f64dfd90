import Resilience
import SwitchboardCore
import SwitchboardTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct PipelineTroubleTests {
    @Test func refusesWithoutSendingWhileTheBreakerIsOpen() async throws {
        let bench = Bench(Array(repeating: .lostAnswer, count: 5))
        for _ in 0..<5 { _ = await bench.failure() }
        #expect(bench.pipeline.breaker.status == .open)
        bench.time.advance(by: .seconds(10))
        let failure = await bench.failure()
        #expect(failure?.kind == .circuitOpen)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.retryAfter == .seconds(50))
        #expect(bench.starts.count == 5)
    }

    @Test func probesAfterAMinute() async throws {
        let bench = Bench(Array(repeating: .lostAnswer, count: 6))
        for _ in 0..<5 { _ = await bench.failure() }
        bench.time.advance(by: .seconds(60))
        #expect(await bench.failure() == .lostAnswer)
        #expect(bench.pipeline.breaker.status == .open)
        bench.time.advance(by: .seconds(60))
        try await bench.run()
        #expect(bench.pipeline.breaker.status == .closed)
    }

    @Test func returnsTheLastRealFailureWhereTheBreakerOpensAmidRetries() async {
        let bench = Bench(Array(repeating: .refusedConnection, count: 9)) { $0.breaker.failures = 2 }
        let failure = await bench.failure()
        #expect(failure?.kind == .network)
        #expect(failure?.message == "refused; the circuit breaker has opened")
        #expect(bench.starts.count == 2)
        #expect(bench.time.elapsed == .seconds(1))
    }

    @Test func returnsTheLastRealFailureWhereAnotherOpensTheBreakerMeanwhile() async throws {
        let bench = Bench([.limited(20)], jumps: false) { $0.breaker.failures = 1 }
        async let waiting = bench.failure()
        await bench.time.waitForSleepers(1)
        let permit = try bench.pipeline.breaker.admit()
        bench.pipeline.breaker.report(.failure, on: permit)
        bench.time.advance(by: .seconds(20))
        let failure = await waiting
        #expect(failure?.kind == .rateLimited)
        #expect(failure?.message == "limited; not tried again: Circuit breaker is open - Plain API unavailable")
        #expect(bench.starts.count == 1)
    }

    @Test(arguments: [Failure.limited(nil), .declined, Failure(.cancelled, effect: .unknown, "cancelled")])
    func staysClosedForNeutralResultsAndRefusals(failure: Failure) async {
        let bench = Bench(Array(repeating: failure, count: 40))
        for _ in 0..<10 { _ = await bench.failure() }
        #expect(bench.pipeline.breaker.status == .closed)
    }

    @Test func givesTheProbesPermitBackAfterANeutralResult() async throws {
        let cancelled = Failure(.cancelled, effect: .unknown, "cancelled")
        let bench = Bench(Array(repeating: .lostAnswer, count: 5) + [cancelled])
        for _ in 0..<5 { _ = await bench.failure() }
        bench.time.advance(by: .seconds(60))
        #expect(await bench.failure() == cancelled)
        #expect(bench.pipeline.breaker.status == .halfOpen)
        try await bench.run()
        #expect(bench.pipeline.breaker.status == .closed)
    }

    @Test func pausesTheWholeInstanceAfterA429() async throws {
        let bench = Bench([.limited(30)], jumps: false)
        async let first: String = bench.run()
        await bench.time.waitForSleepers(1)
        async let second: String = bench.run()
        await bench.time.waitForSleepers(2)
        bench.time.advance(by: .seconds(29))
        #expect(bench.starts == [.zero])
        bench.time.advance(by: .seconds(1))
        await bench.time.waitForSleepers(1)
        bench.time.advance(by: .seconds(1))
        _ = try await (first, second)
        #expect(bench.starts.count == 3)
        #expect(bench.starts.dropFirst().allSatisfy { $0 >= .seconds(30) })
    }

    @Test func honoursAPauseThatBeginsWhileItWaits() async throws {
        // The first is told to slow down while the second waits for its place.
        let bench = Bench(jumps: false, rate: RateLimit(1, per: .seconds(10), burst: 1))
        let (told, tell) = AsyncStream.makeStream(of: Void.self)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let limited = Task {
            let exchange = Exchange(
                repeatability: .once,
                deadline: bench.time.now.advanced(by: .seconds(15)),
                attemptTimeout: nil
            )
            _ = try await bench.pipeline.run(exchange) {
                (_: ContinuousClock.Instant, _: Int) async throws(Failure) -> String in
                begin.yield()
                for await _ in told { break }
                throw .limited(30)
            }
        }
        for await _ in begun { break }
        async let waiting: String = bench.run()
        await bench.time.waitForSleepers(1)
        tell.yield()
        _ = await limited.result
        bench.time.advance(by: .seconds(10))
        await bench.time.waitForSleepers(1)
        #expect(bench.starts.isEmpty)
        bench.time.advance(by: .seconds(20))
        _ = try await waiting
        #expect(bench.starts == [.seconds(30)])
        #expect(bench.events.all == [.limiterWaited(.seconds(30))])
    }

    @Test func refusesAPlaceThatComesTooLate() async throws {
        let bench = Bench(rate: RateLimit(1, per: .seconds(70), burst: 1))
        try await bench.run()
        let failure = await bench.failure()
        #expect(failure?.kind == .rateLimited)
        #expect(failure?.retryAfter == .seconds(70))
        #expect(failure?.effect == Failure.Effect.none)
        let hurried = await bench.failure(seconds: 5)
        #expect(hurried?.kind == .rateLimited)
        #expect(bench.time.elapsed == .zero)
    }

    @Test(arguments: [
        (Repeatability.keyed, Failure.lostAnswer, Failure.Effect.unknown), (.safe, .lostAnswer, .none),
        (.once, .refusedConnection, .none), (.once, .limited(9), .none),
    ])
    func endsABackoffAtOnceWhenCancelled(
        repeatability: Repeatability,
        first: Failure,
        effect: Failure.Effect
    ) async {
        let bench = Bench([first], jumps: false)
        let task = Task { await bench.failure(repeatability) }
        await bench.time.waitForSleepers(1)
        task.cancel()
        let failure = await task.value
        #expect(failure?.kind == .cancelled)
        #expect(failure?.effect == effect)
        #expect(failure?.message == "cancelled while waiting to try again")
        #expect(bench.starts.count == 1)
    }

    @Test func endsTheWaitForTheLimiterAtOnceWhenCancelled() async throws {
        let bench = Bench(jumps: false, rate: RateLimit(1, per: .seconds(10), burst: 1))
        try await bench.run()
        let task = Task { await bench.failure() }
        await bench.time.waitForSleepers(1)
        task.cancel()
        #expect(await task.value == .cancelledBeforeSending)
        #expect(bench.starts.count == 1)
    }

    @Test func keepsAnUnknownFateWhenCancelledAtTheLimiterBeforeARetry() async {
        let bench = Bench([.lostAnswer], jumps: false, rate: RateLimit(1, per: .seconds(10), burst: 1))
        let task = Task { await bench.failure(.keyed) }
        await bench.time.waitForSleepers(1)
        bench.time.advance(by: .seconds(1))
        await bench.time.waitForSleepers(1)
        task.cancel()
        let failure = await task.value
        #expect(failure?.kind == .cancelled)
        #expect(failure?.effect == .unknown)
        #expect(bench.starts.count == 1)
    }

    @Test func sendsNothingForATaskThatIsCancelledAlready() async {
        let bench = Bench()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await bench.failure()
        }
        #expect(await task.value == .cancelledBeforeSending)
        #expect(bench.starts.isEmpty)
    }
}

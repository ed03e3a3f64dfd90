import Resilience
import SwitchboardCore
import SwitchboardTesting
import Testing

/// Waiting for the turn.
@Suite(.timeLimit(.minutes(1))) struct PipelineConcurrencyTests {
    @Test func noMoreThanTheLimitAreUnderWayAndTheOthersFollowInTheirOrder() async {
        let hold = Hold {
            $0.concurrency.start = 3
            $0.breaker.failures = 100
        }
        var calls: [Task<Failure?, Never>] = []
        for name in 0..<12 {
            calls.append(hold.begin(name))
            if name < 3 { await hold.waitForAttempts(name + 1) } else { await hold.waitForLine(name - 2) }
        }
        #expect(hold.begun == 3)
        for done in 1...12 {
            hold.release(1, with: .lostAnswer)
            await hold.waitForAttempts(min(12, 3 + done))
        }
        for call in calls { #expect(await call.value == .lostAnswer) }
        #expect(hold.order == Array(0..<12))
        #expect(hold.most == 3)
        #expect(hold.pipeline.snapshot().concurrency == .init(limit: 3, inUse: 0, waiting: 0))
    }

    @Test func saysHowLongACallHadToWait() async {
        let hold = Hold { $0.concurrency.start = 1 }
        let first = hold.begin()
        await hold.waitForAttempts(1)
        let second = hold.begin()
        await hold.time.waitForSleepers(1)
        await hold.waitForLine(1)
        hold.time.advance(by: .seconds(7))
        hold.release()
        await hold.waitForAttempts(2)
        hold.release()
        _ = await (first.value, second.value)
        #expect(hold.events.all == [.turnWaited(.seconds(7))])
    }

    @Test func aFullLineRefusesAtOnce() async {
        let hold = Hold {
            $0.concurrency.start = 1
            $0.concurrency.queue = 1
        }
        let first = hold.begin()
        await hold.waitForAttempts(1)
        let second = hold.begin()
        await hold.waitForLine(1)
        let refused = await hold.begin().value
        #expect(refused?.kind == .rateLimited)
        #expect(refused?.effect == Failure.Effect.none)
        #expect(refused?.message == "too many calls wait for their turn already; nothing was sent")
        #expect(hold.events.all == [.queueFull()])
        hold.release()
        await hold.waitForAttempts(2)
        hold.release()
        _ = await (first.value, second.value)
    }

    @Test(arguments: [
        (30.0, Exchange.Patience.full, 30.0, Failure.Kind.timeout), (120, .full, 60, .rateLimited),
        (120, .short, 2, .rateLimited),
    ])
    func leavesTheLineWhereTheTurnComesTooLate(
        deadline: Double,
        patience: Exchange.Patience,
        wait: Double,
        kind: Failure.Kind
    ) async {
        let hold = Hold { $0.concurrency.start = 1 }
        let first = hold.begin()
        await hold.waitForAttempts(1)
        let second = hold.begin(seconds: deadline, patience: patience)
        await hold.time.waitForSleepers(1)
        await hold.waitForLine(1)
        hold.time.advance(by: .seconds(wait))
        let failure = await second.value
        #expect(failure?.kind == kind)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.message.contains("as many calls as may be were under way") == true)
        #expect(hold.pipeline.snapshot().concurrency == .init(limit: 1, inUse: 1, waiting: 0))
        hold.release()
        #expect(await first.value == nil)
        #expect(hold.begun == 1)
    }

    @Test func aCancelledCallLeavesTheLine() async {
        let hold = Hold { $0.concurrency.start = 1 }
        let first = hold.begin()
        await hold.waitForAttempts(1)
        let calls = [hold.begin(1), hold.begin(2)]
        await hold.waitForLine(2)
        calls[0].cancel()
        #expect(await calls[0].value == .cancelledBeforeSending)
        #expect(hold.pipeline.snapshot().concurrency.waiting == 1)
        hold.release()
        await hold.waitForAttempts(2)
        hold.release()
        #expect(await first.value == nil)
        #expect(await calls[1].value == nil)
    }

    @Test func givesEverySlotBackHoweverCancellationAndTurnsMeet() async {
        for round in 0..<100 {
            let hold = Hold { $0.concurrency.start = 1 }
            let first = hold.begin()
            await hold.waitForAttempts(1)
            let calls = (0..<3).map { hold.begin($0) }
            await hold.waitForLine(3)
            // Both at once: the turn comes to one who is just being cancelled.
            async let released: Void = hold.release()
            calls[round % 3].cancel()
            await released
            while hold.pipeline.snapshot().concurrency.inUse + hold.pipeline.snapshot().concurrency.waiting > 0 {
                hold.release()
                await Task.yield()
            }
            for call in [first] + calls { _ = await call.value }
            let concurrency = hold.pipeline.snapshot().concurrency
            #expect(concurrency.inUse == 0 && concurrency.waiting == 0)
        }
    }

    @Test func theTurnDoesNotOvertakeAPause() async throws {
        let hold = Hold { $0.concurrency.start = 1 }
        let first = hold.begin()
        await hold.waitForAttempts(1)
        let second = hold.begin()
        await hold.waitForLine(1)
        hold.release(with: .limited(61))
        #expect(await first.value?.kind == .rateLimited)
        let late = await second.value
        #expect(late?.kind == .rateLimited, "the pause is longer than a call may wait")
        #expect(hold.begun == 1)
        #expect(hold.pipeline.snapshot().concurrency.inUse == 0)
    }

    @Test func aBreakerThatOpensMeanwhileRefusesAndTheSlotIsGivenBack() async {
        let hold = Hold {
            $0.concurrency.start = 1
            $0.breaker.failures = 1
        }
        let first = hold.begin()
        await hold.waitForAttempts(1)
        let second = hold.begin()
        await hold.waitForLine(1)
        hold.release(with: .lostAnswer)
        #expect(await first.value == .lostAnswer)
        #expect(await second.value?.kind == .circuitOpen)
        #expect(hold.pipeline.snapshot().concurrency.inUse == 0)
    }

    @Test func startsSlowlyOnceTheBreakerHasClosed() async throws {
        let bench = Bench([.inTrouble], jumps: false) { policy in
            policy.breaker.failures = 1
            policy.retry.retries = 0
        }
        _ = await bench.failure()
        #expect(bench.pipeline.snapshot().concurrency.limit == 7)
        bench.time.advance(by: .seconds(60))
        try await bench.run()
        #expect(
            bench.pipeline.snapshot().concurrency.limit == 2,
            "the probe's success counts as the first of the new start"
        )
    }

    @Test(arguments: [Failure.limited(nil), .timedOut, .overloaded])
    func allowsFewerAtOnceWhereItIsTooMuch(failure: Failure) async {
        let bench = Bench([failure, failure]) { policy in policy.retry.retries = 0 }
        _ = await bench.failure()
        #expect(bench.pipeline.snapshot().concurrency.limit == 7)
        _ = await bench.failure()
        #expect(bench.pipeline.snapshot().concurrency.limit == 6)
    }
}

extension Failure {
    fileprivate static let timedOut = Failure(.timeout, effect: .unknown, "late")
    fileprivate static let overloaded = Failure(.providerUnavailable, effect: .none, "overloaded")
}

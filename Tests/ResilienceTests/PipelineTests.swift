import Resilience
import SwitchboardCore
import SwitchboardTesting
import Testing

@Suite struct PipelineTests {
    @Test func returnsAFirstSuccessAtOnce() async throws {
        let bench = Bench()
        #expect(try await bench.run() == "done")
        #expect(bench.starts == [.zero])
        #expect(bench.deadlines == [.seconds(10)])
    }

    @Test func retriesAfterOneTwoAndFourSeconds() async {
        let bench = Bench(Array(repeating: .refusedConnection, count: 9))
        let failure = await bench.failure()
        #expect(failure == .refusedConnection)
        #expect(bench.starts == [.zero, .seconds(1), .seconds(3), .seconds(7)])
    }

    @Test(arguments: [3, 17, 60] as [Int64])
    func honoursRetryAfterExactly(seconds: Int64) async throws {
        let bench = Bench([.limited(seconds)])
        try await bench.run()
        #expect(bench.starts == [.zero, .seconds(seconds)])
    }

    @Test func returnsALongRetryAfterToTheCaller() async {
        let bench = Bench([.limited(61)])
        let failure = await bench.failure()
        #expect(failure?.kind == .rateLimited)
        #expect(failure?.retryAfter == .seconds(61))
        #expect(bench.time.elapsed == .zero)
    }

    @Test(arguments: [Failure.lostAnswer, .inTrouble, Failure(.timeout, effect: .unknown, "late")])
    func sendsOnceOnlyOnceAfterUnknown(failure: Failure) async {
        let bench = Bench([failure])
        #expect(await bench.failure(.once) == failure)
        #expect(bench.starts.count == 1)
    }

    @Test func sendsOnceAgainWhereTheCallerTakesTheRisk() async throws {
        let bench = Bench([.lostAnswer])
        #expect(try await bench.run(.once, resends: true) == "done")
        #expect(bench.starts.count == 2)
    }

    @Test(arguments: [Repeatability.safe, .idempotent, .keyed])
    func repeatsWhatMayBeRepeated(repeatability: Repeatability) async throws {
        let bench = Bench([.lostAnswer, .inTrouble])
        #expect(try await bench.run(repeatability) == "done")
        #expect(bench.starts.count == 3)
    }

    @Test func stopsOnceAfterUnknownThatFollowsNothing() async {
        let bench = Bench([.refusedConnection, .lostAnswer])
        #expect(await bench.failure(.once) == .lostAnswer)
        #expect(bench.starts.count == 2)
    }

    @Test func endsWithTheStrongestEffectOfAllAttempts() async {
        let bench = Bench([.lostAnswer, .refusedConnection, .declined])
        let failure = await bench.failure(.idempotent)
        #expect(failure?.kind == .rejected)
        #expect(failure?.effect == .unknown)
        let read = Bench([.lostAnswer, .declined])
        #expect(await read.failure(.safe)?.effect == Failure.Effect.none)
    }

    @Test func boundsAnAttemptByTheDeadline() async throws {
        let bench = Bench()
        try await bench.run(seconds: 4)
        try await bench.run(seconds: 300, attemptTimeout: nil)
        #expect(bench.deadlines == [.seconds(4), .seconds(300)])
    }

    @Test func beginsNothingAfterTheDeadline() async {
        let bench = Bench([.refusedConnection])
        #expect(await bench.failure(seconds: 0)?.kind == .timeout)
        #expect(await bench.failure(seconds: 0)?.effect == Failure.Effect.none)
        #expect(bench.starts.isEmpty && bench.reports.isEmpty)
        let late = await bench.failure(seconds: 2, taking: .milliseconds(1500))
        #expect(late?.message == "refused; a retry would begin after the deadline")
        #expect(bench.time.elapsed == .milliseconds(1500))
    }

    @Test func reportsEveryAttemptHonestly() async throws {
        let bench = Bench([.lostAnswer, .limited(5)])
        try await bench.run(.keyed, taking: .milliseconds(300))
        let reports = bench.reports
        #expect(reports.map(\.number) == [1, 2, 3])
        #expect(bench.numbers == [1, 2, 3])
        #expect(reports.map(\.waited) == [.zero, .seconds(1), .seconds(5)])
        #expect(reports.map(\.duration) == Array(repeating: .milliseconds(300), count: 3))
        let failures = reports.map { report -> Failure? in
            if case .failure(let failure) = report.result { failure } else { nil }
        }
        #expect(failures == [.lostAnswer, .limited(5), nil])
        #expect(reports[0].began.duration(to: reports[2].began) == .milliseconds(6600))
    }

    @Test func countsTheWaitForTheRateLimiterInTheReport() async throws {
        let bench = Bench(rate: RateLimit(1, per: .seconds(2), burst: 1))
        try await bench.run()
        try await bench.run()
        #expect(bench.reports.map(\.waited) == [.zero, .seconds(2)])
        #expect(bench.reports.map(\.number) == [1, 1])
    }

    @Test func givesUpSoonWhereAnotherStandsReady() async {
        let bench = Bench(Array(repeating: .refusedConnection, count: 4))
        #expect(await bench.failure(patience: .short) == .refusedConnection)
        #expect(bench.starts.count == 2)
    }

    @Test func waitsForTheRateLimiterOnlyBrieflyWhereAnotherStandsReady() async throws {
        let bench = Bench(rate: RateLimit(1, per: .seconds(5), burst: 1))
        try await bench.run()
        let failure = await bench.failure(patience: .short)
        #expect(failure?.kind == .rateLimited)
        #expect(failure?.retryAfter == .seconds(5))
        #expect(bench.time.elapsed == .zero)
        try await bench.run()
        #expect(bench.time.elapsed == .seconds(5))
    }
}

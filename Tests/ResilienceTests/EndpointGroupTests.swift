import Resilience
import SwitchboardCore
import SwitchboardTesting
import Testing

/// Groups of endpoints that fail, and are called, apart from each other.
@Suite(.timeLimit(.minutes(1))) struct EndpointGroupTests {
    private func bench(_ answers: [Failure?] = [], searchRate: RateLimit? = nil, jumps: Bool = true) -> Bench {
        Bench(answers, jumps: jumps, rate: RateLimit(10, per: .seconds(1), burst: 1)) { policy in
            policy.groups = [.init("tickets"), .init("search", rate: searchRate.map { GCRA.Rate($0) })]
            policy.breaker.failures = 2
            policy.retry.retries = 0
        }
    }

    @Test func aBrokenSearchDoesNotStopTickets() async throws {
        let bench = bench([.inTrouble, .inTrouble])
        for _ in 0..<2 { _ = await bench.failure(group: 1) }
        let refused = await bench.failure(group: 1)
        #expect(refused?.kind == .circuitOpen)
        #expect(refused?.message == "Circuit breaker is open - Plain search API unavailable")
        try await bench.run(group: 0)
        #expect(bench.events.all.contains(.breakerMoved(from: .closed, to: .open, in: "search")))
        let groups = bench.pipeline.snapshot().groups
        #expect(groups.map(\.name) == ["tickets", "search"])
        #expect(groups[0].breaker.position == .closed)
        #expect(groups[1].breaker.failures == 2)
    }

    @Test func anOperatorForcesTheWholeInstance() async throws {
        let bench = bench()
        bench.pipeline.force(.open(reason: "by ada: drill"))
        for group in 0...1 { #expect(await bench.failure(group: group)?.kind == .circuitOpen) }
        bench.pipeline.force(nil)
        for group in 0...1 { try await bench.run(group: group) }
    }

    @Test func groupsWithoutARateShareTheInstances() async throws {
        let bench = bench()
        for group in [0, 1, 0] { try await bench.run(group: group) }
        #expect(bench.starts == [.zero, .milliseconds(100), .milliseconds(200)])
        #expect(bench.events.all.last == .limiterWaited(.milliseconds(100), in: "tickets"))
    }

    @Test func aGroupWithARateHasALimiterOfItsOwn() async throws {
        let bench = bench(searchRate: RateLimit(1, per: .seconds(5), burst: 1))
        for group in [1, 0, 1] { try await bench.run(group: group) }
        #expect(bench.starts == [.zero, .zero, .seconds(5)])
        bench.pipeline.learn(left: 0, of: 10, group: 1) { .seconds(30) }
        try await bench.run(group: 0)
        try await bench.run(group: 1)
        #expect(bench.starts.suffix(2) == [.seconds(5), .seconds(35)])
    }

    @Test func slotsOfOneGroupAreNotTheOthers() async throws {
        let hold = Hold(jumps: false) { policy in
            policy.groups = [.init("tickets"), .init("search")]
            policy.concurrency.start = 1
        }
        let searching = hold.begin(group: 1)
        await hold.waitForAttempts(1)
        let ticket = hold.begin(group: 0)
        await hold.waitForAttempts(2)
        hold.release()
        #expect(await searching.value == nil)
        #expect(await ticket.value == nil)
    }
}

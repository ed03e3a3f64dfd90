import SwitchboardCore
import Testing

@testable import Resilience

@Suite struct ConcurrencyLimitTests {
    private typealias Slot = ConcurrencyLimit.Slot

    private func limit(_ change: (inout ConcurrencyPolicy) -> Void = { _ in }) -> ConcurrencyLimit {
        var policy = ConcurrencyPolicy()
        change(&policy)
        return ConcurrencyLimit(policy)
    }

    /// Takes as many slots as there are.
    private func fill(_ limit: inout ConcurrencyLimit) -> [Slot] {
        var slots: [Slot] = []
        while limit.inUse < limit.limit, case .slot(let slot) = limit.enter() { slots.append(slot) }
        return slots
    }

    /// Lets rounds of calls pass, each as many as the limit allows, all with one sign.
    private func rounds(_ count: Int, _ limit: inout ConcurrencyLimit, _ load: LoadSign = .bearable) {
        for _ in 0..<count { for slot in fill(&limit) { _ = limit.leave(slot, load) } }
    }

    @Test func startsWithEightAndLetsTheNinthWait() {
        var limit = limit()
        #expect(fill(&limit).count == 8)
        #expect(limit.enter() == .line(1))
        #expect(limit.enter() == .line(2))
        #expect(limit.waiting == 2)
    }

    @Test func handsSlotsOnInTheOrderOfTheLine() {
        var limit = limit { $0.start = 2 }
        let slots = fill(&limit)
        for _ in 0..<4 { _ = limit.enter() }
        limit.abandon(2)
        #expect(limit.leave(slots[0], .unclear) == [1])
        #expect(limit.leave(slots[1], .unclear) == [3])
        #expect(limit.leave(limit.grantedSlot, .unclear) == [4])
        #expect(limit.leave(limit.grantedSlot, .unclear).isEmpty)
        #expect(limit.inUse == 1)
    }

    @Test func whoComesNewGoesBehindTheLine() {
        var limit = limit { $0.start = 1 }
        let slots = fill(&limit)
        #expect(limit.enter() == .line(1))
        #expect(limit.leave(slots[0], .unclear) == [1])
        #expect(limit.enter() == .line(2))
    }

    @Test func refusesWhereTheLineIsFull() {
        var limit = limit { $0.queue = 3 }
        _ = fill(&limit)
        for _ in 0..<3 { _ = limit.enter() }
        #expect(limit.enter() == .full)
        limit.abandon(2)
        #expect(limit.enter() == .line(4))
        limit.abandon(17)
        #expect(limit.waiting == 3)
    }

    @Test func growsByOneARoundUpToSixtyFour() {
        var limit = limit()
        rounds(1, &limit)
        #expect(limit.limit == 9)
        rounds(1, &limit)
        #expect(limit.limit == 10)
        rounds(200, &limit)
        #expect(limit.limit == 64)
    }

    @Test func doesNotGrowWhileItIsHardlyUsed() {
        var limit = limit()
        for _ in 0..<1000 {
            guard case .slot(let slot) = limit.enter() else { return }
            _ = limit.leave(slot, .bearable)
        }
        #expect(limit.limit == 8)
    }

    @Test func shrinksByATenthOnceForAllThatWereUnderWay() {
        var limit = limit { $0.start = 50 }
        let slots = fill(&limit)
        for slot in slots { _ = limit.leave(slot, .tooMuch) }
        #expect(limit.limit == 45)
        rounds(1, &limit, .tooMuch)
        #expect(limit.limit == 40)
        rounds(100, &limit, .tooMuch)
        #expect(limit.limit == 1)
        rounds(1, &limit, .unclear)
        #expect(limit.limit == 1)
    }

    @Test func startsSlowlyAndDoublesEachRound() {
        var limit = limit { $0.start = 16 }
        limit.startSlowly()
        #expect(limit.limit == 1)
        for expected in [2, 4, 8, 16, 17, 18] {
            rounds(1, &limit)
            #expect(abs(limit.limit - expected) <= 1, "\(limit.limit), not about \(expected)")
        }
    }

    @Test func aSlowStartEndsWhereItIsTooMuch() {
        var limit = limit { $0.start = 32 }
        limit.startSlowly()
        rounds(3, &limit)
        let reached = limit.limit
        rounds(1, &limit, .tooMuch)
        let shrunk = limit.limit
        #expect(shrunk < reached)
        rounds(1, &limit)
        #expect(limit.limit == shrunk + 1)
    }

    @Test func whoWasUnderWayBeforeASlowStartShrinksNothing() {
        var limit = limit()
        let slots = fill(&limit)
        limit.startSlowly()
        for slot in slots { _ = limit.leave(slot, .tooMuch) }
        #expect(limit.limit == 1)
        #expect(limit.inUse == 0)
    }

    @Test(
        arguments: [
            (.rateLimited, .none, 429, .tooMuch), (.timeout, .unknown, nil, .tooMuch), (.timeout, .none, nil, .unclear),
            (.providerUnavailable, .none, 503, .tooMuch), (.providerUnavailable, .unknown, 500, .unclear),
            (.providerUnavailable, .unknown, nil, .tooMuch), (.notFound, .refused, 404, .bearable),
            (.network, .unknown, nil, .unclear), (.cancelled, .unknown, nil, .unclear),
        ] as [(Failure.Kind, Failure.Effect, Int?, LoadSign)]
    )
    func readsFailures(kind: Failure.Kind, effect: Failure.Effect, status: Int?, sign: LoadSign) {
        var failure = Failure(kind, effect: effect, "")
        failure.status = status
        #expect(LoadSign(failure) == sign)
    }
}

import Resilience
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

/// The breaker under real threads that collide; its time is virtual.
@Suite struct CircuitBreakerRaceTests {
    @Test(arguments: [2, 3, 4, 8]) func letsOneProbeThroughHoweverManyTry(threads: Int) async {
        let rounds = Threads.races / 4
        let race = ProbeRace(threads: threads, rounds: rounds)
        await race.run()
        #expect(race.faults.isEmpty)
        #expect(race.wins.reduce(0, +) == rounds)
    }

    @Test(arguments: [2, 8]) func hasOneProbeUnderWayWhereNoneTeachesAnything(threads: Int) async {
        let court = Court()
        court.open()
        court.time.advance(by: .seconds(60))
        await Threads.run(threads) { thread in
            for _ in 0..<(Threads.races / threads) {
                guard let permit = try? court.breaker.admit() else { continue }
                let underWay = court.underWay.add(1, ordering: .sequentiallyConsistent).newValue
                if underWay > 1 { court.faults.add(1, ordering: .relaxed) }
                court.probes.add(1, ordering: .relaxed)
                court.underWay.subtract(1, ordering: .sequentiallyConsistent)
                court.breaker.report(.neutral, on: permit)
            }
        }
        #expect(court.faults.load(ordering: .relaxed) == 0)
        #expect(court.probes.load(ordering: .relaxed) > 0)
        #expect(court.breaker.status == .halfOpen)
    }

    @Test(arguments: [2, 8]) func staysAsItIsWhateverLateResultsSay(threads: Int) async throws {
        let court = Court()
        for round in 0..<max(1, Threads.races / 100) {
            let late = try (0..<threads).map { _ in try court.breaker.admit() }
            court.open()
            court.time.advance(by: .seconds(13))
            await Threads.run(threads) { thread in
                for number in 0..<8 {
                    court.breaker.report(
                        Threads.draw(round, thread + number) < 2 ? .success : .failure,
                        on: late[thread]
                    )
                    if (try? court.breaker.admit()) != nil { court.faults.add(1, ordering: .relaxed) }
                }
            }
            let failure = #expect(throws: Failure.self) { try court.breaker.peek() }
            #expect(failure?.retryAfter == .seconds(47))
            court.time.advance(by: .seconds(47))
            court.breaker.report(.success, on: try court.breaker.admit())
        }
        #expect(court.faults.load(ordering: .relaxed) == 0)
    }

    @Test(arguments: [2, 8]) func isSoundAfterEverythingAtOnce(threads: Int) async throws {
        let court = Court()
        await Threads.run(threads) { thread in
            for number in 0..<(Threads.races / threads) {
                if thread == 0, number % 16 == 0 { court.time.advance(by: .seconds(7)) }
                if thread == 1, number % 512 == 0 { court.breaker.force(.open(reason: "a drill")) }
                if thread == 1, number % 512 == 9 { court.breaker.force(nil) }
                guard let permit = try? court.breaker.admit() else { continue }
                let verdicts: [BreakerVerdict] = [.failure, .failure, .neutral, .success]
                court.breaker.report(verdicts[Threads.draw(number, thread)], on: permit)
            }
        }
        court.breaker.force(nil)
        court.time.advance(by: .seconds(600))
        let permit = try court.breaker.admit()
        court.breaker.report(.success, on: permit)
        #expect(court.breaker.status == .closed)
        #expect(court.breaker.snapshot().failures < 5)
        // It began closed and ends closed: whatever it moved into it has moved out of.
        for status in [CircuitBreaker.Status.closed, .open, .halfOpen] {
            let (into, outOf) = court.moves(of: status)
            #expect(into == outOf)
        }
        #expect(court.moves(of: .halfOpen).into > 0)
    }
}

/// A breaker in virtual time and what threads count beside it.
private final class Court: Sendable {
    let time = ManualTime()
    let breaker: CircuitBreaker
    let underWay = Atomic(0)
    let probes = Atomic(0)
    let faults = Atomic(0)
    private let events: EventLog

    init() {
        let events = EventLog()
        self.events = events
        breaker = CircuitBreaker(service: "Plain", time: time.source, observe: events.append)
    }

    /// Fails until the breaker has opened.
    func open() {
        while let permit = try? breaker.admit() { breaker.report(.failure, on: permit) }
    }

    /// How often the breaker moved into a state and out of it.
    func moves(of status: CircuitBreaker.Status) -> (into: Int, outOf: Int) {
        var (into, outOf) = (0, 0)
        for case .breakerMoved(let from, let to, _) in events.all {
            if to == status { into += 1 }
            if from == status { outOf += 1 }
        }
        return (into, outOf)
    }
}

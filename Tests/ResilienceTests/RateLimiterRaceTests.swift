import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

@testable import Resilience

/// The limiter under real threads that book at once; its time is virtual.
@Suite struct RateLimiterRaceTests {
    private static let interval = Duration.milliseconds(10)
    private static let burst = 5

    private let time = ManualTime()
    private let limiter: RateLimiter

    init() {
        let rate = RateLimit(100, per: .seconds(1), burst: Self.burst)
        limiter = RateLimiter(rate: GCRA.Rate(rate), quota: QuotaPolicy(), time: time.source)
    }

    /// When the places come that threads book, in order, in nanoseconds from the beginning.
    private func book(
        threads: Int,
        each count: Int,
        before: @escaping @Sendable (_ thread: Int, _ number: Int) -> Void = { _, _ in }
    ) async -> [Int64] {
        let began = time.now
        let places = Places()
        let barrier = Barrier(threads)
        await Threads.run(threads) { [limiter, time] thread in
            var own: [Int64] = []
            for number in 0..<count {
                barrier.wait {}
                before(thread, number)
                let now = time.now
                guard let begin = try? limiter.reserve(at: now, latest: now.advanced(by: .seconds(86_400))) else {
                    break
                }
                own.append(began.duration(to: begin).nanoseconds)
            }
            places.add(own)
        }
        return places.all.sorted()
    }

    @Test(arguments: [2, 4, 8]) func givesEachPlaceToOne(threads: Int) async {
        let count = Threads.races / threads / 4
        let places = await book(threads: threads, each: count)
        let expected = (0..<(threads * count)).map { Int64(max(0, $0 + 1 - Self.burst)) * Self.interval.nanoseconds }
        #expect(places == expected)
    }

    @Test(arguments: [2, 4, 8]) func staysWithinTheRateOverAnyTimeWhateverTheOrder(threads: Int) async {
        let count = Threads.races / threads / 4
        let places = await book(threads: threads, each: count) { [time, limiter] thread, number in
            if thread == 0 { time.advance(by: .milliseconds(Threads.draw(number) * 35)) }
            if thread == 1, number % 200 == 0 { limiter.learn(from: .limited(1)) }
        }
        #expect(places.count == threads * count)
        // Of any n + burst places the last comes n intervals after the first, or later.
        var latest = Int64.min
        let slack = Int64(Self.burst - 1) * Self.interval.nanoseconds
        let early = places.enumerated()
            .filter { index, place in
                let lead = place - Int64(index) * Self.interval.nanoseconds
                defer { latest = max(latest, lead) }
                return latest > .min && lead < latest - slack
            }
        #expect(early.isEmpty)
    }
}

private final class Places: Sendable {
    private let places = Mutex<[Int64]>([])

    var all: [Int64] { places.withLock(\.self) }

    func add(_ more: [Int64]) { places.withLock { $0 += more } }
}

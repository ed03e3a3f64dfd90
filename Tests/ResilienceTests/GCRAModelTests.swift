import SwitchboardCore
import Testing

@testable import Resilience

/// The rate limiter against a list of all calls, pauses and words about the far side's limit.
struct GCRAModelTests {
    private enum Command {
        case pass(milliseconds: Int64)
        case reserve(patience: Int64)
        case pause(milliseconds: Int64)
        case slowDown(milliseconds: Int64)
        case spread(left: Int64, milliseconds: Int64)
    }

    /// Remembers everything; times in nanoseconds.
    private struct Model {
        static let interval: Int64 = 100_000_000
        static let burst: Int64 = 3

        /// Before which time on schedule the next call may not come, and by how much each later one moves that.
        private struct Entry {
            var base: Int64
            var step: Int64
        }

        private var entries: [Entry] = []
        private var pauses: [Int64] = []
        private var slowdown: Int64?
        private var spread: (interval: Int64, end: Int64)?

        private var ahead: Int64 { Self.interval * (Self.burst - 1) }

        func begin(_ now: Int64) -> Int64 {
            let earliest = max(now, pauses.max() ?? now)
            let schedules = entries.indices.map { entries[$0].base + entries[$0...].reduce(0) { $0 + $1.step } }
            return max(earliest, (schedules.max() ?? earliest) - ahead)
        }

        mutating func reserve(_ now: Int64, _ latest: Int64) -> Int64? {
            let begin = begin(now)
            guard begin <= latest else { return nil }
            var (base, step) = (begin, Self.interval)
            if let slowdown {
                let share = min(1000, 700 + max(0, begin - slowdown) / 1_000_000 * 50 / 1000)
                step = Int64(Int128(Self.interval) * 1000 / Int128(share))
                if share == 1000 { self.slowdown = nil }
            }
            if let spread, begin < spread.end {
                base = begin + ahead
                step = max(step, min(spread.interval, spread.end - begin))
            } else {
                spread = nil
            }
            entries.append(Entry(base: base, step: step))
            return begin
        }

        mutating func pause(_ end: Int64) {
            pauses.append(end)
            entries.append(Entry(base: end + ahead, step: 0))
        }

        mutating func slowDown(_ end: Int64) {
            pause(end)
            slowdown = pauses.max()
        }

        mutating func spread(_ left: Int64, _ end: Int64, _ now: Int64) {
            guard end > now else { return }
            guard left > 0 else { return pause(end) }
            spread = ((end - now + left - 1) / left, end)
            entries.append(Entry(base: now + ahead, step: 0))
        }
    }

    private func problem(_ commands: [Command]) -> String? {
        let start = ContinuousClock.now
        let at = { (nanoseconds: Int64) in start.advanced(by: .nanoseconds(nanoseconds)) }
        var (limiter, model) = (GCRA(GCRA.Rate(RateLimit(10, per: .seconds(1), burst: 3))), Model())
        var now: Int64 = 0
        for command in commands {
            let later = { (milliseconds: Int64) in now + milliseconds * 1_000_000 }
            switch command {
            case .pass(let milliseconds): now = later(milliseconds)
            case .reserve(let patience):
                let latest = later(patience)
                let decision = limiter.reserve(at: at(now), latest: at(latest))
                let earliest = model.begin(now)
                let expected: GCRA.Decision =
                    model.reserve(now, latest).map { .begin(at: at($0)) } ?? .tooLate(at(earliest))
                if decision != expected { return "at \(now): \(decision), not \(expected)" }
            case .pause(let milliseconds):
                limiter.pause(until: at(later(milliseconds)))
                model.pause(later(milliseconds))
            case .slowDown(let milliseconds):
                limiter.slowDown(until: at(later(milliseconds)))
                model.slowDown(later(milliseconds))
            case .spread(let left, let milliseconds):
                limiter.spread(left, until: at(later(milliseconds)), at: at(now))
                model.spread(left, later(milliseconds), now)
            }
            let (next, expected) = (limiter.snapshot(at: at(now)).nextPlace, model.begin(now))
            if (next ?? at(now)) != at(expected) { return "at \(now): the next place" }
        }
        return nil
    }

    @Test func doesWhatAListOfAllCallsDoes() {
        let check = ModelCheck<Command>(
            draw: { numbers in
                switch Int.random(in: 0..<16, using: &numbers) {
                case 0...3: .pass(milliseconds: .random(in: 0...400, using: &numbers))
                case 4: .pass(milliseconds: .random(in: 0...8000, using: &numbers))
                case 5...12: .reserve(patience: [0, 150, 60_000].randomElement(using: &numbers) ?? 0)
                case 13: .pause(milliseconds: .random(in: -500...2000, using: &numbers))
                case 14: .slowDown(milliseconds: .random(in: 0...2000, using: &numbers))
                default:
                    .spread(
                        left: .random(in: 0...4, using: &numbers),
                        milliseconds: .random(in: -50...4000, using: &numbers)
                    )
                }
            },
            problem: problem
        )
        check.expectNone()
    }
}

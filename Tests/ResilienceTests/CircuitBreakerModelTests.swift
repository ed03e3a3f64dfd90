import SwitchboardCore
import Testing

@testable import Resilience

/// The breaker against a list of every result since it last closed.
struct CircuitBreakerModelTests {
    private enum Command {
        case pass(milliseconds: Int)
        case admit(attemptWithin: Int)
        case report(Int, BreakerVerdict)
        case force(CircuitBreaker.Force?)
        case look
    }

    /// Keeps everything, in milliseconds, and works out the rest anew each time.
    private struct Model {
        enum Position: Equatable {
            case closed
            case open(since: Int)
            case probing(until: Int)
            case idle
            case forced(CircuitBreaker.Force)
        }

        var position = Position.closed
        /// Every result since it closed, with its time.
        var results: [(at: Int, isFailure: Bool)] = []
        /// How often it has moved: a permit of before is void.
        var moves = 0

        /// A probe that is silent past its lease has failed then.
        func present(_ now: Int) -> Position {
            if case .probing(let end) = position, now >= end { .open(since: end) } else { position }
        }

        func isRefused(_ now: Int) -> Bool {
            switch present(now) {
            case .closed, .idle, .forced(.closed): false
            case .probing, .forced(.open): true
            case .open(let since): now < since + 60_000
            }
        }

        mutating func move(_ position: Position) { (self.position, moves) = (position, moves + 1) }

        mutating func admit(_ now: Int, _ limit: Int) -> Int? {
            if present(now) != position { move(present(now)) }
            guard !isRefused(now) else { return nil }
            switch position {
            case .open, .idle: move(.probing(until: now + max(15_000, limit + 5000)))
            default: break
            }
            return moves
        }

        mutating func report(_ verdict: BreakerVerdict, _ permit: Int, _ now: Int) {
            guard permit == moves else { return }
            if present(now) != position { return move(present(now)) }
            switch (position, verdict) {
            case (.probing, .success):
                results = []
                move(.closed)
            case (.probing, .failure): move(.open(since: now))
            case (.probing, .neutral): move(.idle)
            case (.closed, .success), (.closed, .failure):
                results.append((now, verdict == .failure))
                if verdict == .failure, opens(now) { move(.open(since: now)) }
            default: break
            }
        }

        func opens(_ now: Int) -> Bool {
            if results.count >= 5, results.suffix(5).allSatisfy(\.isFailure) { return true }
            let failures = results.indices.filter { results[$0].isFailure }
            guard failures.count >= 5 else { return false }
            let first = failures[failures.count - 5]
            return now - results[first].at <= 60_000 && 2 * 5 >= results.count - first
        }
    }

    private func problem(_ commands: [Command]) -> String? {
        let start = ContinuousClock.now
        var (state, model, now) = (CircuitBreaker.State(policy: BreakerPolicy()), Model(), 0)
        var permits: [(real: UInt64, model: Int)] = []
        for command in commands {
            let instant = start.advanced(by: .milliseconds(now))
            switch command {
            case .pass(let milliseconds): now += milliseconds
            case .admit(let limit):
                let real = state.admit(at: instant, attemptWithin: .milliseconds(limit))
                let expected = model.admit(now, limit)
                if (real == nil) != (expected == nil) { return "at \(now): admitted \(real != nil)" }
                if let real, let expected { permits.append((real, expected)) }
            case .report(let number, let verdict):
                guard !permits.isEmpty else { continue }
                let permit = permits.remove(at: number % permits.count)
                state.report(verdict, generation: permit.real, at: instant)
                model.report(verdict, permit.model, now)
            case .force(let force):
                guard force != state.force else { continue }
                state.force(force)
                model.results = []
                model.move(force.map(Model.Position.forced) ?? .closed)
            case .look: break
            }
            let later = start.advanced(by: .milliseconds(now))
            if (state.refusal(at: later) != nil) != model.isRefused(now) {
                return "at \(now): \(state.position) refuses \(state.refusal(at: later) != nil)"
            }
            let isClosed = [.closed, .forced(.closed)].contains(model.present(now))
            if (state.closedGeneration != nil) != isClosed { return "at \(now): \(state.position)" }
            if state.quietMark != 0, !isClosed { return "at \(now): quiet although \(state.position)" }
        }
        return nil
    }

    @Test func doesWhatAListOfAllResultsDoes() {
        let check = ModelCheck<Command>(
            seeds: 0..<3000,
            length: 1...80,
            draw: { numbers in
                switch Int.random(in: 0..<30, using: &numbers) {
                case 0...2: .pass(milliseconds: .random(in: 0...20_000, using: &numbers))
                case 3: .pass(milliseconds: 60_000)
                case 4...13: .admit(attemptWithin: [0, 10_000, 30_000].randomElement(using: &numbers) ?? 0)
                case 14...21: .report(.random(in: 0..<100, using: &numbers), .failure)
                case 22...25: .report(.random(in: 0..<100, using: &numbers), .success)
                case 26...27: .report(.random(in: 0..<100, using: &numbers), .neutral)
                case 28: .look
                default: .force([nil, .closed, .open(reason: "drill")].randomElement(using: &numbers) ?? nil)
                }
            },
            problem: problem
        )
        check.expectNone()
    }
}

import Testing

@testable import Resilience

/// The concurrency limit against a list of who came, who went and who shrank it.
struct ConcurrencyLimitModelTests {
    private enum Command {
        case enter
        case leave(Int, LoadSign)
        case abandon(Int)
        case startSlowly
    }

    /// Remembers everything and works out the rest anew each time.
    private struct Model {
        var policy: ConcurrencyPolicy
        /// Who holds a slot, and how many changes of the limit downwards there had been when they got it.
        var holders: [Int] = []
        var line: [ConcurrencyLimit.Ticket] = []
        var comers: ConcurrencyLimit.Ticket = 0
        var limit: Int
        var falls = 0
        var successes = 0
        /// How many held a slot at each moment since the limit last changed.
        var uses = [0]
        var slowUpTo = 0

        mutating func enter() -> String {
            if line.isEmpty, holders.count < limit {
                holders.append(falls)
                uses.append(holders.count)
                return "slot"
            }
            if line.count == policy.queue { return "full" }
            comers += 1
            line.append(comers)
            return "line \(comers)"
        }

        mutating func leave(_ index: Int, _ load: LoadSign) -> [ConcurrencyLimit.Ticket] {
            let fallsThen = holders[index]
            if load == .bearable, limit < policy.maximum, uses.contains(where: { $0 * 2 > limit }) {
                successes += 1
                if limit < slowUpTo {
                    (limit, successes) = (limit + 1, 0)
                } else if successes >= limit {
                    set(limit + 1)
                }
            }
            if load == .tooMuch, falls == fallsThen {
                set(max(policy.minimum, limit * 9 / 10))
                (slowUpTo, falls) = (0, falls + 1)
            }
            holders.remove(at: index)
            var called: [ConcurrencyLimit.Ticket] = []
            while holders.count < limit, !line.isEmpty {
                called.append(line.removeFirst())
                holders.append(falls)
                uses.append(holders.count)
            }
            return called
        }

        mutating func startSlowly() {
            slowUpTo = max(limit, slowUpTo, policy.start)
            set(policy.minimum)
            falls += 1
        }

        mutating func set(_ limit: Int) { (self.limit, successes, uses) = (limit, 0, [holders.count]) }
    }

    private func problem(_ commands: [Command]) -> String? {
        var policy = ConcurrencyPolicy()
        (policy.start, policy.maximum, policy.queue) = (4, 7, 5)
        var (limit, model) = (ConcurrencyLimit(policy), Model(policy: policy, limit: policy.start))
        var slots: [ConcurrencyLimit.Slot] = []
        for command in commands {
            switch command {
            case .enter:
                let entry = limit.enter()
                if case .slot(let slot) = entry { slots.append(slot) }
                let told =
                    switch entry {
                    case .slot: "slot"
                    case .full: "full"
                    case .line(let ticket): "line \(ticket)"
                    }
                let expected = model.enter()
                if told != expected { return "enter: \(told), not \(expected)" }
            case .leave(let number, let load):
                guard !slots.isEmpty else { continue }
                let index = number % slots.count
                let called = limit.leave(slots.remove(at: index), load)
                let expected = model.leave(index, load)
                slots += called.map { _ in limit.grantedSlot }
                if called != expected { return "called \(called), not \(expected)" }
            case .abandon(let number):
                guard !model.line.isEmpty else { continue }
                limit.abandon(model.line.remove(at: number % model.line.count))
            case .startSlowly:
                limit.startSlowly()
                model.startSlowly()
            }
            let state = (limit.limit, limit.inUse, limit.waiting)
            let expected = (model.limit, model.holders.count, model.line.count)
            if state != expected { return "limit, in use, waiting: \(state), not \(expected)" }
            if limit.waiting > 0, limit.inUse < limit.limit { return "somebody waits for a free slot" }
        }
        return nil
    }

    @Test func doesWhatAListOfEverybodyDoes() {
        let check = ModelCheck<Command>(
            seeds: 0..<3000,
            length: 1...60,
            draw: { numbers in
                switch Int.random(in: 0..<20, using: &numbers) {
                case 0...8: .enter
                case 9...13: .leave(.random(in: 0..<50, using: &numbers), .bearable)
                case 14...15: .leave(.random(in: 0..<50, using: &numbers), .tooMuch)
                case 16: .leave(.random(in: 0..<50, using: &numbers), .unclear)
                case 17...18: .abandon(.random(in: 0..<50, using: &numbers))
                default: .startSlowly
                }
            },
            problem: problem
        )
        check.expectNone()
    }
}

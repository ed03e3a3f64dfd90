import Resilience
import Switchboard
import SwitchboardCore

extension Scenario {
    mutating func drawWorld(_ generator: inout SeededGenerator) {
        drift = generator.happens(inPercent: 40) ? generator.pick([50, 1000]) : 0
        overruns = generator.happens(inPercent: 15)
        harsh = generator.happens(inPercent: 20)
        let tight = generator.happens(inPercent: 25)
        for name in Self.instances {
            let count = tight ? 1 + generator.below(4) : 20 + generator.below(80)
            rates[name] = RateLimit(count, per: .seconds(1), burst: 1 + generator.below(tight ? 3 : 12))
        }
    }

    mutating func drawCallers(_ generator: inout SeededGenerator) {
        var number = 0
        let count = 2 + generator.below(5)
        let total = 8 + generator.below(15)
        callers = Array(repeating: [], count: count)
        for _ in 0..<total {
            callers[generator.below(count)].append(.drawn(number, &generator))
            number += 1
        }
    }

    mutating func drawSpells(_ generator: inout SeededGenerator) {
        for instance in Self.instances {
            var from = Duration.zero
            for _ in 0..<generator.below(5) {
                let to = from + generator.between(200, generator.pick([3000, 15_000, 60_000]))
                let weather = generator.pick(Weather.allCases)
                spells.append(Spell(instance: instance, from: from, to: to, weather: weather))
                from = to
            }
            healsAt = max(healsAt, from)
        }
    }

    mutating func drawDeeds(_ generator: inout SeededGenerator) {
        while generator.happens(inPercent: 20) {
            let offset = Duration.seconds(generator.pick([-86_400, -3600, -1, 1, 30, 7200, 400_000]))
            deeds.append((generator.between(0, 60_000), .jumpWallClock(offset)))
        }
        while generator.happens(inPercent: 30) {
            let instance = generator.pick(Self.instances)
            let force = generator.pick([CircuitBreaker.Force.open(reason: "by the operator: drill"), .closed])
            let at = generator.between(0, generator.pick([3000, 12_000, 60_000]))
            deeds.append((at, .force(instance, force)))
            deeds.append((at + generator.between(0, 5000), .force(instance, nil)))
        }
        if generator.happens(inPercent: 12) { deeds.append((generator.between(0, 40_000), .shutDown)) }
        deeds.sort { $0.at < $1.at }
    }

    mutating func drawLog(_ generator: inout SeededGenerator) {
        isAuditRequired = generator.happens(inPercent: 70)
        logLatency = generator.happens(inPercent: 50) ? .zero : generator.between(1, 30)
        guard generator.happens(inPercent: 30) else { return }
        let from = generator.between(0, 30_000)
        let to = from + generator.between(100, 20_000)
        logTroubles = [LogTrouble(from: from, to: to, isBroken: generator.happens(inPercent: 60))]
    }
}

extension ResilienceConfiguration {
    /// Draws the limits: short times, so that a scenario of a minute sees breakers open and close many times.
    static func drawn(_ generator: inout SeededGenerator) -> Self {
        var settings = Self()
        settings.retryBudget.floor = generator.pick([0, 1, 3, 20, 20])
        settings.retryBudget.window = .seconds(generator.pick([2, 10]))
        settings.concurrency = .drawn(&generator)
        settings.deadline = .seconds(generator.pick([5, 20, 60, 120]))
        settings.attemptTimeout = .seconds(generator.pick([1, 3, 10]))
        settings.retries = generator.pick([0, 1, 2, 3, 3, 3])
        settings.backoff = .milliseconds(generator.pick([100, 1000, 1000, 3000]))
        settings.backoffCap = .seconds(generator.pick([2, 8]))
        settings.jitter = generator.pick([0, 0.25, 0.25, 0.5])
        settings.breakerFailures = generator.pick([2, 3, 5])
        settings.breakerWindow = .seconds(generator.pick([5, 20, 60]))
        settings.breakerOpenFor = .milliseconds(generator.pick([300, 2000, 5000, 20_000, 60_000]))
        return settings
    }
}

extension ConcurrencyPolicy {
    /// Draws limits: half of them fixed, so that it is certain how many may be under way.
    fileprivate static func drawn(_ generator: inout SeededGenerator) -> Self {
        var policy = Self()
        policy.queue = generator.pick([1, 3, 1000, 1000])
        if generator.happens(inPercent: 50) {
            policy.start = 1 + generator.below(3)
            policy.minimum = policy.start
            policy.maximum = policy.start
        } else if generator.happens(inPercent: 50) {
            policy.start = 1 + generator.below(4)
            policy.maximum = policy.start + generator.below(8)
        }
        return policy
    }
}

extension RouteRule {
    /// Draws who comes into question.
    static func drawn(_ generator: inout SeededGenerator) -> RouteRule {
        var names = Scenario.instances
        names.shuffle(using: &generator)
        if generator.happens(inPercent: 12) {
            return RouteRule(.all(Array(names.prefix(2)), required: [names[0]]))
        }
        let refusals: Set<Failure.Kind> = generator.happens(inPercent: 20) ? [.notFound, .rejected] : []
        return RouteRule(.first(Array(names.prefix(1 + generator.below(3)))), alsoOn: refusals)
    }
}

extension Call {
    fileprivate static func drawn(_ number: Int, _ generator: inout SeededGenerator) -> Call {
        let pause = Duration.milliseconds(generator.pick([0, 0, 10, 100, 300, 1000, 3000, 12_000]))
        var call = Call(number: number, work: .drawn(&generator), pause: pause)
        if generator.happens(inPercent: 25) { call.timeout = generator.between(200, 30_000) }
        if generator.happens(inPercent: 15) { call.provider = generator.pick(Scenario.instances) }
        call.resendsUnknown = generator.happens(inPercent: 10)
        switch generator.below(10) {
        case 0: call.cancellation = .after(generator.between(0, 12_000))
        case 1: call.cancellation = .after(generator.between(0, 500))
        case 2: call.cancellation = .turns(generator.below(12))
        default: break
        }
        return call
    }
}

extension Call.Work {
    fileprivate static func drawn(_ generator: inout SeededGenerator) -> Self {
        let step = { (generator: inout SeededGenerator) in
            let name = generator.pick(["once", "once", "keyed", "idempotent"])
            return generator.happens(inPercent: 8) ? "\(name)/20" : name
        }
        switch generator.below(20) {
        case 0...8: return .errand([step(&generator)])
        case 9...11: return .errand([generator.pick(["safe", "idempotent"]), step(&generator)])
        case 12: return .errand([step(&generator), step(&generator), step(&generator)])
        case 13...15: return .inquiry(1 + generator.below(3))
        case 16: return .errand([])
        default:
            return .batch(
                (0..<2 + generator.below(5)).map { _ in generator.happens(inPercent: 8) ? "" : step(&generator) }
            )
        }
    }
}

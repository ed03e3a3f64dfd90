import Resilience
import SwitchboardCore

extension RetryBudgetPolicy {
    /// Reads the keys of `retryBudget`; the others stay as they are.
    mutating func read(_ section: ConfigurationSection) {
        share = section.share("share") ?? share
        floor = section.integer("floor", in: 0...1_000_000) ?? floor
        window = section.duration("window") ?? window
        section.refuseUnknownKeys()
    }
}

extension ConcurrencyPolicy {
    /// Reads the keys of `concurrency`; the others stay as they are.
    mutating func read(_ section: ConfigurationSection) {
        let before = self
        start = section.integer("start", in: 1...10_000) ?? start
        minimum = section.integer("minimum", in: 1...10_000) ?? minimum
        maximum = section.integer("maximum", in: 1...10_000) ?? maximum
        decrease = section.share("decrease") ?? decrease
        queue = section.integer("queue", in: 0...1_000_000) ?? queue
        section.refuseUnknownKeys()
        guard self != before, !(minimum...max(minimum, maximum)).contains(start) else { return }
        let problem = "must be between minimum (\(minimum)) and maximum (\(maximum)), but is \(start)"
        section.log.add(section.path.appending(member: "start"), problem, at: section.value("start") ?? section.node)
    }
}

extension QuotaPolicy {
    /// Reads the keys of `limiter`; the others stay as they are.
    mutating func read(_ section: ConfigurationSection) {
        scarce = section.share("scarce") ?? scarce
        comeback = section.share("comeback") ?? comeback
        recovery = section.share("recovery") ?? recovery
        section.refuseUnknownKeys()
    }
}

extension EntryList {
    /// Adds the sections that ``RetryBudgetPolicy``, ``ConcurrencyPolicy`` and ``QuotaPolicy`` are read from.
    mutating func addParts(of limits: ResilienceConfiguration) {
        add("longestWait", limits.longestWait.configurationText)
        add(section: "retryBudget") { list in
            list.add("share", .number(limits.retryBudget.share))
            list.add("floor", .integer(Int64(limits.retryBudget.floor)))
            list.add("window", limits.retryBudget.window.configurationText)
        }
        add(section: "concurrency") { list in
            list.add("start", .integer(Int64(limits.concurrency.start)))
            list.add("minimum", .integer(Int64(limits.concurrency.minimum)))
            list.add("maximum", .integer(Int64(limits.concurrency.maximum)))
            list.add("decrease", .number(limits.concurrency.decrease))
            list.add("queue", .integer(Int64(limits.concurrency.queue)))
        }
        add(section: "limiter") { list in
            list.add("scarce", .number(limits.quota.scarce))
            list.add("comeback", .number(limits.quota.comeback))
            list.add("recovery", .number(limits.quota.recovery))
        }
    }
}

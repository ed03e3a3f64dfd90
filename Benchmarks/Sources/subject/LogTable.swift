import Glibc

/// What was measured, as rows of a Markdown table.
struct LogTable {
    private var lines = ["| what | measured | bound |", "|---|---:|---|"]

    /// Adds a figure.
    mutating func add(_ title: String, _ value: Double, _ unit: String, atMost: Double? = nil, atLeast: Double? = nil) {
        let isKept = atMost.map { value <= $0 } ?? true && atLeast.map { value >= $0 } ?? true
        let bound = atMost.map { "at most \(text($0, unit))" } ?? atLeast.map { "at least \(text($0, unit))" } ?? ""
        lines.append("| \(title) | \(text(value, unit)) | \(bound)\(isKept ? "" : ", **missed**") |")
    }

    /// Adds the 99th percentile of durations, and the median beside it.
    mutating func add(_ title: String, percentile99 durations: [Duration], atMost bound: Duration) {
        let sorted = durations.sorted()
        let median = text(sorted[sorted.count / 2] / .milliseconds(1), "ms")
        let worst = sorted[sorted.count * 99 / 100] / .milliseconds(1)
        add("\(title): 99th percentile (median \(median))", worst, "ms", atMost: bound / .milliseconds(1))
    }

    /// Does something once, and adds how long it took.
    mutating func time<Value>(_ title: String, atMost bound: Duration, _ work: () throws -> Value) rethrows -> Value {
        let began = ContinuousClock.now
        let value = try work()
        add(title, (ContinuousClock.now - began) / .milliseconds(1), "ms", atMost: bound / .milliseconds(1))
        return value
    }

    /// Prints it.
    func print() { Swift.print(lines.joined(separator: "\n")) }

    private func text(_ value: Double, _ unit: String) -> String {
        let digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
        let number = FormattedNumber(value, digits).text
        return unit.isEmpty ? number : "\(number) \(unit)"
    }
}

/// A number with so many digits behind its point.
private struct FormattedNumber {
    let text: String

    init(_ value: Double, _ digits: Int) {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let rounded = (value * scale).rounded()
        text = digits == 0 ? String(Int(rounded)) : String(rounded / scale)
    }
}

/// The most memory that the process has held.
func peakMegabytes() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
}

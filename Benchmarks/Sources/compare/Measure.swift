import Foundation

/// One figure of a comparison, and what it must amount to.
struct Measure {
    /// What the table calls it, such as "CPU a request".
    var title: String
    var figure: Figure
    /// What must hold; nil where the figure is only shown.
    var bound: Bound?

    init(_ title: String, _ figure: Figure, _ bound: Bound? = nil) {
        self.title = title
        self.figure = figure
        self.bound = bound
    }
}

/// A figure that both programs print; the raw value is its key.
enum Figure: String, CaseIterable {
    case operationsPerSecond = "ops_s"
    case processorTime = "cpu_us"
    case time = "ns"
    case latency = "p99_us"
    case peakMemory = "peak_kb"
    /// What the peak has grown by since the measurement began.
    case extraMemory = "extra_kb"

    /// The unit in which the table shows it.
    var unit: String {
        switch self {
        case .operationsPerSecond: "/s"
        case .processorTime, .latency: "µs"
        case .time: "ns"
        case .peakMemory, .extraMemory: "MB"
        }
    }

    /// What a printed value is divided by to have that unit.
    var divisor: Double { unit == "MB" ? 1024 : 1 }

    /// A value as the table shows it: three digits or more, none of them behind the point from 100 on.
    func text(_ value: Double) -> String {
        let digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
        let number = FloatingPointFormatStyle<Double>.number.precision(.fractionLength(digits))
        return "\(value.formatted(number.locale(Locale(identifier: "en_US")))) \(unit)"
    }
}

import Metrics

extension Counter {
    /// Makes a counter with a name of ours.
    convenience init(_ name: MetricName, _ dimensions: [(String, String)] = [], factory: any MetricsFactory) {
        self.init(label: name.rawValue, dimensions: dimensions, factory: factory)
    }
}

extension Timer {
    /// Makes a timer with a name of ours.
    convenience init(_ name: MetricName, _ dimensions: [(String, String)] = [], factory: any MetricsFactory) {
        self.init(label: name.rawValue, dimensions: dimensions, factory: factory)
    }
}

extension Gauge {
    /// Makes a gauge with a name of ours.
    convenience init(_ name: MetricName, _ dimensions: [(String, String)] = [], factory: any MetricsFactory) {
        self.init(label: name.rawValue, dimensions: dimensions, factory: factory)
    }
}

extension Meter {
    /// Makes a meter with a name of ours.
    convenience init(_ name: MetricName, factory: any MetricsFactory) {
        self.init(label: name.rawValue, factory: factory)
    }
}

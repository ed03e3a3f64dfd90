import SwitchboardCore

extension Duration {
    /// Reads a duration with its unit: `250ms`, `10s`, `2m`, `1h`, `1d`; above zero, up to a year.
    package init?(configuration text: String) {
        guard let match = text.wholeMatch(of: #/(\d{1,9})(ms|s|m|min|h|d)/#), let count = Int64(match.1), count > 0
        else { return nil }
        let unit: Duration =
            switch match.2 {
            case "ms": .milliseconds(1)
            case "s": .seconds(1)
            case "m", "min": .seconds(60)
            case "h": .seconds(3600)
            default: .seconds(86_400)
            }
        let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit.wholeMilliseconds)
        guard !overflow, milliseconds <= 366 * 86_400_000 else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// The form that ``init(configuration:)`` reads: `120s`, `1500ms`.
    var configurationText: String {
        let milliseconds = wholeMilliseconds
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }
}

extension RateLimit {
    /// Reads a rate: a count, a slash and a span, as in `600/min`, `100/s` or `1000/10s`.
    init?(configuration text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), count > 0, count <= 1_000_000_000 else { return nil }
        let span = parts[1].first?.isNumber ?? false ? String(parts[1]) : "1\(parts[1])"
        guard let per = Duration(configuration: span) else { return nil }
        self.init(count, per: per)
    }

    /// The form that ``init(configuration:)`` reads: `1666/10s`.
    package var configurationText: String { "\(count)/\(per.configurationText)" }
}

import Foundation
import HTTPTypes
import SwitchboardCore

/// A hint as headers, and what they mean.
struct SaidTime {
    var headers = HTTPFields()
    /// What `Retry-After` means; `nil` where it is absent or means nothing.
    var retryAfter: Duration?
    /// What the header for the end of the window means.
    var reset: Duration?

    /// Writes a hint down.
    ///
    /// - Parameters:
    ///   - hint: The hint.
    ///   - now: What the calendar clock of this side shows.
    ///   - countsDown: Whether the provider's own header counts seconds, and names no moment.
    init(_ hint: Hint, now: Timestamp, countsDown: Bool) {
        switch hint {
        case .none: return
        case .seconds(let seconds):
            headers[.retryAfter] = "\(seconds)"
            retryAfter = .seconds(seconds)
        case .date(let seconds, let skew):
            let theirs = now.secondsSince1970 + skew
            headers[.date] = Self.text(theirs)
            headers[.retryAfter] = Self.text(theirs + seconds)
            retryAfter = .seconds(seconds)
        case .reset(let seconds):
            let end = now.secondsSince1970 + seconds
            let name = countsDown ? "RateLimit-Reset" : "X-RateLimit-Reset"
            if let name = HTTPField.Name(name) { headers[name] = "\(countsDown ? seconds : end)" }
            reset = countsDown ? .seconds(seconds) : Timestamp(secondsSince1970: end).since(now)
        case .nonsense(let text): headers[.retryAfter] = text
        }
    }

    private static func text(_ seconds: Int64) -> String {
        var (time, parts) = (time_t(seconds), tm())
        gmtime_r(&time, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let two = { (number: Int32) in number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)])"
        return "\(day) \(parts.tm_year + 1900) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }
}

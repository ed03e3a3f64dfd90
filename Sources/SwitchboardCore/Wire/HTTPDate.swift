import FoundationEssentials

/// The three date forms of RFC 9110 section 5.6.7.
enum HTTPDate {
    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
    ///
    /// - Parameters:
    ///   - text: The header's value.
    ///   - now: By which a two-digit year finds its century: never more than 50 years ahead.
    /// - Returns: The moment, or `nil`.
    static func parse(_ text: String, now: Timestamp) -> Timestamp? {
        let imf = #/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) GMT/#
        if let match = text.wholeMatch(of: imf) {
            return timestamp(year: Int(match.3), month: match.2, day: match.1, time: match.4)
        }
        let rfc850 =
            #/(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-([A-Z][a-z]{2})-(\d\d) (\d\d:\d\d:\d\d) GMT/#
        if let match = text.wholeMatch(of: rfc850), let digits = Int(match.3) {
            let current = Int(now.date.formatted(.iso8601.year())) ?? 2000
            var year = current / 100 * 100 + digits
            if year > current + 50 { year -= 100 }
            return timestamp(year: year, month: match.2, day: match.1, time: match.4)
        }
        let asctime = #/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})/#
        if let match = text.wholeMatch(of: asctime) {
            return timestamp(year: Int(match.4), month: match.1, day: match.2, time: match.3)
        }
        return nil
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func timestamp(year: Int?, month: Substring, day: Substring, time: Substring) -> Timestamp? {
        guard let year, let index = months.firstIndex(of: String(month)) else { return nil }
        let pad = { (text: String) in String(repeating: "0", count: max(0, 2 - text.count)) + text }
        let years = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
        let days = pad(day.trimmingPrefix(" ").description)
        return Timestamp("\(years)-\(pad(String(index + 1)))-\(days)T\(time)Z")
    }
}

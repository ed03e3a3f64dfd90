/// The three date forms of RFC 9110 section 5.6.7.
///
/// Read by hand: every answer that is turned away may carry some, and a regular expression takes a hundred times as long.
enum HTTPDate {
    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
    ///
    /// - Parameters:
    ///   - text: The header's value.
    ///   - now: By which a two-digit year finds its century: never more than 50 years ahead.
    /// - Returns: The moment, or `nil`.
    static func parse(_ text: String, now: Timestamp) -> Timestamp? {
        guard text.utf8.count <= longest else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let name = words[0]
        if words.count == 6, words[5] == "GMT", days.contains(where: { name == "\($0.prefix(3))," }) {
            return timestamp(year: words[3], month: words[2], day: words[1], time: words[4])
        }
        if words.count == 4, words[3] == "GMT", days.contains(where: { name == "\($0)," }) {
            let parts = words[1].split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 3, let year = year(parts[2], now: now) else { return nil }
            return timestamp(year: year, month: parts[1], day: parts[0], time: words[2])
        }
        guard days.contains(where: { name == $0.prefix(3) }) else { return nil }
        if words.count == 5 { return timestamp(year: words[4], month: words[1], day: words[2], time: words[3]) }
        guard words.count == 6, words[2].isEmpty, words[3].utf8.count == 1 else { return nil }
        return timestamp(year: words[5], month: words[1], day: "0\(words[3])", time: words[4])
    }

    private static let longest = "Wednesday, 06-Nov-94 08:49:37 GMT".utf8.count
    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The year that two digits mean.
    private static func year(_ text: Substring, now: Timestamp) -> Substring? {
        guard text.utf8.count == 2, text.utf8.first != UInt8(ascii: "+"), let digits = Int(text), digits >= 0 else {
            return nil
        }
        let current = Int(now.description.prefix(4)) ?? 2000
        let year = current / 100 * 100 + digits
        return "\(year > current + 50 ? year - 100 : year)"
    }

    /// Leaves it to the reader of RFC 3339 to see that all of them are digits and within bounds.
    private static func timestamp(year: Substring, month: Substring, day: Substring, time: Substring) -> Timestamp? {
        guard let index = months.firstIndex(where: { month == $0 }), time.utf8.count == 8 else { return nil }
        return Timestamp("\(year)-\(index < 9 ? "0" : "")\(index + 1)-\(day)T\(time)Z")
    }
}

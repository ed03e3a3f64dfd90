import HTTPTypes

/// The count of the requests in the present window of ten seconds, as the answers' header fields report it.
///
/// It only counts: more requests than the limit are answered all the same. A fault of status 429 is how to be refused.
struct IntercomRateLimit: Sendable {
    /// How many requests of a window are left.
    static let remaining = HTTPField.Name("X-RateLimit-Remaining")!

    /// When the window ends, in seconds since 1970.
    static let reset = HTTPField.Name("X-RateLimit-Reset")!

    private static let limit = HTTPField.Name("X-RateLimit-Limit")!
    private static let requestsPerWindow = 167
    private static let windowSeconds: Int64 = 10

    private var windowEnd: Int64 = 0
    private var counted = 0

    /// Counts one request and returns the header fields of its answer.
    mutating func count(at now: Int64) -> HTTPFields {
        let end = (now / Self.windowSeconds + 1) * Self.windowSeconds
        if end != windowEnd {
            windowEnd = end
            counted = 0
        }
        counted += 1
        return [
            Self.limit: String(Self.requestsPerWindow),
            Self.remaining: String(max(0, Self.requestsPerWindow - counted)),
            Self.reset: String(windowEnd),
        ]
    }
}

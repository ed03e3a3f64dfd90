import HTTPTypes

/// The count of the requests in the present window, as the `X-RateLimit-*` header fields of the answers report it.
///
/// It only counts: more requests than the limit are answered all the same. A fault of status 429 is how to be refused.
struct SandboxRateLimit: Sendable {
    private static let limit = HTTPField.Name("X-RateLimit-Limit")!
    private static let remaining = HTTPField.Name("X-RateLimit-Remaining")!
    private static let reset = HTTPField.Name("X-RateLimit-Reset")!

    private let requestsPerWindow: Int
    private let windowSeconds: Int64
    private var windowEnd: Int64 = 0
    private var counted = 0

    /// Creates a count that has seen no requests.
    init(_ requestsPerWindow: Int, perSeconds windowSeconds: Int64) {
        self.requestsPerWindow = requestsPerWindow
        self.windowSeconds = windowSeconds
    }

    /// Counts one request.
    ///
    /// - Parameter now: Seconds since 1970.
    /// - Returns: The header fields of its answer.
    mutating func count(at now: Int64) -> HTTPFields {
        let end = (now / windowSeconds + 1) * windowSeconds
        if end != windowEnd {
            windowEnd = end
            counted = 0
        }
        counted += 1
        return fields(remaining: max(0, requestsPerWindow - counted), end: windowEnd)
    }

    /// The header fields of a refusal: nothing is left, and a second from now the next window begins.
    func exhausted(at now: Int64) -> HTTPFields {
        fields(remaining: 0, end: now + 1)
    }

    private func fields(remaining: Int, end: Int64) -> HTTPFields {
        [Self.limit: String(requestsPerWindow), Self.remaining: String(remaining), Self.reset: String(end)]
    }
}

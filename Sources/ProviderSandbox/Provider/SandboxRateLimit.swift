import HTTPTypes

/// The count of the requests in the present window, as the `X-RateLimit-*` header fields of the answers report it.
///
/// It only counts: more requests than the limit are answered all the same. A fault of status 429 is how to be refused.
struct SandboxRateLimit: Sendable {
    private static let limit = HTTPField.Name("X-RateLimit-Limit")!
    private static let remaining = HTTPField.Name("X-RateLimit-Remaining")!
    private static let reset = HTTPField.Name("X-RateLimit-Reset")!

    private let requestsPerWindow: Int
    private var window: SandboxWindow

    /// Creates a count that has seen no requests.
    init(_ requestsPerWindow: Int, perSeconds windowSeconds: Int64) {
        self.requestsPerWindow = requestsPerWindow
        window = SandboxWindow(requestsPerWindow, perSeconds: windowSeconds)
    }

    /// Counts one request.
    ///
    /// - Parameter now: Seconds since 1970.
    /// - Returns: The header fields of its answer.
    mutating func count(at now: Int64) -> HTTPFields {
        let (remaining, end) = window.count(at: now)
        return fields(remaining: remaining, end: end)
    }

    /// The header fields of a refusal: nothing is left, and a second from now the next window begins.
    func exhausted(at now: Int64) -> HTTPFields {
        fields(remaining: 0, end: now + 1)
    }

    private func fields(remaining: Int, end: Int64) -> HTTPFields {
        [Self.limit: String(requestsPerWindow), Self.remaining: String(remaining), Self.reset: String(end)]
    }
}

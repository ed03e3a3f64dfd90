/// The count of the requests in the present window of a rate limit, which refuses nobody.
struct SandboxWindow: Sendable {
    private let requests: Int
    private let seconds: Int64
    private var end: Int64 = 0
    private var counted = 0

    /// Creates a count that has seen no requests.
    init(_ requests: Int, perSeconds seconds: Int64) {
        self.requests = requests
        self.seconds = seconds
    }

    /// Counts one request.
    ///
    /// - Parameter now: Seconds since 1970.
    /// - Returns: How many are left, and when the window ends.
    mutating func count(at now: Int64) -> (remaining: Int, end: Int64) {
        let end = (now / seconds + 1) * seconds
        if end != self.end {
            self.end = end
            counted = 0
        }
        counted += 1
        return (max(0, requests - counted), end)
    }
}

public import HTTPTypes

/// Which headers of a provider say what about its rate limit: data that the adapter gives, not code.
public struct RateLimitHeaders: Sendable {
    /// How a reset header counts.
    public enum Reset: Sendable {
        /// Unix seconds.
        case epoch
        /// Seconds from now.
        case delta
    }

    /// The header that says how many requests a window allows.
    public var limit: String?

    /// The header that says how many are left.
    public var remaining: String?

    /// The header that says when the window ends.
    public var reset: String?

    /// How ``reset`` counts.
    public var resetForm: Reset

    /// Creates the names; leave out what the provider does not send.
    public init(limit: String? = nil, remaining: String? = nil, reset: String? = nil, resetForm: Reset = .epoch) {
        self.limit = limit
        self.remaining = remaining
        self.reset = reset
        self.resetForm = resetForm
    }
}

/// How long a response asks its caller to stay away.
///
/// `Retry-After` (RFC 9110 section 10.2.3) rules alone where it can be read; else the provider's reset header serves.
public enum RetryAfter {
    /// The longest wait that is believed.
    public static let longest = Duration.seconds(86_400)

    /// Reads the wait out of a response's headers.
    ///
    /// - Parameters:
    ///   - headers: The response's headers.
    ///   - names: What the provider calls its rate limit headers.
    ///   - now: Our calendar clock.
    /// - Returns: The wait, 0 s to 24 h; `nil` where no header says one that can be read.
    public static func wait(in headers: HTTPFields, names: RateLimitHeaders, now: Timestamp) -> Duration? {
        header(in: headers, now: now) ?? reset(in: headers, names: names, now: now)
    }

    /// Reads the wait out of the `Retry-After` header alone.
    static func header(in headers: HTTPFields, now: Timestamp) -> Duration? {
        headers[.retryAfter].flatMap { parse($0, reference: serverTime(headers, now: now)) }
    }

    /// Whether there is a `Retry-After` header that nobody can read.
    package static func isUnreadable(in headers: HTTPFields, now: Timestamp) -> Bool {
        headers[.retryAfter] != nil && header(in: headers, now: now) == nil
    }

    /// Reads how long the provider's window still lasts out of its reset header.
    package static func reset(in headers: HTTPFields, names: RateLimitHeaders, now: Timestamp) -> Duration? {
        guard let name = names.reset.flatMap({ HTTPField.Name($0) }), let text = headers[name],
            let seconds = digits(text)
        else { return nil }
        switch names.resetForm {
        case .delta: return clamp(.seconds(seconds))
        case .epoch: return clamp(Timestamp(secondsSince1970: seconds).since(serverTime(headers, now: now)))
        }
    }

    /// Reads one `Retry-After` value: up to ten digits of seconds, or one of the three HTTP dates.
    ///
    /// Negative, decimal and empty values and garbage give `nil`. The result is clamped to 24 h before any arithmetic.
    ///
    /// - Parameters:
    ///   - text: The header's value.
    ///   - reference: The moment from which a date counts.
    /// - Returns: The wait, 0 s to 24 h, or `nil`.
    public static func parse(_ text: String, reference: Timestamp) -> Duration? {
        if let seconds = digits(text) { return clamp(.seconds(seconds)) }
        return HTTPDate.parse(text, now: reference).map { clamp($0.since(reference)) }
    }

    /// The server's own clock where its `Date` lies within a day of ours, so that a skewed clock does no harm.
    private static func serverTime(_ headers: HTTPFields, now: Timestamp) -> Timestamp {
        guard let text = headers[.date], let date = HTTPDate.parse(text, now: now) else { return now }
        let skew = date.since(now)
        return skew < .seconds(86_400) && skew > .seconds(-86_400) ? date : now
    }

    private static func digits(_ text: String) -> Int64? {
        guard (1...10).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }

    private static func clamp(_ wait: Duration) -> Duration { min(max(wait, .zero), longest) }
}

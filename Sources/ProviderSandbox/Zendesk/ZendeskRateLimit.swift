import HTTPTypes
import SwitchboardCore

/// The counts of the requests in the present minute, of the account and of the list of tickets, as answers report them.
struct ZendeskRateLimit: Sendable {
    private static let requestsPerMinute = 700
    private static let listsPerMinute = 100

    private var account = SandboxWindow(requestsPerMinute, perSeconds: 60)
    private var lists = SandboxWindow(listsPerMinute, perSeconds: 60)

    /// Counts one request.
    ///
    /// - Parameters:
    ///   - operation: What it asks for; some operations have a limit of their own besides.
    ///   - now: Seconds since 1970.
    /// - Returns: The header fields of its answer.
    mutating func count(_ operation: ZendeskOperation?, at now: Int64) -> HTTPFields {
        let (remaining, end) = account.count(at: now)
        var fields = Self.fields(remaining: remaining, seconds: end - now)
        if operation == .listTickets {
            let (remaining, end) = lists.count(at: now)
            fields[.ticketsIndexLimit] = "total=\(Self.listsPerMinute); remaining=\(remaining); resets=\(end - now)"
        }
        return fields
    }

    /// The header fields of a refusal: nothing is left, and a second from now the next window begins.
    func exhausted() -> HTTPFields {
        var fields = Self.fields(remaining: 0, seconds: 1)
        fields[.retryAfter] = "1"
        return fields
    }

    private static func fields(remaining: Int, seconds: Int64) -> HTTPFields {
        let limit = String(requestsPerMinute)
        let remaining = String(remaining)
        return [
            HTTPField.Name("X-Rate-Limit")!: limit, HTTPField.Name("X-Rate-Limit-Remaining")!: remaining,
            HTTPField.Name("ratelimit-limit")!: limit, HTTPField.Name("ratelimit-remaining")!: remaining,
            HTTPField.Name("ratelimit-reset")!: String(seconds),
        ]
    }
}

extension HTTPField.Name {
    fileprivate static let ticketsIndexLimit = HTTPField.Name("zendesk-ratelimit-tickets-index")!
}

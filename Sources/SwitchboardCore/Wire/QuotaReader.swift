import HTTPTypes

/// Reads how much of its rate limit a provider says is left, from the headers that the adapter names.
///
/// Each answer is looked at, so the two numbers are taken from the lines as they came; the reset, which serves only where
/// little is left, is read at leisure.
package struct QuotaReader: Sendable {
    private let names: RateLimitHeaders
    private let limit: HeaderName
    private let remaining: HeaderName

    /// Creates a reader; `nil` where the provider does not say how much is left, of how much and until when.
    package init?(_ names: RateLimitHeaders) {
        guard let limit = names.limit.flatMap(HeaderName.init), names.reset != nil,
            let remaining = names.remaining.flatMap(HeaderName.init)
        else { return nil }
        (self.names, self.limit, self.remaining) = (names, limit, remaining)
    }

    /// How much is left and of how much, where an answer says both.
    package func read(_ response: WireResponse) -> (left: Int64, limit: Int64)? {
        guard let left = response.number(remaining), let limit = response.number(limit) else { return nil }
        return (left, limit)
    }

    /// How long the window of an answer still lasts.
    package func rest(_ response: WireResponse, now: Timestamp) -> Duration? {
        RetryAfter.reset(in: response.headers, names: names, now: now)
    }
}

/// The name of a header field, ready to be found in lines.
struct HeaderName: Sendable {
    let field: HTTPField.Name
    let lowercase: [UInt8]

    /// Takes a name; `nil` where it is no token.
    init?(_ name: String) {
        guard let field = HTTPField.Name(name) else { return nil }
        self.field = field
        lowercase = Array(field.canonicalName.utf8)
    }
}

extension WireResponse {
    /// The number in a header field; `nil` where it is absent or anything but up to ten digits.
    fileprivate func number(_ name: HeaderName) -> Int64? {
        switch head {
        case .fields(let fields): fields[name.field].flatMap { Array($0.utf8).wholeNumber }
        case .lines(let lines): lines.number(name.lowercase)
        }
    }
}

extension Collection<UInt8> {
    /// The number that up to ten digits write, with white space around them.
    var wholeNumber: Int64? {
        var (value, digits, hasEnded): (Int64, Int, Bool) = (0, 0, false)
        for byte in self {
            switch byte {
            case 0x30...0x39 where !hasEnded && digits < 10:
                (value, digits) = (value * 10 + Int64(byte - 0x30), digits + 1)
            case 0x20, 0x09, 0x0D, 0x0A: hasEnded = digits > 0
            default: return nil
            }
        }
        return digits > 0 ? value : nil
    }
}

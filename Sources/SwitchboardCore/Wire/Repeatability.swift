/// What repeating an exchange does at the far side.
///
/// The adapter states it for each exchange, always explicitly; it is never read off the HTTP method.
public enum Repeatability: String, Sendable, Hashable, Codable {
    /// It changes nothing: reads, searches, downloads.
    case safe
    /// Doing it twice does no more than doing it once.
    case idempotent
    /// It carries a key on which the provider drops repetitions; every attempt sends the same bytes.
    case keyed
    /// Doing it twice does it twice.
    case once

    /// Whether an exchange whose fate is unknown may be sent again.
    public var allowsRepeatAfterUnknown: Bool { self != .once }

    /// Whether libcurl may send the bytes a second time on its own, when a kept-alive connection turns out to be closed.
    public var allowsSilentResend: Bool { self == .safe || self == .idempotent }

    /// Whether a success has changed something that a repetition would change again.
    public var isWriteThatCounts: Bool { self == .once || self == .keyed }
}

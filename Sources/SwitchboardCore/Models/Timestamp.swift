public import struct Foundation.Date
import FoundationEssentials

/// A moment of the calendar clock, in microseconds; its JSON form is RFC 3339 with a zone.
///
/// Unlike `Date` it encodes the same with every encoder, so that a stored action means the same everywhere.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public var microsecondsSince1970: Int64

    /// Creates a moment from microseconds since 1970.
    public init(microsecondsSince1970: Int64) {
        self.microsecondsSince1970 = microsecondsSince1970
    }

    /// Creates a moment from seconds since 1970; one that lies too far away for microseconds becomes the last, or the
    /// first, that does not.
    public init(secondsSince1970: Int64) {
        let (microseconds, overflow) = secondsSince1970.multipliedReportingOverflow(by: 1_000_000)
        self.init(microsecondsSince1970: overflow ? (secondsSince1970 < 0 ? .min : .max) : microseconds)
    }

    /// Creates a moment from a date, rounded to microseconds.
    public init(_ date: Date) {
        self.init(microsecondsSince1970: Int64((date.timeIntervalSince1970 * 1_000_000).rounded()))
    }

    /// The moment as a Foundation date.
    public var date: Date { Date(timeIntervalSince1970: Double(microsecondsSince1970) / 1_000_000) }

    /// Whole seconds since 1970, cut towards the past.
    public var secondsSince1970: Int64 {
        let (seconds, rest) = microsecondsSince1970.quotientAndRemainder(dividingBy: 1_000_000)
        return rest < 0 ? seconds - 1 : seconds
    }

    /// Orders the values.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }

    /// The moment that lies a duration later.
    public func advanced(by duration: Duration) -> Timestamp {
        Timestamp(microsecondsSince1970: microsecondsSince1970 + duration.microseconds)
    }

    /// How long after another moment this one lies; negative when before it.
    public func since(_ earlier: Timestamp) -> Duration {
        // Durations reach further than the times that can be written.
        .microseconds(microsecondsSince1970) - .microseconds(earlier.microsecondsSince1970)
    }
}

extension Timestamp: Codable {
    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let timestamp = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time with a zone")
        }
        self = timestamp
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

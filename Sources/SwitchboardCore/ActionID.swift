/// The id of one performed action: the `audit_id` of its outcome and of its audit entries.
///
/// A UUID of version 7, so that ids sort by the time at which they were made.
public struct ActionID: Sendable, Hashable {
    /// The first eight bytes, big-endian: 48 bits of milliseconds since 1970, the version, 12 bits of a
    /// millisecond's fraction.
    public let high: UInt64

    /// The last eight bytes, big-endian: the variant and 62 random bits.
    public let low: UInt64

    /// Creates an id from its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Creates an id from its sixteen bytes; `nil` for another count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self = Array(bytes).withUnsafeBytes(Self.init(sixteen:))
    }

    /// Creates an id from sixteen bytes that lie anywhere; `nil` for another count.
    ///
    /// Whoever walks through millions of them need not copy each.
    package init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(sixteen: bytes)
    }

    private init(sixteen bytes: UnsafeRawBufferPointer) {
        let half = { (offset: Int) in UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
        self.init(high: half(0), low: half(8))
    }

    /// The sixteen bytes, big-endian.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }
}

extension ActionID: LosslessStringConvertible {
    /// Reads the 36 characters of a UUID; `nil` for anything else.
    public init?(_ description: String) {
        var (high, low): (UInt64, UInt64) = (0, 0)
        guard description.utf8.count == 36 else { return nil }
        for (index, byte) in description.utf8.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = byte.hexadecimalValue else { return nil }
                high = high << 4 | low >> 60
                low = low << 4 | UInt64(digit)
            }
        }
        self.init(high: high, low: low)
    }

    /// The usual 36 characters, lower case.
    public var description: String {
        let digits = withUnsafeBytes(of: (high.bigEndian, low.bigEndian), String.init(hexadecimal:)).utf8
        return String(unsafeUninitializedCapacity: 36) { text in
            var count = 0
            for digit in digits {
                if count == 8 || count == 13 || count == 18 || count == 23 {
                    text[count] = UInt8(ascii: "-")
                    count += 1
                }
                text[count] = digit
                count += 1
            }
            return count
        }
    }
}

extension ActionID: Codable {
    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ActionID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
        }
        self = id
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

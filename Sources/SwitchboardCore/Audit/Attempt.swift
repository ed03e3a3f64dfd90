/// One try to send a request: an entry in an action's journal.
///
/// What the breaker or the limiter refused is no attempt: it never came to the transport.
public struct Attempt: Sendable, Hashable, Codable {
    /// The provider instance.
    public var provider: String

    /// The exchange: method and path template, free of ids.
    public var exchange: String

    /// Which attempt of this exchange it was, from 1.
    public var number: Int

    /// When it began, counted from the action's beginning.
    public var startedAfter: Duration

    /// How long it waited before it began: backoff, `Retry-After` or rate limiter.
    public var waited: Duration

    /// How long it took.
    public var duration: Duration

    /// The HTTP status, where there was an answer.
    public var status: Int?

    /// What went wrong, where something did.
    public var errorKind: Failure.Kind?

    /// What that says about the far side.
    public var effect: Failure.Effect?

    /// The provider's own error code.
    public var providerCode: String?

    /// Creates an entry.
    public init(
        provider: String,
        exchange: String,
        number: Int,
        startedAfter: Duration,
        waited: Duration,
        duration: Duration,
        status: Int? = nil,
        failure: Failure? = nil
    ) {
        self.provider = provider
        self.exchange = exchange
        self.number = number
        self.startedAfter = startedAfter
        self.waited = waited
        self.duration = duration
        self.status = status ?? failure?.status
        self.errorKind = failure?.kind
        self.effect = failure?.effect
        self.providerCode = failure?.providerCode
    }
}

extension Attempt {
    private enum CodingKeys: String, CodingKey {
        case provider
        case exchange
        case number
        case startedAfter = "after_us"
        case waited = "waited_us"
        case duration = "duration_us"
        case status
        case errorKind = "error_kind"
        case effect
        case providerCode = "provider_code"
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        provider = try container.decode(String.self, forKey: .provider)
        exchange = try container.decode(String.self, forKey: .exchange)
        number = try container.decode(Int.self, forKey: .number)
        startedAfter = .microseconds(try container.decode(Int64.self, forKey: .startedAfter))
        waited = .microseconds(try container.decode(Int64.self, forKey: .waited))
        duration = .microseconds(try container.decode(Int64.self, forKey: .duration))
        status = try container.decodeIfPresent(Int.self, forKey: .status)
        errorKind = try container.decodeIfPresent(Failure.Kind.self, forKey: .errorKind)
        effect = try container.decodeIfPresent(Failure.Effect.self, forKey: .effect)
        providerCode = try container.decodeIfPresent(String.self, forKey: .providerCode)
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(provider, forKey: .provider)
        try container.encode(exchange, forKey: .exchange)
        try container.encode(number, forKey: .number)
        try container.encode(startedAfter.microseconds, forKey: .startedAfter)
        try container.encode(waited.microseconds, forKey: .waited)
        try container.encode(duration.microseconds, forKey: .duration)
        try container.encodeIfPresent(status, forKey: .status)
        try container.encodeIfPresent(errorKind, forKey: .errorKind)
        try container.encodeIfPresent(effect, forKey: .effect)
        try container.encodeIfPresent(providerCode, forKey: .providerCode)
    }
}

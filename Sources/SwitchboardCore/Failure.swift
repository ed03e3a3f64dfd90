/// The one error that crosses module borders: what went wrong, and what that means for the far side.
///
/// ``effect`` decides whether repeating is *safe*, ``kind`` whether it is *useful*. Lower floors leave ``provider``
/// blank; the hub fills it in.
public struct Failure: Error, Sendable, Hashable {
    /// What went wrong, as a closed set that callers can switch over.
    public var kind: Kind

    /// What the failure says about the far side.
    public var effect: Effect

    /// Whether waiting cannot help although ``kind`` alone would suggest it, as with a certificate that does not match.
    public var isPermanent: Bool

    /// Everything else, in one place on the heap: each `async` function that may fail keeps room for several failures,
    /// and pays for it on every call.
    private var contents: Boxed<Contents>

    private struct Contents: Sendable, Hashable {
        var message: String
        var field: String?
        var provider: String?
        var status: Int?
        var providerCode: String?
        var providerMessage: String?
        var details: [ProviderProblem.Detail] = []
        var retryAfter: Duration?
    }

    /// Creates a failure.
    ///
    /// - Parameters:
    ///   - kind: What went wrong.
    ///   - effect: What it means for the far side.
    ///   - message: One sentence without secrets or bodies.
    ///   - field: The path of the input field at fault.
    ///   - retryAfter: How long to wait before trying again.
    ///   - isPermanent: Whether waiting cannot help.
    public init(
        _ kind: Kind,
        effect: Effect,
        _ message: String,
        field: String? = nil,
        retryAfter: Duration? = nil,
        isPermanent: Bool = false
    ) {
        self.kind = kind
        self.effect = effect
        self.isPermanent = isPermanent
        contents = Boxed(Contents(message: message, field: field, retryAfter: retryAfter))
    }
}

extension Failure {
    /// One sentence for a person: what is wrong and what to do.
    ///
    /// Free of secrets and of bodies.
    public var message: String {
        get { contents.value.message }
        set { contents.value.message = newValue }
    }

    /// The path of the input field at fault, such as `to.email` or `events[3].name`.
    public var field: String? {
        get { contents.value.field }
        set { contents.value.field = newValue }
    }

    /// The name of the provider instance that failed.
    public var provider: String? {
        get { contents.value.provider }
        set { contents.value.provider = newValue }
    }

    /// The HTTP status of the answer, where there was one.
    public var status: Int? {
        get { contents.value.status }
        set { contents.value.status = newValue }
    }

    /// The provider's own error code, such as Intercom's `parameter_invalid`.
    public var providerCode: String? {
        get { contents.value.providerCode }
        set { contents.value.providerCode = newValue }
    }

    /// How many Unicode scalars of a provider's words are kept.
    package static let providerMessageLimit = 500

    /// The provider's own words.
    ///
    /// For the caller only: never logged and never stored in the audit log.
    public var providerMessage: String? {
        get { contents.value.providerMessage }
        set { contents.value.providerMessage = newValue }
    }

    /// The parts of the request that the provider finds fault with; for the adapter, and in no JSON form.
    public var details: [ProviderProblem.Detail] {
        get { contents.value.details }
        set { contents.value.details = newValue }
    }

    /// How long to wait before trying again, where somebody said so.
    public var retryAfter: Duration? {
        get { contents.value.retryAfter }
        set { contents.value.retryAfter = newValue }
    }
}

extension Failure {
    /// What went wrong.
    ///
    /// The raw values are the `error_kind` of the JSON form and of the audit log: a contract.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The caller's input is wrong; ``Failure/field`` says where.
        case invalidInput = "invalid_input"
        /// The provider lacks a credential or another required setting.
        case notConfigured = "not_configured"
        /// The chosen provider cannot do this action.
        case unsupportedAction = "unsupported_action"
        /// No provider that can do this action is configured.
        case noRoute = "no_route"
        /// The provider does not accept the credentials (401).
        case authenticationFailed = "authentication_failed"
        /// The credentials do not allow this (403).
        case permissionDenied = "permission_denied"
        /// What the action names does not exist (404, 410).
        case notFound = "not_found"
        /// The far side's state forbids it (409).
        case conflict
        /// The provider declined for another reason (other 4xx, redirects).
        case rejected
        /// The provider asks to slow down (425, 429), or our own limiter cannot serve the call in time.
        case rateLimited = "rate_limited"
        /// The circuit breaker is open: nothing was sent.
        case circuitOpen = "circuit_open"
        /// A deadline passed.
        case timeout
        /// The connection could not be made or broke.
        case network
        /// The provider is in trouble (5xx).
        case providerUnavailable = "provider_unavailable"
        /// The answer could not be read.
        case malformedResponse = "malformed_response"
        /// The caller cancelled, or the hub is shutting down.
        case cancelled
        /// The intent could not be written to the audit log, so nothing was sent.
        case auditUnavailable = "audit_unavailable"
        /// Some items of a batch failed.
        case partialFailure = "partial_failure"
    }

    /// What a failure says about the far side.
    ///
    /// Ordered by how much may have happened there: `none < refused < unknown`.
    public enum Effect: String, Sendable, Hashable, Codable, Comparable {
        /// Nothing happened: the request never arrived, or was turned away unprocessed.
        case none
        /// The provider understood the request and declined it.
        case refused
        /// Nobody can tell whether the provider acted.
        case unknown

        private var rank: Int {
            switch self {
            case .none: 0
            case .refused: 1
            case .unknown: 2
            }
        }

        /// Orders the values.
        public static func < (left: Effect, right: Effect) -> Bool { left.rank < right.rank }
    }
}

extension Failure {
    /// Makes a failure for input that is wrong: nothing was sent.
    ///
    /// - Parameters:
    ///   - field: The path of the field at fault.
    ///   - problem: The value's problem and what to do about it, completing the sentence that starts with the path.
    /// - Returns: The failure, with effect `none`.
    public static func invalidInput(_ field: String, _ problem: String) -> Failure {
        Failure(
            .invalidInput,
            effect: .none,
            field.isEmpty ? "the input \(problem)" : "\(field): \(problem)",
            field: field
        )
    }

    /// Makes a failure for a member, under a name of the caller's choice, of a field.
    ///
    /// - Parameters:
    ///   - name: The member's name; shown without control characters and cut to 64 characters.
    ///   - field: The path of the field.
    ///   - problem: The value's problem and what to do about it.
    /// - Returns: The failure, with effect `none`.
    public static func invalidInput(member name: String, of field: String, _ problem: String) -> Failure {
        .invalidInput(field.appending(member: name), problem)
    }

    /// Makes a failure for work that was cancelled before anything was sent.
    public static let cancelledBeforeSending = Failure(
        .cancelled,
        effect: .none,
        "cancelled before anything was sent"
    )
}

extension Failure: Codable {
    private enum CodingKeys: String, CodingKey {
        case message = "error"
        case kind = "error_kind"
        case effect
        case field
        case provider
        case status = "http_status"
        case providerCode = "provider_code"
        case providerMessage = "provider_message"
        case retryAfter = "retry_after_s"
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(Kind.self, forKey: .kind),
            effect: try container.decode(Effect.self, forKey: .effect),
            try container.decode(String.self, forKey: .message),
            field: try container.decodeIfPresent(String.self, forKey: .field),
            retryAfter: try container.decodeIfPresent(Int64.self, forKey: .retryAfter).map { .seconds($0) }
        )
        provider = try container.decodeIfPresent(String.self, forKey: .provider)
        status = try container.decodeIfPresent(Int.self, forKey: .status)
        providerCode = try container.decodeIfPresent(String.self, forKey: .providerCode)
        providerMessage = try container.decodeIfPresent(String.self, forKey: .providerMessage)
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(message, forKey: .message)
        try container.encode(kind, forKey: .kind)
        try container.encode(effect, forKey: .effect)
        try container.encodeIfPresent(field.flatMap { $0.isEmpty ? nil : $0 }, forKey: .field)
        try container.encodeIfPresent(provider, forKey: .provider)
        try container.encodeIfPresent(status, forKey: .status)
        try container.encodeIfPresent(providerCode, forKey: .providerCode)
        try container.encodeIfPresent(providerMessage, forKey: .providerMessage)
        try container.encodeIfPresent(retryAfter?.wholeSeconds, forKey: .retryAfter)
    }
}

/// An adapter for one external service: actions to requests, responses to receipts.
///
/// It opens nothing, waits for nothing and repeats nothing: ``ProviderClient``, which every handler is handed, is its
/// only way to the network. A provider that a stranger writes conforms to this and is passed to the façade.
public protocol Provider: Sendable {
    /// The type's name in configuration, such as `intercom`: lower-case letters, digits and underscores.
    static var name: String { get }

    /// The name for people, such as `Intercom`.
    static var displayName: String { get }

    /// Every key of its section in the configuration. A key that is not listed is refused.
    static var settings: [Setting] { get }

    /// Everything this type of provider can do, one line an action.
    static var actions: ActionTable<Self> { get }

    /// Creates the provider for one instance in the configuration.
    ///
    /// - Throws: ``Failure/Kind/notConfigured`` where something required is missing: the instance is passed over, and an
    ///   action that names it gets this failure. ``Failure/Kind/invalidInput`` for a value that cannot be right.
    init(settings: ProviderSettings) throws(Failure)

    /// How often it may be called when nothing else is known, from its documentation.
    var rateLimit: RateLimit { get }

    /// The groups of endpoints that fail, and may be called, apart from each other.
    static var endpointGroups: [EndpointGroup] { get }

    /// What it calls its rate limit headers.
    var rateLimitHeaders: RateLimitHeaders { get }

    /// The address below which its API lives, for people to read; `nil` where there is no single one.
    var baseURL: BaseURL? { get }

    /// A read that changes nothing and succeeds, with JSON, where the credentials are accepted; `nil` where there is
    /// none.
    var healthCheck: WireRequest? { get }

    /// Adds the credentials and whatever every request carries. Called on a copy that goes to the transport only.
    func authorize(_ request: inout WireRequest)

    /// Reads the provider's own error code and words out of a response that is no success.
    ///
    /// The status alone decides kind and effect; override ``failure(for:answering:now:)`` for a provider whose statuses
    /// lie.
    func problem(in response: WireResponse) -> ProviderProblem?

    /// Reads a response as a failure; `nil` when it is a success.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - request: What it answers.
    ///   - now: Our calendar clock, for dates in the response.
    /// - Returns: The failure, or `nil`.
    func failure(for response: WireResponse, answering request: WireRequest, now: Timestamp) -> Failure?

    /// Reads what an operator should know although the request may have succeeded, such as a part that was ignored.
    ///
    /// It is logged, so it must quote no value out of the request or the response: names of fields at most.
    func warning(in response: WireResponse) -> String?
}

/// What a provider says about its own refusal.
public struct ProviderProblem: Sendable, Hashable {
    /// The provider's error code, an open set.
    public var code: String?

    /// The provider's words; for the caller only.
    public var message: String?

    /// The parts of the request that are at fault, where the provider lists them, so that an adapter can tell which
    /// items of a batch are.
    public var details: [Detail]

    /// One part of a request that the provider finds fault with.
    public struct Detail: Sendable, Hashable {
        /// Where it stands, as the provider writes it; `nil` where it names none.
        public var field: String?

        /// The provider's words; for the caller only.
        public var message: String?

        /// Creates a detail.
        public init(field: String?, message: String?) {
            self.field = field
            self.message = message
        }
    }

    /// Creates a problem.
    public init(code: String? = nil, message: String? = nil, details: [Detail] = []) {
        self.code = code
        self.message = message
        self.details = details
    }
}

/// A number of calls in a span of time.
public struct RateLimit: Sendable, Hashable {
    /// How many calls.
    public var count: Int

    /// In which span; from 1 ms.
    public var per: Duration

    /// How many may come at once after a quiet time.
    public var burst: Int

    /// Creates a limit.
    ///
    /// - Parameters:
    ///   - count: How many calls, from 1.
    ///   - per: In which span.
    ///   - burst: How many may come at once; a tenth of `count` unless given, at least 1.
    public init(_ count: Int, per: Duration, burst: Int? = nil) {
        self.count = max(1, count)
        self.per = max(per, .milliseconds(1))
        self.burst = max(1, burst ?? count / 10)
    }
}

extension Provider {
    /// All endpoints stand and fall together unless said otherwise.
    public static var endpointGroups: [EndpointGroup] { [] }

    /// None unless said otherwise.
    public var rateLimitHeaders: RateLimitHeaders { RateLimitHeaders() }

    /// None unless said otherwise.
    public var baseURL: BaseURL? { nil }

    /// None unless said otherwise.
    public var healthCheck: WireRequest? { nil }

    /// Nothing unless said otherwise.
    public func warning(in response: WireResponse) -> String? { nil }

    /// Knows no error form unless said otherwise.
    public func problem(in response: WireResponse) -> ProviderProblem? { nil }

    /// Reads the status, and what the provider says beside it.
    public func failure(for response: WireResponse, answering request: WireRequest, now: Timestamp) -> Failure? {
        statusFailure(for: response, now: now)
    }

    /// Reads the status, and what the provider says beside it, for those whose own reading goes further.
    public func statusFailure(for response: WireResponse, now: Timestamp) -> Failure? {
        guard !response.isSuccess else { return nil }
        let headers = response.headers
        let wait = RetryAfter.header(in: headers, now: now)
        guard var failure = Failure(status: response.status, namesReturn: wait != nil, service: Self.displayName)
        else { return nil }
        // Some providers tell the end of the window with every answer; only a refusal makes it a time to come back.
        let isRateLimited = failure.kind == .rateLimited
        failure.retryAfter =
            isRateLimited ? RetryAfter.wait(in: headers, names: rateLimitHeaders, now: now) : wait
        let problem = problem(in: response)
        failure.providerCode = problem?.code.flatMap { $0.isProviderCode ? $0 : nil }
        failure.providerMessage = problem?.message.map(\.cutToProviderMessage)
        failure.details = (problem?.details ?? [])
            .map { ProviderProblem.Detail(field: $0.field, message: $0.message.map(\.cutToProviderMessage)) }
        return failure
    }
}

extension String {
    /// As much of a provider's words as is kept.
    fileprivate var cutToProviderMessage: String {
        String(String.UnicodeScalarView(unicodeScalars.prefix(Failure.providerMessageLimit)))
    }

    /// Whether a text looks like a code rather than like words, which could quote anything: codes are kept for ever.
    fileprivate var isProviderCode: Bool {
        (1...100).contains(utf8.count) && utf8.allSatisfy { $0.isASCIIAlphanumeric || "_.-".utf8.contains($0) }
    }
}

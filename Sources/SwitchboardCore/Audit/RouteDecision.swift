/// Why an action went to the provider that it went to.
public struct RouteDecision: Sendable, Hashable {
    /// One provider instance that came into question.
    public struct Candidate: Sendable, Hashable {
        /// The instance's name.
        public var provider: String

        /// What became of it: `chosen`, or the reason why not.
        public var verdict: String

        /// The fields that this provider cannot carry, and that the route gives up for it.
        public var lost: [String]

        /// Creates a candidate.
        public init(provider: String, verdict: String, lost: [String] = []) {
            self.provider = provider
            self.verdict = verdict
            self.lost = lost
        }
    }

    /// Which rule decided: a route's pattern, with its place where the route has several rules, as in
    /// `ticket.create[1]`; `call` for the caller's own choice, `built-in` for none.
    public var rule: String

    /// Every instance that came into question, in order.
    public var candidates: [Candidate]

    /// Which configuration decided: the fingerprint that `switchboard config show` gives.
    public var version: String?

    /// Whether the guard sent it to its own address instead of the recipients'.
    public var isRedirected: Bool

    /// Whether it was for every usable candidate, rather than for one of them.
    public var sendsToAll: Bool

    /// Creates a decision.
    public init(
        rule: String,
        candidates: [Candidate] = [],
        version: String? = nil,
        isRedirected: Bool = false,
        sendsToAll: Bool = false
    ) {
        self.rule = rule
        self.candidates = candidates
        self.version = version
        self.isRedirected = isRedirected
        self.sendsToAll = sendsToAll
    }
}

extension RouteDecision: Codable {
    private enum CodingKeys: String, CodingKey {
        case rule
        case candidates
        case version
        case isRedirected = "redirected"
        case sendsToAll = "all"
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        rule = try container.decode(String.self, forKey: .rule)
        candidates = try container.decode([Candidate].self, forKey: .candidates)
        version = try container.decodeIfPresent(String.self, forKey: .version)
        isRedirected = try container.decodeIfPresent(Bool.self, forKey: .isRedirected) ?? false
        sendsToAll = try container.decodeIfPresent(Bool.self, forKey: .sendsToAll) ?? false
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rule, forKey: .rule)
        try container.encode(candidates, forKey: .candidates)
        try container.encodeIfPresent(version, forKey: .version)
        if isRedirected { try container.encode(true, forKey: .isRedirected) }
        if sendsToAll { try container.encode(true, forKey: .sendsToAll) }
    }
}

extension RouteDecision.Candidate: Codable {
    private enum CodingKeys: String, CodingKey {
        case provider, verdict, lost
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        provider = try container.decode(String.self, forKey: .provider)
        verdict = try container.decode(String.self, forKey: .verdict)
        lost = try container.decodeIfPresent([String].self, forKey: .lost) ?? []
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(provider, forKey: .provider)
        try container.encode(verdict, forKey: .verdict)
        if !lost.isEmpty { try container.encode(lost, forKey: .lost) }
    }
}

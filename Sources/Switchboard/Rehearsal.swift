public import SwitchboardCore

/// What performing an action would do, found out without sending or recording anything.
public struct Rehearsal: Sendable {
    /// Whether requests come after those that are known.
    public enum FollowUp: String, Sendable, Codable {
        /// None: nothing would be sent at all.
        case none
        /// Perhaps: the answer decides.
        case possible
        /// The known request only looks something up; the write comes after its answer and depends on it.
        case expected
    }

    /// Why this provider, and why not the others.
    public var route: RouteDecision

    /// The instance that would be asked, or that failed; `nil` where none came into question.
    public var provider: String?

    /// The exact requests, as far as no answer is needed to know them: at most the first.
    public var requests: [RequestPreview]

    /// Whether more requests come, depending on the answer.
    public var followUp: FollowUp

    /// Why nothing would be sent: what performing the action would fail with.
    public var failure: Failure?

    init(
        route: RouteDecision = RouteDecision(rule: "none"),
        provider: String? = nil,
        requests: [RequestPreview] = [],
        followUp: FollowUp = .none,
        failure: Failure? = nil
    ) {
        self.route = route
        self.provider = provider
        self.requests = requests
        self.followUp = followUp
        self.failure = failure
    }
}

extension CommunicationTools {
    /// Finds out what performing an action would do: who would be asked, and with which request.
    ///
    /// It goes the way of ``perform(_:_:)`` through checks, routes and the adapter, up to the first exchange. Nothing is
    /// sent, and the audit log does not hear of it. The action's id is made for this call, so what an adapter makes from
    /// it differs when the action is performed; limits and breakers are not asked.
    ///
    /// - Parameters:
    ///   - action: What should happen.
    ///   - options: What the call asks for beside it.
    /// - Returns: The route and the request, or the failure that performing it would end with.
    public func rehearse<A: Action>(_ action: A, _ options: CallOptions = CallOptions()) async -> Rehearsal {
        var performance = Performance(action, id: time.makeActionID(), options: options, tools: self)
        return await performance.rehearse()
    }
}

extension Rehearsal: Encodable {
    private enum CodingKeys: String, CodingKey {
        case success
        case isDryRun = "dry_run"
        case route, provider, requests
        case followUp = "follow_up"
    }

    /// Writes the flat form of an outcome, marked as a dry run, with the route and the requests.
    public func encode(to encoder: any Encoder) throws {
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(failure == nil, forKey: .success)
        try container.encode(true, forKey: .isDryRun)
        try container.encode(route, forKey: .route)
        try container.encodeIfPresent(provider ?? failure?.provider, forKey: .provider)
        try container.encode(requests, forKey: .requests)
        try container.encode(followUp, forKey: .followUp)
    }
}

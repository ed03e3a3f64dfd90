public import SwitchboardCore

/// How a provider instance answered when it was asked how it is.
public struct ProviderHealth: Sendable {
    /// The instance's name.
    public var provider: String

    /// How long it took until the answer was known, retries and waits included.
    public var duration: Duration

    /// How many requests were sent for it.
    public var attempts: Int

    /// What went wrong; `nil` where it answered as it should.
    public var failure: Failure?

    /// Whether anybody answered at all, if only with what cannot be read.
    public var isReachable: Bool { failure?.status != nil || [nil, .malformedResponse].contains(failure?.kind) }

    /// Whether the provider accepts the credentials; `nil` where its answer says nothing about them.
    public var acceptsCredentials: Bool? {
        switch failure?.kind {
        case nil: true
        case .authenticationFailed?, .permissionDenied?: false
        default: nil
        }
    }
}

extension CommunicationTools {
    /// Asks every configured instance that has a health check, all at once.
    ///
    /// Each question goes through the instance's own limits, breaker and transport, with one quick retry at most where
    /// nobody answers. The audit log does not hear of it.
    ///
    /// - Parameter timeout: How long the answers may take.
    /// - Returns: One answer an instance, in the order of the configuration.
    public func checkHealth(timeout: Duration = .seconds(15)) async -> [ProviderHealth] {
        guard gate.enter() else { return [] }
        defer { gate.leave() }
        let deadline = time.now().advanced(by: timeout)
        return await withTaskGroup(of: (Int, ProviderHealth)?.self) { group in
            for (index, instance) in arrangement.instances.enumerated() {
                group.addTask { await self.health(of: instance, by: deadline).map { (index, $0) } }
            }
            return await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func health(of instance: ProviderInstance, by deadline: ContinuousClock.Instant) async -> ProviderHealth? {
        guard case .success(let parts) = instance.parts, let request = parts.provider.healthCheck else { return nil }
        let call = Visit.Call(
            id: time.makeActionID(),
            actionName: HealthCheck.name,
            began: time.now(),
            resendsUnknown: false,
            subjects: [],
            tools: self,
            logger: logger,
            recorder: nil
        )
        // As if others stood ready: a check that waits long tells nothing more.
        let visit = Visit(to: instance, parts, for: call, deadline: deadline, isLast: false)
        let result = await visit.run(HealthCheck()) { (_, client) async throws(Failure) in
            _ = try await client.send(request, as: JSONValue.self)
            return HealthCheck.Receipt()
        }
        let failure: Failure? = if case .failure(let failure) = result { failure.ofHealthCheck } else { nil }
        return ProviderHealth(
            provider: instance.name,
            duration: call.began.duration(to: time.now()),
            attempts: visit.attempts.count,
            failure: failure
        )
    }
}

extension Failure {
    /// The failure in words that fit where no action names anything.
    fileprivate var ofHealthCheck: Failure {
        guard kind == .notFound else { return self }
        var failure = self
        failure.message = "nothing answers at the address of the health check; check the base URL"
        return failure
    }
}

/// The question as an action, for the way down; no provider lists it and nobody can perform it.
private struct HealthCheck: Action {
    static let name = "provider.check"
    static let summary = "Asks a provider how it is."
    static let fields: [Field] = []
    static let isRead = true

    var people: [Person] { [] }

    struct Receipt: ActionReceipt {}
}

extension ProviderHealth: Encodable {
    private enum CodingKeys: String, CodingKey {
        case isReachable = "reachable"
        case acceptsCredentials = "credentials_accepted"
        case duration = "latency_ms"
        case attempts
    }

    /// Writes the verdict and, flat beside it, the failure's own fields.
    public func encode(to encoder: any Encoder) throws {
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isReachable, forKey: .isReachable)
        try container.encodeIfPresent(acceptsCredentials, forKey: .acceptsCredentials)
        try container.encode(duration.wholeMilliseconds, forKey: .duration)
        try container.encode(attempts, forKey: .attempts)
    }
}

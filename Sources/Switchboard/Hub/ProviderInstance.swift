import Resilience
import SwitchboardCore

/// One instance of a provider in the configuration: its handlers, its pipeline, or why it cannot be used.
///
/// A class, since every call on its way holds on to it.
final class ProviderInstance: Sendable {
    /// What a usable instance consists of.
    final class Parts: Sendable {
        let provider: any Provider
        let actions: BoundActions
        let pipeline: Pipeline
        let policy: ResiliencePolicy
        let secrets: [Secret]
        /// The provider's endpoint groups, in the order of the policy's.
        let groups: [EndpointGroup]
        /// Reads what the provider says of its rate limit; `nil` where it says nothing.
        let quota: QuotaReader?

        fileprivate init<P: Provider>(
            _ type: P.Type,
            _ provider: any Provider,
            _ actions: BoundActions,
            secrets: [Secret],
            policy: ResiliencePolicy,
            pipeline: Pipeline
        ) {
            self.provider = provider
            self.actions = actions
            self.pipeline = pipeline
            self.policy = policy
            self.secrets = secrets
            groups = P.endpointGroups
            quota = QuotaReader(provider.rateLimitHeaders)
        }
    }

    /// What instances are made with.
    struct Makings: Sendable {
        /// Clocks, waiting and randomness.
        let time: TimeSource

        /// Who is told.
        var telemetry: Telemetry?

        /// What answers in the place of every provider, so that no credentials are needed; `nil` for themselves.
        var understudy: (any Understudy)?
    }

    /// The instance's name in configuration, logs and the audit log.
    let name: String

    /// The provider's name in the configuration.
    let typeName: String

    /// The names of the actions that this type of provider can do, whether it is configured or not.
    let actionNames: Set<String>

    /// The fields of each action that this type of provider has nothing for.
    let lacking: [String: Set<String>]

    /// The parts, or ``Failure/Kind/notConfigured``.
    let parts: Result<Parts, Failure>

    private let configuration: InstanceConfiguration

    /// Builds the instance of a type.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - configuration: Its part of the configuration.
    ///   - makings: What instances are made with.
    ///   - old: The instance whose place it takes; where its limits are the same, its breaker and limiter go along.
    /// - Throws: ``Failure/Kind/invalidInput`` for a value that cannot be right. A missing credential is no error: the
    ///   instance exists and cannot be used.
    init<P: Provider>(
        _ type: P.Type,
        _ configuration: InstanceConfiguration,
        _ makings: Makings,
        inPlaceOf old: ProviderInstance? = nil
    ) throws(Failure) {
        self.configuration = configuration
        name = configuration.settings.instance
        typeName = P.name
        let table = P.actions
        actionNames = Set(table.actions.map { $0.name })
        lacking = table.lacking
        do throws(Failure) {
            let (provider, actions) = try Self.make(type, configuration.settings, makings.understudy)
            let policy = configuration.policy(default: provider.rateLimit, groups: P.endpointGroups)
            let pipeline =
                old?.pipeline(of: policy)
                ?? Pipeline(
                    service: P.displayName,
                    policy: policy,
                    time: makings.time,
                    observe: makings.telemetry?.pipelineObserver(at: name, doing: actionNames, groups: policy.groups)
                )
            let secrets = configuration.settings.allSecrets
            parts = .success(Parts(type, provider, actions, secrets: secrets, policy: policy, pipeline: pipeline))
        } catch {
            guard error.kind == .notConfigured else { throw error }
            var failure = error
            failure.provider = name
            parts = .failure(failure)
        }
    }

    /// Whether it is what a part of the configuration asks for, credentials included.
    func isMade(from other: InstanceConfiguration) -> Bool {
        configuration.settings == other.settings && configuration.rate == other.rate
            && configuration.groupRates == other.groupRates
            && configuration.resilience == other.resilience
    }

    private func pipeline(of policy: ResiliencePolicy) -> Pipeline? {
        guard case .success(let parts) = parts, parts.policy == policy else { return nil }
        return parts.pipeline
    }

    private static func make<P: Provider>(
        _ type: P.Type,
        _ settings: ProviderSettings,
        _ understudy: (any Understudy)?
    ) throws(Failure) -> (any Provider, BoundActions) {
        if let understudy { return (EmptySeat(), P.actions.bound(to: understudy, at: settings.instance)) }
        let provider = try P(settings: settings)
        return (provider, P.actions.bound(to: provider))
    }

    /// Whether an action can be sent through it now.
    var isConfigured: Bool {
        if case .success = parts { true } else { false }
    }

    /// The handler of an action, with what it needs.
    ///
    /// - Throws: Where the instance cannot be used, or another type of action has the same name.
    func handler<A: Action>(of action: A.Type) throws(Failure) -> (parts: Parts, handler: Handler<A>) {
        let parts = try parts.get()
        if let handler = parts.actions[action] { return (parts, handler) }
        throw Failure(.unsupportedAction, effect: .none, "\(name) knows another action as \(A.name)")
    }
}

/// What an instance has in the place of its provider where an understudy answers: it is never asked for a request.
private struct EmptySeat: Provider {
    static let name = "understudy"
    static let displayName = "Understudy"
    static let settings: [Setting] = []
    static let actions = ActionTable<Self>()

    let rateLimit = RateLimit(1_000_000, per: .seconds(1))

    init() {}

    init(settings: ProviderSettings) throws(Failure) {}

    func authorize(_ request: inout WireRequest) {}
}

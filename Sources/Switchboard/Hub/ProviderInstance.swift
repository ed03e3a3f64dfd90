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

        fileprivate init(
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
        }
    }

    /// The instance's name in configuration, logs and the audit log.
    let name: String

    /// The provider's name in the configuration.
    let typeName: String

    /// The names of the actions that this type of provider can do, whether it is configured or not.
    let actionNames: Set<String>

    /// The parts, or ``Failure/Kind/notConfigured``.
    let parts: Result<Parts, Failure>

    /// Builds the instance of a type.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - configuration: The instance's part of the configuration.
    ///   - time: Clocks, waiting and randomness.
    ///   - telemetry: Who hears of events.
    ///   - understudy: What answers in the provider's place, so that no credentials are needed; `nil` for itself.
    /// - Throws: ``Failure/Kind/invalidInput`` for a value that cannot be right. A missing credential is no error: the
    ///   instance exists and cannot be used.
    init<P: Provider>(
        _ type: P.Type,
        _ configuration: InstanceConfiguration,
        time: TimeSource,
        telemetry: Telemetry? = nil,
        understudy: (any Understudy)? = nil
    ) throws(Failure) {
        name = configuration.settings.instance
        typeName = P.name
        actionNames = Set(P.actions.actions.map { $0.name })
        do throws(Failure) {
            let (provider, actions) = try Self.make(type, configuration.settings, understudy)
            let policy = configuration.policy(default: provider.rateLimit)
            let pipeline = Pipeline(
                service: P.displayName,
                policy: policy,
                time: time,
                observe: telemetry?.pipelineObserver(at: name, doing: actionNames)
            )
            let secrets = configuration.settings.allSecrets
            parts = .success(Parts(provider, actions, secrets: secrets, policy: policy, pipeline: pipeline))
        } catch {
            guard error.kind == .notConfigured else { throw error }
            var failure = error
            failure.provider = name
            parts = .failure(failure)
        }
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

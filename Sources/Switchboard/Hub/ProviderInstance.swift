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

        fileprivate init<P: Provider>(_ provider: P, secrets: [Secret], policy: ResiliencePolicy, pipeline: Pipeline) {
            self.provider = provider
            actions = P.actions.bound(to: provider)
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
    ///   - time: Clocks, waiting and randomness.
    ///   - telemetry: Who is told.
    ///   - old: The instance whose place it takes; where its limits are the same, its breaker and limiter go along.
    /// - Throws: ``Failure/Kind/invalidInput`` for a value that cannot be right. A missing credential is no error: the
    ///   instance exists and cannot be used.
    init<P: Provider>(
        _ type: P.Type,
        _ configuration: InstanceConfiguration,
        time: TimeSource,
        telemetry: Telemetry? = nil,
        inPlaceOf old: ProviderInstance? = nil
    ) throws(Failure) {
        self.configuration = configuration
        name = configuration.settings.instance
        typeName = P.name
        let table = P.actions
        actionNames = Set(table.actions.map { $0.name })
        lacking = table.lacking
        do throws(Failure) {
            let provider = try P(settings: configuration.settings)
            let policy = configuration.policy(default: provider.rateLimit)
            let pipeline =
                old?.pipeline(of: policy)
                ?? Pipeline(
                    service: P.displayName,
                    policy: policy,
                    time: time,
                    observe: telemetry?.pipelineObserver(at: name, doing: actionNames)
                )
            let secrets = configuration.settings.allSecrets
            parts = .success(Parts(provider, secrets: secrets, policy: policy, pipeline: pipeline))
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
            && configuration.resilience == other.resilience
    }

    private func pipeline(of policy: ResiliencePolicy) -> Pipeline? {
        guard case .success(let parts) = parts, parts.policy == policy else { return nil }
        return parts.pipeline
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

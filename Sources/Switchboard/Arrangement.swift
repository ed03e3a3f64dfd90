import AuditStore
import Resilience
import SwitchboardCore

/// What a call begins with and keeps to its end: a configuration, what operators have switched, the instances built from
/// both, and the router.
///
/// It never changes. When the configuration or a switch does, another one takes its place; an instance whose own part is the same
/// goes along, with its breaker and its limiter.
final class Arrangement: Sendable {
    /// What it was made from.
    let configuration: SwitchboardConfiguration

    /// What operators have switched.
    let switches: Switches

    /// Every instance that the configuration switches on; an operator may have switched it off.
    let instances: [ProviderInstance]

    /// Decides who does an action.
    let router: Router

    /// The fingerprint of the configuration; the audit log keeps it with each decision.
    let version: String

    /// Makes an arrangement.
    ///
    /// - Parameters:
    ///   - configuration: What to make it from.
    ///   - providers: The types of providers that the configuration may name.
    ///   - makings: What instances are made with.
    ///   - switches: What operators have switched.
    ///   - old: The arrangement whose place it takes.
    /// - Throws: ``Failure/Kind/invalidInput`` for a value in the configuration that cannot be right.
    init(
        _ configuration: SwitchboardConfiguration,
        providers: [any Provider.Type],
        _ makings: ProviderInstance.Makings,
        switches: Switches = Switches(),
        inPlaceOf old: Arrangement? = nil
    ) throws(Failure) {
        self.configuration = configuration
        self.switches = switches
        instances = try configuration.instances.map { instance throws(Failure) in
            let before = old?.instances
                .first { $0.name == instance.settings.instance && $0.typeName == instance.typeName }
            if let before, before.isMade(from: instance) { return before }
            return try ProviderInstance.make(instance, among: providers, makings, inPlaceOf: before)
        }
        router = Router(
            routes: configuration.routes,
            instances: instances,
            absences: configuration.absences(providers)
                .merging(Self.absences(instances, switches)) { first, _ in first }
        )
        version = configuration.fingerprint(providers: providers)
    }

    private static func absences(_ instances: [ProviderInstance], _ switches: Switches) -> [String: Router.Absence] {
        let absences = instances.compactMap { instance in
            switches.disabled[instance.name]
                .map {
                    (
                        instance.name,
                        Router.Absence(reason: "switched off \($0.text)", actionNames: instance.actionNames)
                    )
                }
        }
        return Dictionary(absences) { first, _ in first }
    }
}

extension Arrangement {
    /// Forces the breakers as operators want them, and lets the others decide for themselves; once is as good as twice.
    func forceBreakers() {
        for instance in instances {
            guard case .success(let parts) = instance.parts else { continue }
            let forced = switches.breakers[instance.name]
            parts.pipeline.force(forced.map(CircuitBreaker.Force.init))
        }
    }
}

extension CircuitBreaker.Force {
    fileprivate init(_ forced: Switches.Forced) {
        switch forced.force {
        case .open: self = .open(reason: forced.decision.text)
        case .closed: self = .closed
        }
    }
}

extension ProviderInstance {
    /// Builds the instance that a part of the configuration asks for.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a value that cannot be right, or a type that was not passed in.
    static func make(
        _ configuration: InstanceConfiguration,
        among providers: [any Provider.Type],
        _ makings: Makings,
        inPlaceOf old: ProviderInstance? = nil
    ) throws(Failure) -> ProviderInstance {
        guard let type = providers.first(where: { $0.name == configuration.typeName }) else {
            throw .invalidInput("providers.\(configuration.settings.instance)", "names a type that was not passed in")
        }
        return try ProviderInstance(type, configuration, makings, inPlaceOf: old)
    }
}

extension SwitchboardConfiguration {
    /// The instances that it switches off, with what their types could do.
    func absences(_ providers: [any Provider.Type]) -> [String: Router.Absence] {
        let absences = disabledInstances.map { instance in
            let type = providers.first { $0.name == instance.typeName }
            let names = Set(type?.actionNames ?? [])
            return (
                instance.settings.instance,
                Router.Absence(reason: "switched off: the configuration says so", actionNames: names)
            )
        }
        return Dictionary(absences) { first, _ in first }
    }
}

extension Provider {
    /// The names of everything that it can do.
    static var actionNames: [String] { actions.actions.map { $0.name } }
}

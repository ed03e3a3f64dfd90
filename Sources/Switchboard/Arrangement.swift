import SwitchboardCore

/// What a call begins with and keeps to its end: a configuration, the instances built from it, and the router.
///
/// It never changes. When the configuration does, another one takes its place; an instance whose own part is the same
/// goes along, with its breaker and its limiter.
final class Arrangement: Sendable {
    /// What it was made from.
    let configuration: SwitchboardConfiguration

    /// Every instance that the configuration switches on.
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
    ///   - old: The arrangement whose place it takes.
    /// - Throws: ``Failure/Kind/invalidInput`` for a value in the configuration that cannot be right.
    init(
        _ configuration: SwitchboardConfiguration,
        providers: [any Provider.Type],
        _ makings: ProviderInstance.Makings,
        inPlaceOf old: Arrangement? = nil
    ) throws(Failure) {
        self.configuration = configuration
        instances = try configuration.instances.map { instance throws(Failure) in
            guard let type = providers.first(where: { $0.name == instance.typeName }) else {
                throw .invalidInput("providers.\(instance.settings.instance)", "names a type that was not passed in")
            }
            let before = old?.instances.first { $0.name == instance.settings.instance && $0.typeName == type.name }
            if let before, before.isMade(from: instance) { return before }
            return try ProviderInstance(type, instance, makings, inPlaceOf: before)
        }
        let absences = configuration.disabledInstances.map { instance in
            let type = providers.first { $0.name == instance.typeName }
            let names = Set(type?.actionNames ?? [])
            return (instance.settings.instance, Router.Absence(reason: "the configuration says so", actionNames: names))
        }
        router = Router(
            routes: configuration.routes,
            instances: instances,
            absences: Dictionary(absences) { first, _ in first }
        )
        version = configuration.fingerprint(providers: providers)
    }
}

extension Provider {
    /// The names of everything that it can do.
    static var actionNames: [String] { actions.actions.map { $0.name } }
}

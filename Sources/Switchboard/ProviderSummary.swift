package import AuditStore
package import SwitchboardCore

/// What an operator asks of a provider instance: whether it can be used, and what it is made of.
package struct ProviderSummary: Sendable {
    /// Whether an instance can be used.
    package enum State: Sendable {
        /// It has all that it needs.
        case configured
        /// Something is missing, and what to set.
        case notConfigured(String)
        /// The configuration switches it off.
        case disabled
    }

    /// The instance's name.
    package var name: String

    /// The name of the provider's type.
    package var typeName: String

    /// Whether it can be used.
    package var state: State

    /// Which operator has switched it off; `nil` where none has.
    package var switchedOff: Switches.Decision?

    /// How an operator forces its breaker; `nil` where none does.
    package var breaker: Switches.Forced?

    /// The address below which its API lives, where that is known.
    package var baseURL: String?

    /// How often it may be called, where that is known.
    package var rate: RateLimit?

    /// Every key with its value and origin, without secrets.
    package var entries: [ConfigurationEntry]
}

extension CommunicationTools {
    /// Every instance in the configuration; disabled ones come last.
    package var providerSummaries: [ProviderSummary] {
        let arrangement = arrangement
        let configuration = arrangement.configuration
        let enabled = zip(arrangement.instances, configuration.instances)
            .map { instance, settings in
                var summary = summary(of: settings, .configured)
                if case .failure(let failure) = instance.parts { summary.state = .notConfigured(failure.message) }
                return summary
            }
        return enabled + configuration.disabledInstances.map { summary(of: $0, .disabled) }
    }

    private func summary(of instance: InstanceConfiguration, _ state: ProviderSummary.State) -> ProviderSummary {
        let type = providerTypes.first { $0.name == instance.typeName }
        // Where it lives does not depend on the credentials that it may lack.
        let provider = type.flatMap { try? $0.init(settings: instance.settings.completed(for: $0)) }
        return ProviderSummary(
            name: instance.settings.instance,
            typeName: instance.typeName,
            state: state,
            switchedOff: switches.disabled[instance.settings.instance],
            breaker: switches.breakers[instance.settings.instance],
            baseURL: provider?.baseURL?.description,
            rate: instance.rate ?? provider?.rateLimit,
            entries: configuration.entries(of: instance, providerTypes)
        )
    }
}

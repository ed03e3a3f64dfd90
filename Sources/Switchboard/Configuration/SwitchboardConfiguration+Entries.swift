package import SwitchboardCore

extension SwitchboardConfiguration {
    /// Every key with its effective value, in the order of `config/switchboard.yaml`.
    ///
    /// - Parameter providers: The types of providers that the configuration was read with.
    /// - Returns: The sections.
    package func entries(providers: [any Provider.Type] = builtInProviders) -> [ConfigurationEntry] {
        let instances = (instances + disabledInstances)
            .map { instance in
                ConfigurationEntry(
                    name: instance.settings.instance,
                    content: .section(entries(of: instance, providers))
                )
            }
        return [
            ConfigurationEntry(name: "service", content: .section(serviceEntries)),
            ConfigurationEntry(name: "providers", content: .section(instances)),
            ConfigurationEntry(name: "routes", content: .section(routeEntries)),
            ConfigurationEntry(name: "guard", content: .section(guardEntries)),
            ConfigurationEntry(name: "resilience", content: .section(resilienceEntries)),
            ConfigurationEntry(name: "audit", content: .section(auditEntries)),
            ConfigurationEntry(name: "identity", content: .section(identityEntries)),
            ConfigurationEntry(name: "transport", content: .section(transportEntries)),
        ]
    }

    /// Puts another folder in the place of the audit log's, also where the configuration is read again.
    package mutating func replaceAuditDirectory(_ directory: String, origin: ConfigurationOrigin) {
        audit.directory = directory
        origins["audit.directory"] = origin
        source?.auditDirectory = (directory, origin)
    }

    /// Every key of one instance.
    package func entries(
        of instance: InstanceConfiguration,
        _ providers: [any Provider.Type] = builtInProviders
    ) -> [ConfigurationEntry] {
        var list = EntryList(path: "providers.\(instance.settings.instance)", origins: origins)
        list.add("type", instance.typeName)
        list.add("enabled", .bool(instance.isEnabled))
        for setting in providers.first(where: { $0.name == instance.typeName })?.settings ?? [] {
            list.add(setting, of: instance.settings)
        }
        list.add(
            "rate",
            instance.rate?.configurationText,
            hint: "set \(instance.settings.environmentVariable("rate"))"
        )
        for group in providers.first(where: { $0.name == instance.typeName })?.endpointGroups ?? [] {
            guard let rate = instance.groupRates[group.name] else { continue }
            list.add("groupRates.\(group.name)", rate.configurationText)
        }
        var limits = EntryList(path: "\(list.path).resilience", origins: origins, fallback: "resilience")
        limits.add(instance.resilience)
        return list.entries + [ConfigurationEntry(name: "resilience", content: .section(limits.entries))]
    }

    private var serviceEntries: [ConfigurationEntry] {
        var list = EntryList(path: "service", origins: origins)
        list.add("name", service.name)
        list.add("environment", service.environment)
        return list.entries
    }

    private var routeEntries: [ConfigurationEntry] {
        routes.routes.sorted { $0.key < $1.key }
            .map { pattern, route in
                var list = EntryList(path: "routes", origins: origins)
                list.add(pattern, route.rules.count == 1 ? route.rules[0].json : .array(route.rules.map(\.json)))
                return list.entries[0]
            }
    }

    private var guardEntries: [ConfigurationEntry] {
        guard let recipientGuard else { return [] }
        var list = EntryList(path: "guard", origins: origins)
        list.add("recipients", .array(recipientGuard.recipients.map { .string($0) }))
        list.add("otherwise", recipientGuard.redirect.map { "redirect:\($0.email)" } ?? "refuse")
        return list.entries
    }

    private var resilienceEntries: [ConfigurationEntry] {
        var list = EntryList(path: "resilience", origins: origins)
        list.add("deadline", resilience.deadline.configurationText)
        list.add(resilience)
        return list.entries
    }

    private var auditEntries: [ConfigurationEntry] {
        var list = EntryList(path: "audit", origins: origins)
        list.add("directory", audit.directory)
        list.add("required", .bool(audit.isRequired))
        list.add("synchronous", audit.isFullySynchronous ? "full" : "normal")
        list.add("masterKeyFile", audit.masterKeyFile, hint: "master.key in the directory serves")
        let variable = EnvironmentName.make(instance: "switchboard", key: "masterKey")
        list.add("masterKey", secret: audit.masterKey, variable: variable)
        return list.entries
    }

    private var identityEntries: [ConfigurationEntry] {
        var list = EntryList(path: "identity", origins: origins)
        list.add("enabled", .bool(identity.isEnabled))
        list.add("maximumAge", identity.maximumAge.configurationText)
        return list.entries
    }

    private var transportEntries: [ConfigurationEntry] {
        var list = EntryList(path: "transport", origins: origins)
        list.add("caFile", transport.caFile, hint: "the system's authorities are trusted")
        list.add("proxy", transport.proxy)
        list.add("http2", .bool(transport.offersHTTP2))
        list.add("connectTimeout", transport.connectTimeout.configurationText)
        list.add("stallLimit", transport.stallLimit.configurationText)
        return list.entries
    }
}

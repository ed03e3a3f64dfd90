import SwitchboardCore

extension Surroundings {
    /// The keys that every instance has, whatever its type.
    private static let commonKeys = ["enabled", "rate"]

    /// Warns of variables that begin like an instance's and that nothing reads: a misspelt name must not pass silently.
    func warnOfUnknownVariables(of instances: [InstanceConfiguration]) {
        let known = instances.map { (prefix: $0.settings.prefix, names: names(of: $0)) }
        let all = Set(known.flatMap(\.names))
        for variable in variables where !all.contains(variable) {
            // `INTERCOM_EU_REGION` is the business of `intercom_eu`, where there is such an instance.
            let owners = known.filter { variable.hasPrefix($0.prefix) }
            guard let owner = owners.max(by: { $0.prefix.count < $1.prefix.count }) else { continue }
            log.warn(variable, "is ignored: \(remark(on: variable, owner.prefix, owner.names))")
        }
    }

    private func names(of instance: InstanceConfiguration) -> [String] {
        let settings = providers.first { $0.name == instance.typeName }?.settings ?? []
        let own = settings.flatMap { setting in
            let name = instance.settings.environmentVariable(setting.key)
            return setting.isSecret ? [name, "\(name)_FILE"] : [name]
        }
        return own + Self.commonKeys.map(instance.settings.environmentVariable)
    }

    private func remark(on variable: String, _ prefix: String, _ names: [String]) -> String {
        let key = String(variable.dropFirst(prefix.count))
        if key == "TYPE" || key.hasPrefix("RESILIENCE") {
            return "this key has no variable; set it in the configuration file"
        }
        let keys = names.map { String($0.dropFirst(prefix.count)) }
        let hint = key.nearest(among: keys).map { "did you mean \(prefix)\($0)?" }
        return "no key has this variable; \(hint ?? "known: \(names.sorted().joined(separator: ", "))")"
    }
}

extension ProviderSettings {
    /// How the names of all variables of the instance begin.
    fileprivate var prefix: String { environmentVariable("") }
}

import Configuration
import Foundation
import SwitchboardCore
import Yams

/// The environment over the file: what one provider instance is given, and where each value comes from.
struct Surroundings {
    let providers: [any Provider.Type]
    let log: LoadingLog
    private let environment: ConfigReader
    let variables: [String]

    init(environment: [String: String], providers: [any Provider.Type], log: LoadingLog) {
        self.providers = providers
        self.log = log
        variables = environment.keys.sorted()
        self.environment = ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: environment))
    }

    /// The instances that the file names, in its order, then one for each type that it does not; disabled ones too.
    func instances(_ section: ConfigurationSection, _ limits: ResilienceConfiguration) -> [InstanceConfiguration] {
        var instances: [InstanceConfiguration] = []
        var handled: Set<String> = []
        for name in section.names {
            handled.insert(name)
            guard let instance = instance(name, section, limits) else { continue }
            instances.append(instance)
        }
        section.refuseUnknownKeys()
        for type in providers where !handled.contains(type.name) {
            let empty = ConfigurationSection(nil, path: "providers.\(type.name)", log: log)
            var instance = configured(type.name, type, empty, limits)
            instance.isExplicit = false
            instances.append(instance)
        }
        return instances
    }

    /// The type of each instance, by the instance's name; also of those whose section could not be read.
    func types(
        of section: ConfigurationSection,
        and instances: [InstanceConfiguration]
    ) -> [String: any Provider.Type] {
        let named = instances.map { ($0.settings.instance, $0.typeName) } + section.names.map { ($0, $0) }
        let types = named.compactMap { name, typeName in
            (providers.first { $0.name == typeName } ?? providers.first).map { (name, $0) }
        }
        return Dictionary(types) { first, _ in first }
    }

    /// A credential of an instance: its variable, the file that `<variable>_FILE` names, or the file that the section's
    /// `<key>File` names.
    private func secret(_ key: String, of instance: String, in section: ConfigurationSection) -> Secret? {
        let fileKey = "\(key)File"
        let path = section.path.appending(member: key)
        let fileInSection = section.text(fileKey)
        if let secret = secret(instance: instance, key: key, at: path) { return secret }
        // A variable that is set but wrong is no reason to look further.
        guard let file = fileInSection, let node = section.value(fileKey), log.origins[path] == nil else { return nil }
        log.note(.secretFile(file, namedBy: log.place(of: node)), of: path)
        return secret(inFile: file, path: section.path.appending(member: fileKey), at: node)
    }

    /// A credential from the environment: the variable, or the file that `<variable>_FILE` names.
    ///
    /// Its origin is noted under the path.
    func secret(instance: String, key: String, at path: String) -> Secret? {
        let variable = EnvironmentName.make(instance: instance, key: key)
        if let text = environment.string(forKey: ConfigKey([instance, key]), isSecret: true), !text.isEmpty {
            log.note(.variable(variable), of: path)
            return sound(text, path: variable)
        }
        guard let file = environment.string(forKey: ConfigKey([instance, key, "file"])), !file.isEmpty else {
            return nil
        }
        log.note(.secretFile(file, namedBy: .variable("\(variable)_FILE")), of: path)
        return secret(inFile: file, path: "\(variable)_FILE")
    }

    private func secret(inFile file: String, path: String, at node: Node? = nil) -> Secret? {
        guard let data = FileManager.default.contents(atPath: file), var text = String(data: data, encoding: .utf8)
        else {
            log.add(path, "names a file that cannot be read", at: node)
            return nil
        }
        // Editors and `echo` end a file with a line break that is no part of the secret.
        while text.last?.isNewline ?? false { text.removeLast() }
        return sound(text, path: path, at: node)
    }

    private func instance(
        _ name: String,
        _ section: ConfigurationSection,
        _ limits: ResilienceConfiguration
    ) -> InstanceConfiguration? {
        let own = section.section(name)
        let typeName = own.text("type") ?? name
        guard name.wholeMatch(of: #/[a-z][a-z0-9_]*/#) != nil else {
            log.add(own.path, "must be lower-case letters, digits and underscores", at: section.keyNode(name))
            return nil
        }
        guard let type = providers.first(where: { $0.name == typeName }) else {
            let hint = typeName.nearest(among: providers.map { $0.name }).map { "; did you mean \($0)?" } ?? ""
            log.add(own.path, "names no type of provider\(hint); set type", at: section.keyNode(name))
            return nil
        }
        let instance = configured(name, type, own, limits)
        own.refuseUnknownKeys()
        return instance
    }

    private func configured(
        _ name: String,
        _ type: any Provider.Type,
        _ section: ConfigurationSection,
        _ limits: ResilienceConfiguration
    ) -> InstanceConfiguration {
        var values: [String: String] = [:]
        var secrets: [String: Secret] = [:]
        for setting in type.settings {
            if setting.isSecret {
                refusePlainSecret(setting, of: name, section)
                secrets[setting.key] = secret(setting.key, of: name, in: section)
            } else {
                values[setting.key] = value(of: setting, name, section) ?? setting.defaultValue
            }
        }
        let settings = ProviderSettings(
            instance: name,
            displayName: type.displayName,
            values: values,
            secrets: secrets
        )
        var instance = InstanceConfiguration(
            typeName: type.name,
            settings: settings,
            rate: variable("rate", of: name, over: section) { $0.rate("rate") },
            resilience: ResilienceConfiguration(section.section("resilience"), over: limits)
        )
        instance.groupRates = groupRates(of: type, section.section("groupRates"))
        instance.isEnabled = variable("enabled", of: name, over: section) { $0.boolean("enabled") } ?? true
        return instance
    }

    /// The value of a key that every instance has: its variable, else the section's; read the same way from both.
    private func variable<Value>(
        _ key: String,
        of instance: String,
        over section: ConfigurationSection,
        read: (ConfigurationSection) -> Value?
    ) -> Value? {
        let inFile = read(section)
        guard let text = environment.string(forKey: ConfigKey([instance, key])), !text.isEmpty else { return inFile }
        let name = EnvironmentName.make(instance: instance, key: key)
        let outside = LoadingLog(file: nil)
        let value = read(ConfigurationSection(Node([(Node(key), Node(text))]), path: "", log: outside))
        for problem in outside.problems { log.add(name, problem.message) }
        log.note(.variable(name), of: section.path.appending(member: key))
        return value
    }

    private func value(of setting: Setting, _ name: String, _ section: ConfigurationSection) -> String? {
        let inFile = section.text(setting.key)
        let variable = environment.string(forKey: ConfigKey([name, setting.key])).flatMap { $0.isEmpty ? nil : $0 }
        guard let value = variable ?? inFile else { return nil }
        if variable != nil {
            log.note(.variable(environmentName(setting, name)), of: section.path.appending(member: setting.key))
        }
        let isKnown = setting.choices.isEmpty || setting.choices.contains(value)
        if isKnown { return value }
        let path =
            variable == nil
            ? section.path.appending(member: setting.key) : environmentName(setting, name)
        let node = variable == nil ? section.value(setting.key) : nil
        log.add(path, "is not one of \(setting.choices.joined(separator: ", "))", at: node)
        return nil
    }

    /// The rates of the endpoint groups that a type has; a name that it does not is refused.
    private func groupRates(of type: any Provider.Type, _ section: ConfigurationSection) -> [String: RateLimit] {
        let rates = type.endpointGroups.compactMap { group in section.rate(group.name).map { (group.name, $0) } }
        section.refuseUnknownKeys()
        return Dictionary(rates) { first, _ in first }
    }

    private func refusePlainSecret(_ setting: Setting, of name: String, _ section: ConfigurationSection) {
        guard let node = section.keyNode(setting.key) else { return }
        _ = section.value(setting.key)
        let variable = environmentName(setting, name)
        let path = section.path.appending(member: setting.key)
        log.add(path, "is a secret and must not stand in this file; set \(variable) or \(setting.key)File", at: node)
    }

    private func environmentName(_ setting: Setting, _ instance: String) -> String {
        EnvironmentName.make(instance: instance, key: setting.key)
    }

    private func sound(_ text: String, path: String, at node: Node? = nil) -> Secret? {
        if text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) { return Secret(text) }
        log.add(path, "contains a line break or another control character; remove it", at: node)
        return nil
    }
}

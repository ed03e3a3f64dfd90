import SwitchboardCore

/// The keys of one section, as they are listed one after the other.
struct EntryList {
    let path: String
    let origins: [String: ConfigurationOrigin]
    /// The section whose values this one takes where it says nothing.
    var fallback: String?
    private(set) var entries: [ConfigurationEntry] = []

    init(path: String, origins: [String: ConfigurationOrigin], fallback: String? = nil) {
        self.path = path
        self.origins = origins
        self.fallback = fallback
    }

    mutating func add(_ name: String, _ value: JSONValue) {
        add(name, .value(value, from: origin(of: name)))
    }

    /// Adds text; credentials inside an address are not shown.
    mutating func add(_ name: String, _ text: String?, hint: String? = nil) {
        guard let text else { return add(name, .unset(hint: hint)) }
        guard text.contains("://") else { return add(name, .value(.string(text), from: origin(of: name))) }
        let shown = text.replacing(#/://[^/@]*@/#) { _ in "://\(Secret.mark)@" }
        add(
            name,
            shown == text
                ? .value(.string(text), from: origin(of: name)) : .secret(shown: shown, from: origin(of: name))
        )
    }

    mutating func add(_ setting: Setting, of settings: ProviderSettings) {
        let variable = settings.environmentVariable(setting.key)
        if setting.isSecret {
            add(setting.key, secret: settings.secret(setting.key), variable: variable)
        } else {
            add(setting.key, settings[setting.key], hint: "set \(variable)")
        }
    }

    mutating func add(_ name: String, secret: Secret?, variable: String) {
        guard let secret, !secret.isEmpty else { return add(name, .unset(hint: "set \(variable)")) }
        let origin = origin(of: name)
        add(name, .secret(shown: secret.description, from: origin))
        // Only the name of its file may stand in a configuration file.
        if case .secretFile(let file, namedBy: .file(let place, let line)) = origin {
            add("\(name)File", .value(.string(file), from: .file(place, line: line)))
        }
    }

    mutating func add(_ limits: ResilienceConfiguration) {
        add("attemptTimeout", limits.attemptTimeout.configurationText)
        add("retries", .integer(Int64(limits.retries)))
        add("backoff", limits.backoff.configurationText)
        add("backoffCap", limits.backoffCap.configurationText)
        add("jitter", .number(limits.jitter))
        add(section: "breaker") { list in
            list.add("failures", .integer(Int64(limits.breakerFailures)))
            list.add("window", limits.breakerWindow.configurationText)
            list.add("openFor", limits.breakerOpenFor.configurationText)
        }
        addParts(of: limits)
    }

    /// Adds a section below this one.
    mutating func add(section name: String, _ fill: (inout EntryList) -> Void) {
        let path = path.appending(member: name)
        var section = EntryList(path: path, origins: origins, fallback: fallback?.appending(member: name))
        fill(&section)
        add(name, .section(section.entries))
    }

    private mutating func add(_ name: String, _ content: ConfigurationEntry.Content) {
        entries.append(ConfigurationEntry(name: name, content: content))
    }

    private func origin(of name: String) -> ConfigurationOrigin {
        origins[path.appending(member: name)]
            ?? fallback.flatMap { origins[$0.appending(member: name)] }
            ?? .builtIn
    }
}

import SwitchboardCore

/// What differs between two configurations, key by key; of a credential only that it does.
struct ConfigurationDifference {
    /// One key.
    struct Change: Hashable {
        /// Its path.
        var path: String
        /// The value before and now; `nil` for none.
        var old: JSONValue?
        var new: JSONValue?
    }

    /// The keys that differ, in the order of their paths.
    let changes: [Change]

    init(from old: SwitchboardConfiguration, to new: SwitchboardConfiguration, providers: [any Provider.Type]) {
        let before = old.values(providers)
        let after = new.values(providers)
        changes = Set(before.keys).union(after.keys).sorted()
            .compactMap { path in
                guard before[path] != after[path] else { return nil }
                return Change(path: path, old: before[path]?.shown, new: after[path]?.shown)
            }
    }

    /// The difference as the audit log keeps it.
    var json: JSONValue {
        .array(
            changes.map { change in
                ["path": .string(change.path), "from": change.old ?? .null, "to": change.new ?? .null]
            }
        )
    }

    /// Whether a part changed that a running process cannot take over: how the log is kept, how the network is reached.
    var partsThatNeedARestart: [String] {
        let parts = changes.map { String($0.path.prefix { $0 != "." }) }
        return ["audit", "transport"].filter(parts.contains)
    }
}

/// The value of a key, to be compared.
private enum ComparedValue: Hashable {
    case plain(JSONValue)
    case secret(Secret?)

    /// As much of it as may be shown.
    var shown: JSONValue {
        switch self {
        case .plain(let value): value
        case .secret: "changed"
        }
    }
}

extension SwitchboardConfiguration {
    /// Every value by its path, credentials among them.
    fileprivate func values(_ providers: [any Provider.Type]) -> [String: ComparedValue] {
        var values: [String: ComparedValue] = [:]
        for (path, content) in entries(providers: providers).leaves {
            switch content {
            case .value(let value, _): values[path] = .plain(value)
            case .secret(let shown, _): values[path] = .plain(.string(shown))
            case .section, .unset: continue
            }
        }
        for instance in instances + disabledInstances {
            let settings = providers.first { $0.name == instance.typeName }?.settings ?? []
            for setting in settings where setting.isSecret {
                guard let secret = instance.settings.secret(setting.key) else { continue }
                values["providers.\(instance.settings.instance).\(setting.key)"] = .secret(secret)
            }
        }
        return values
    }
}

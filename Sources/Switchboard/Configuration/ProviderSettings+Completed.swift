import SwitchboardCore

extension ProviderSettings {
    /// The values with something in the place of every missing credential, to look at all that does not depend on them.
    ///
    /// What is built from it must send nothing.
    ///
    /// - Parameters:
    ///   - type: The provider's type.
    ///   - gap: A missing credential that stays missing, so that the type says whether it needs it.
    ///   - only: The one plain value that is kept; the others have their defaults then.
    /// - Returns: The values to build with.
    func completed(for type: any Provider.Type, but gap: String? = nil, only: String? = nil) -> ProviderSettings {
        var values: [String: String] = [:]
        var secrets: [String: Secret] = [:]
        for setting in type.settings {
            if setting.isSecret {
                secrets[setting.key] = lacks(setting) ? Secret("placeholder") : secret(setting.key)
            } else {
                values[setting.key] = only == nil || only == setting.key ? self[setting.key] : setting.defaultValue
            }
        }
        if let gap { secrets[gap] = nil }
        return ProviderSettings(instance: instance, displayName: displayName, values: values, secrets: secrets)
    }

    /// Whether a credential is not there.
    func lacks(_ setting: Setting) -> Bool { setting.isSecret && secret(setting.key)?.isEmpty ?? true }
}

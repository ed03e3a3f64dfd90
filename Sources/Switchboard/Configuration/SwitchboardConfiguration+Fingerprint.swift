package import SwitchboardCore

extension SwitchboardConfiguration {
    /// Sixteen digits that stand for all values but the secrets: equal configurations have equal ones.
    package func fingerprint(providers: [any Provider.Type]) -> String {
        let text = String(decoding: entries(providers: providers).json.serialized(), as: UTF8.self)
        return text.fingerprint.hexadecimal
    }
}

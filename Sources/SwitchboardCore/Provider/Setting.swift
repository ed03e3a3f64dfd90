/// One key of a provider's section in the configuration.
public struct Setting: Sendable {
    /// The key in the file, in camel case; the environment variable's name follows from it.
    public var key: String

    /// What it is for, in one phrase.
    public var summary: String

    /// Whether its value is a credential: taken from the environment or a file of its own, never from the configuration
    /// file, and redacted wherever it might show.
    public var isSecret: Bool

    /// What serves where nothing is given.
    public var defaultValue: String?

    /// The only values that are accepted; empty for any.
    public var choices: [String]

    /// Creates a key.
    public init(
        _ key: String,
        _ summary: String,
        isSecret: Bool = false,
        defaultValue: String? = nil,
        choices: [String] = []
    ) {
        self.key = key
        self.summary = summary
        self.isSecret = isSecret
        self.defaultValue = defaultValue
        self.choices = choices
    }
}

/// The values for one instance of a provider, already checked against the provider's ``Setting``s.
public struct ProviderSettings: Sendable, Hashable {
    /// The instance's name in the configuration; a provider's own name, or one of the operator's choice.
    public let instance: String

    /// The provider's name for people.
    public let displayName: String

    private let values: [String: String]
    private let secrets: [String: Secret]

    /// Creates the values of an instance.
    ///
    /// - Parameters:
    ///   - instance: The instance's name.
    ///   - displayName: The provider's name for people.
    ///   - values: Plain values by key.
    ///   - secrets: Credentials by key.
    public init(
        instance: String,
        displayName: String,
        values: [String: String] = [:],
        secrets: [String: Secret] = [:]
    ) {
        self.instance = instance
        self.displayName = displayName
        self.values = values
        self.secrets = secrets
    }

    /// The plain value of a key, where there is one.
    public subscript(key: String) -> String? { values[key] }

    /// The credential of a key, where there is one.
    public func secret(_ key: String) -> Secret? { secrets[key] }

    /// The plain value of a key that the provider cannot work without.
    ///
    /// - Throws: ``Failure/Kind/notConfigured``, naming the environment variable.
    public func required(_ key: String) throws(Failure) -> String {
        guard let value = values[key] else { throw missing(key) }
        return value
    }

    /// The credential of a key that the provider cannot work without.
    ///
    /// - Throws: ``Failure/Kind/notConfigured``, naming the environment variable.
    public func requiredSecret(_ key: String) throws(Failure) -> Secret {
        guard let secret = secrets[key], !secret.isEmpty else { throw missing(key) }
        return secret
    }

    /// The base address: `baseURL` where it is set, else the one that the provider documents.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for an address that is neither `https` nor `http` on this machine.
    public func baseURL(default documented: String) throws(Failure) -> BaseURL {
        guard let url = BaseURL(values["baseURL"] ?? documented) else {
            throw .invalidInput(
                "\(instance).baseURL",
                "is not usable; give an https address, or an http one on a loopback host"
            )
        }
        return url
    }

    /// The environment variable that sets a key of this instance.
    public func environmentVariable(_ key: String) -> String {
        EnvironmentName.make(instance: instance, key: key)
    }

    /// Every credential, so that the hub can take them out of texts that come from outside.
    package var allSecrets: [Secret] { secrets.values.flatMap { [$0] + ($0.words.count > 1 ? $0.words : []) } }

    /// The keys with which a provider signs its webhooks: all that the setting holds, separated by spaces.
    package func webhookKeys(_ setting: String) -> [Secret] {
        (secrets[setting] ?? values[setting].map(Secret.init))?.words ?? []
    }

    private func missing(_ key: String) -> Failure {
        Failure(
            .notConfigured,
            effect: .none,
            "\(displayName) not configured. Set \(environmentVariable(key)) environment variable."
        )
    }
}

/// How the name of an environment variable falls out of an instance and a key.
package enum EnvironmentName {
    /// `intercom`, `accessToken` gives `INTERCOM_ACCESS_TOKEN`; `sendgrid_eu`, `baseURL` gives `SENDGRID_EU_BASE_URL`.
    package static func make(instance: String, key: String) -> String {
        var words = ""
        var previous: Character?
        for character in key {
            if character.isUppercase, previous?.isLowercase ?? false { words.append("_") }
            words.append(contentsOf: character.uppercased())
            previous = character
        }
        return "\(instance.uppercased())_\(words)"
    }
}

extension Secret {
    /// The parts between spaces and line ends, where one setting holds several credentials.
    fileprivate var words: [Secret] {
        reveal().split(whereSeparator: \.isWhitespace).map { Secret(String($0)) }
    }
}

import FoundationEssentials
import SwitchboardCore

/// What an instance is configured with, and what each API makes of it
/// (https://developer.mixpanel.com/reference/authentication).
struct MixpanelCredentials {
    /// One way in.
    struct Access {
        /// The value of the `Authorization` field.
        let authorization: Secret

        /// Query items that go along with it.
        let query: [(name: String, value: String)]

        fileprivate init(user: Secret, password: Secret? = nil, projectID: String?) {
            let pair = "\(user.reveal()):\(password?.reveal() ?? "")"
            authorization = Secret("Basic \(Data(pair.utf8).base64EncodedString())")
            query = projectID.map { [("project_id", $0)] } ?? []
        }
    }

    /// How events go in; always there.
    let importing: Access?

    /// How events, profiles and counts are read.
    let reading: Access?

    /// Whether there is a service account.
    let hasAccount: Bool

    private let token: Secret?
    private let settings: ProviderSettings

    /// Finds out what the credentials open; a service account goes before the token, and the token before the secret.
    ///
    /// - Throws: ``Failure/Kind/notConfigured`` where they open nothing; ``Failure/Kind/invalidInput`` for a project that
    ///   is no number.
    init(_ settings: ProviderSettings) throws(Failure) {
        self.settings = settings
        token = settings.secret("projectToken").flatMap { $0.isEmpty ? nil : $0 }
        let secret = settings.secret("apiSecret").flatMap { $0.isEmpty ? nil : $0 }
        let projectID = try Self.projectID(settings)
        let account = Self.account(settings, projectID)
        hasAccount = account != nil
        importing =
            account ?? token.map { Access(user: $0, projectID: nil) } ?? secret.map { Access(user: $0, projectID: nil) }
        reading = account ?? secret.map { Access(user: $0, projectID: projectID) }
        if importing == nil {
            throw Self.lacksPartOfAccount(settings) ? notConfigured(Self.accountKeys) : notConfigured(["projectToken"])
        }
    }

    /// A failure of one item without the credentials in Mixpanel's words: the hub only looks at failures of whole actions.
    func hidden(in failure: Failure) -> Failure {
        let secrets = ["projectToken", "serviceAccountSecret", "apiSecret"].compactMap(settings.secret)
        var failure = failure
        failure.providerMessage = failure.providerMessage.map(secrets.redact)
        return failure
    }

    /// The token that every profile update carries.
    ///
    /// - Throws: ``Failure/Kind/notConfigured``.
    func requiredToken() throws(Failure) -> Secret {
        guard let token else { throw notConfigured(["projectToken"]) }
        return token
    }

    /// The query items of every request that reads.
    ///
    /// - Throws: ``Failure/Kind/notConfigured``, naming what a service account lacks.
    func readingQuery() throws(Failure) -> [(name: String, value: String)] {
        guard let reading else { throw notConfigured(Self.accountKeys) }
        return reading.query
    }
}

extension MixpanelCredentials {
    private static let accountKeys = ["projectID", "serviceAccountUsername", "serviceAccountSecret"]

    private static func projectID(_ settings: ProviderSettings) throws(Failure) -> String? {
        guard let text = settings["projectID"] else { return nil }
        guard (Int64(text) ?? 0) > 0 else {
            throw .invalidInput(
                "\(settings.instance).projectID",
                "is not a Mixpanel project's number; give the digits that the project's settings show"
            )
        }
        return text
    }

    private static func account(_ settings: ProviderSettings, _ projectID: String?) -> Access? {
        guard let projectID, !isMissing("serviceAccountUsername", settings) else { return nil }
        guard let secret = settings.secret("serviceAccountSecret"), !secret.isEmpty else { return nil }
        return Access(user: Secret(settings["serviceAccountUsername"] ?? ""), password: secret, projectID: projectID)
    }

    private static func lacksPartOfAccount(_ settings: ProviderSettings) -> Bool {
        !isMissing("serviceAccountUsername", settings) || !isMissing("serviceAccountSecret", settings)
    }

    private static func isMissing(_ key: String, _ settings: ProviderSettings) -> Bool {
        settings[key]?.isEmpty ?? settings.secret(key)?.isEmpty ?? true
    }

    /// The failure that names the variables of those keys that have no value.
    private func notConfigured(_ keys: [String]) -> Failure {
        let names = keys.filter { Self.isMissing($0, settings) }.map(settings.environmentVariable)
        let list = (names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " : "") + (names.last ?? "")
        let noun = names.count > 1 ? "variables" : "variable"
        return Failure(
            .notConfigured,
            effect: .none,
            "\(settings.displayName) not configured. Set \(list) environment \(noun)."
        )
    }
}

import HTTPTypes
public import SwitchboardCore

/// Intercom's REST API (https://developers.intercom.com/docs/references/rest-api/api.intercom.io).
///
/// One file an area of the API: contacts, messages, notes, tags, events. What every request carries stands here.
public struct IntercomProvider: Provider {
    /// The name in configuration.
    public static let name = "intercom"
    /// The name for people.
    public static let displayName = "Intercom"
    /// The keys of an instance.
    public static let settings: [Setting] = [
        Setting("accessToken", "the workspace's access token", isSecret: true),
        Setting("adminID", "the admin who writes messages and notes unless an action names one"),
        Setting("region", "where the workspace lives", defaultValue: "us", choices: ["us", "eu", "au"]),
        Setting("clientSecret", "the app's client secret, which signs webhooks", isSecret: true),
        Setting("apiVersion", "the version of the API that every request names", defaultValue: "2.14"),
        Setting("baseURL", "replaces the regional host; its path is kept as a prefix"),
    ]

    /// What Intercom can do.
    public static let actions = ActionTable<Self>(
        handles(sendMessage),
        handles(sendEmail, lacking: IntercomLetter.lacking),
        handles(noteContact),
        handles(trackEvent),
        handles(getContact),
        handles(upsertContact),
        handles(tagContact),
        handles(untagContact),
        handles(deleteContact),
        handles(startConversation),
        handles(getConversation),
        handles(listConversations),
        handles(replyToConversation),
        handles(closeConversation),
        handles(reopenConversation, lacking: ["body"]),
        handles(snoozeConversation, lacking: ["body"]),
        handles(assignConversation),
        handles(listAttributes),
        handles(createAttribute),
        handles(startExport),
        handles(exportStatus),
        handles(cancelExport),
        handles(downloadExport),
        handles(searchContacts),
        handles(trackEvents)
    )

    /// The address below which the API lives.
    let base: BaseURL

    /// The configured admin, already known to be a number.
    let adminID: Int64?

    /// The environment variable that configures the admin of this instance.
    let adminVariable: String

    private let accessToken: Secret
    private let apiVersion: String

    /// Creates the adapter of an instance.
    public init(settings: ProviderSettings) throws(Failure) {
        accessToken = try settings.requiredSecret("accessToken")
        apiVersion = settings["apiVersion"] ?? "2.14"
        base = try settings.baseURL(default: Self.host(of: settings["region"] ?? "us"))
        adminVariable = settings.environmentVariable("adminID")
        guard let text = settings["adminID"] else {
            adminID = nil
            return
        }
        adminID = try Self.admin(text, field: "\(settings.instance).adminID")
    }

    /// 10,000 calls a minute an app, spread over windows of ten seconds
    /// (https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting).
    public var rateLimit: RateLimit { RateLimit(1666, per: .seconds(10)) }

    /// Intercom tells its window with every answer, and no `Retry-After`.
    public var rateLimitHeaders: RateLimitHeaders {
        RateLimitHeaders(limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset")
    }

    /// The regional host, or what replaces it.
    public var baseURL: BaseURL? { base }

    /// Who the token belongs to (https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins).
    public var healthCheck: WireRequest? { WireRequest(.get, "/me", at: base, .safe) }

    /// Adds the token and names the version of the API.
    public func authorize(_ request: inout WireRequest) {
        request.headers[.authorization] = "Bearer \(accessToken.reveal())"
        if request.headers[.accept] == nil { request.headers[.accept] = "application/json" }
        request.headers.append("Intercom-Version", apiVersion)
    }

    /// Reads the first error of an `error.list`.
    public func problem(in response: WireResponse) -> ProviderProblem? {
        guard let error = response.json?["errors"]?.array?.first else { return nil }
        return ProviderProblem(code: error["code"]?.string, message: error["message"]?.string)
    }
}

extension IntercomProvider {
    /// A workspace lives in one region; a token of another region fails.
    private static func host(of region: String) -> String {
        switch region {
        case "eu": "https://api.eu.intercom.io"
        case "au": "https://api.au.intercom.io"
        default: "https://api.intercom.io"
        }
    }

    /// Reads an admin's id, which Intercom wants as a number in messages.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field.
    static func admin(_ text: String, field: String) throws(Failure) -> Int64 {
        guard let id = Int64(text), id > 0 else {
            throw .invalidInput(field, "is not an Intercom admin's id; give the digits that GET /admins shows")
        }
        return id
    }
}

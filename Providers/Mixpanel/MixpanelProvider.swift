import HTTPTypes
public import SwitchboardCore

/// Mixpanel's ingestion, export and query APIs (https://developer.mixpanel.com/reference/overview).
///
/// One file an area of the API: import, profiles, export, engagement. What every request carries stands here.
public struct MixpanelProvider: Provider {
    /// The name in configuration.
    public static let name = "mixpanel"
    /// The name for people.
    public static let displayName = "Mixpanel"
    /// The keys of an instance.
    public static let settings: [Setting] = [
        Setting("projectToken", "the project's token: events and profiles go in with it", isSecret: true),
        Setting("projectID", "the project's number; a service account needs it"),
        Setting("serviceAccountUsername", "a service account's user name, for reading"),
        Setting("serviceAccountSecret", "the service account's secret", isSecret: true),
        Setting("apiSecret", "the project's secret: the old way to read, retired on 2027-03-03", isSecret: true),
        Setting("region", "where the project's data lives", defaultValue: "us", choices: ["us", "eu", "in"]),
        Setting(
            "distinctID",
            "which of a person's ids is Mixpanel's distinct id",
            defaultValue: "user_id",
            choices: ["user_id", "email"]
        ),
        Setting("tagProperty", "the profile's list property that holds the tags", defaultValue: "tags"),
        Setting("baseURL", "replaces every host of the region; its path is kept as a prefix"),
    ]

    /// What Mixpanel can do.
    public static let actions = ActionTable<Self>(
        handles(trackEvent),
        handles(trackEvents),
        handles(getContact),
        handles(upsertContact, lacking: ["role"]),
        handles(deleteContact),
        handles(tagContact),
        handles(untagContact),
        handles(incrementContact),
        handles(exportEvents),
        handles(reportEngagement)
    )

    /// Reading has servers of its own, and a limit: 60 queries an hour, and 60 exports
    /// (https://developer.mixpanel.com/reference/rate-limits).
    public static let endpointGroups = [
        EndpointGroup("ingest"),
        EndpointGroup(
            "query",
            paths: ["/api/query/", "/api/2.0/"],
            rate: RateLimit(60, per: .seconds(3600), burst: 60)
        ),
    ]

    /// The addresses below which the APIs live.
    let hosts: MixpanelHosts

    /// What opens which of the APIs.
    let credentials: MixpanelCredentials

    /// Whether a person's address, rather than the platform's own id, is the distinct id.
    let identifiesByEmail: Bool

    /// The profile's list property that holds the tags.
    let tagProperty: String

    /// Creates the adapter of an instance.
    ///
    /// Any of the credentials will do: an action that needs another one says so.
    public init(settings: ProviderSettings) throws(Failure) {
        hosts = try MixpanelHosts(settings)
        credentials = try MixpanelCredentials(settings)
        identifiesByEmail = settings["distinctID"] == "email"
        tagProperty = settings["tagProperty"] ?? "tags"
    }

    /// Requests, where Mixpanel limits events: 30,000 a second a project, over a minute
    /// (https://developer.mixpanel.com/reference/import-events).
    ///
    /// That is 15 full requests a second, which would leave single events at 15 a second too. So this limit is for single
    /// events, far inside Mixpanel's own; a batch holds itself back by its four requests at once, and where that is not
    /// enough, a 429 ends it. The reading APIs have a limit of their own: ``endpointGroups``.
    public var rateLimit: RateLimit { RateLimit(1000, per: .seconds(1)) }

    /// The ingestion host, or what replaces it.
    public var baseURL: BaseURL? { hosts.ingestion }

    /// Who the service account is (https://developer.mixpanel.com/reference/service-accounts); nothing tells whether a
    /// project token is good without writing.
    public var healthCheck: WireRequest? {
        credentials.hasAccount ? WireRequest(.get, "/api/app/me", at: hosts.query, .safe) : nil
    }

    /// Adds the credentials: a profile update has its token in the body.
    public func authorize(_ request: inout WireRequest) {
        request.headers[.accept] = request.name == Self.exportName ? "text/plain" : "application/json"
        switch request.name {
        case Self.engageName: return
        case Self.importName: request.headers[.authorization] = credentials.importing?.authorization.reveal()
        default: request.headers[.authorization] = credentials.reading?.authorization.reveal()
        }
    }

    /// Reads the words beside an error; the codes only repeat the status.
    public func problem(in response: WireResponse) -> ProviderProblem? {
        guard let json = response.json else { return ProviderProblem(message: response.shortText) }
        return ProviderProblem(message: json["error"]?.string ?? json["message"]?.string)
    }
}

extension MixpanelProvider {
    static let importName = "POST /import"
    static let engageName = "POST /engage"
    static let exportName = "GET /api/2.0/export"
}

extension WireResponse {
    /// A body that is short enough to be words rather than a page.
    fileprivate var shortText: String? {
        guard (1...500).contains(body.count) else { return nil }
        return String(validating: body, as: UTF8.self)
    }
}

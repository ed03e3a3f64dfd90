import FoundationEssentials
import HTTPTypes
public import SwitchboardCore

/// Zendesk's Support API v2 (https://developer.zendesk.com/api-reference/ticketing/introduction/).
///
/// One file an area of the API: tickets, batches of them, search, users, metrics, exports. What every request carries
/// stands here.
public struct ZendeskProvider: Provider {
    /// The name in configuration.
    public static let name = "zendesk"
    /// The name for people.
    public static let displayName = "Zendesk"
    /// The keys of an instance.
    public static let settings: [Setting] = [
        Setting("subdomain", "the account's name: the acme of acme.zendesk.com"),
        Setting("email", "the address of the agent for whom the API token acts"),
        Setting("apiToken", "an API token of the account", isSecret: true),
        Setting("oauthToken", "an OAuth access token, instead of the address and the API token", isSecret: true),
        Setting("webhookSecret", "the signing secret of the account's webhooks", isSecret: true),
        Setting("baseURL", "replaces the account's host; its path is kept as a prefix"),
    ]

    /// What Zendesk can do.
    public static let actions = ActionTable<Self>(
        handles(createTicket),
        handles(createTickets),
        handles(getTicket),
        handles(updateTicket, lacking: ["description"]),
        handles(updateTickets, lacking: ["description"]),
        handles(deleteTicket),
        handles(commentTicket),
        handles(searchTickets),
        handles(measureTickets),
        handles(getSLAPolicies),
        handles(getContact),
        handles(upsertContact),
        handles(deleteContact),
        handles(searchContacts),
        handles(tagContact),
        handles(untagContact),
        handles(downloadExport)
    )

    /// Searching has an index of its own, which may be in trouble while tickets are not; both share the account's rate.
    public static let endpointGroups = [
        EndpointGroup("tickets"),
        EndpointGroup("search", paths: ["/api/v2/search", "/api/v2/users/search"]),
    ]

    /// The address below which the API lives.
    let base: BaseURL

    /// The address below which agents find what the API made.
    private let site: String

    private let authorization: Secret

    /// Creates the adapter of an instance.
    public init(settings: ProviderSettings) throws(Failure) {
        let host = try Self.host(settings)
        base = try settings.baseURL(default: host ?? "")
        site = host ?? base.description
        authorization = try Self.authorization(settings)
    }

    /// 200 calls a minute, which every plan has; others have up to 2,500
    /// (https://developer.zendesk.com/api-reference/introduction/rate-limits/).
    public var rateLimit: RateLimit { RateLimit(200, per: .seconds(60)) }

    /// Zendesk tells its window with every answer, in seconds from now, and `Retry-After` with a refusal.
    public var rateLimitHeaders: RateLimitHeaders {
        RateLimitHeaders(
            limit: "X-Rate-Limit",
            remaining: "X-Rate-Limit-Remaining",
            reset: "ratelimit-reset",
            resetForm: .delta
        )
    }

    /// The account's host, or what replaces it.
    public var baseURL: BaseURL? { base }

    /// Who the credentials belong to.
    public var healthCheck: WireRequest? { WireRequest(.get, Self.currentUser, at: base, .safe) }

    /// Adds the credentials.
    public func authorize(_ request: inout WireRequest) {
        request.headers[.authorization] = authorization.reveal()
        request.headers[.accept] = "application/json"
    }

    /// Where an agent finds a ticket.
    func page(ofTicket id: String) -> String { "\(site)/agent/tickets/\(id)" }
}

extension ZendeskProvider {
    /// The path of the health check, which needs a reading of its own.
    static let currentUser = "/api/v2/users/me"

    /// The account's host; `nil` where another one replaces it and no account is named.
    private static func host(_ settings: ProviderSettings) throws(Failure) -> String? {
        if settings["subdomain"] == nil, settings["baseURL"] != nil { return nil }
        let subdomain = try settings.required("subdomain")
        guard subdomain.wholeMatch(of: #/[A-Za-z0-9][A-Za-z0-9-]{0,62}/#) != nil else {
            throw .invalidInput(
                "\(settings.instance).subdomain",
                "is not the name of an account; give the acme of acme.zendesk.com"
            )
        }
        return "https://\(subdomain).zendesk.com"
    }

    /// The literal `/token` belongs to the user name of an API token
    /// (https://developer.zendesk.com/api-reference/introduction/security-and-auth/).
    private static func authorization(_ settings: ProviderSettings) throws(Failure) -> Secret {
        if let token = settings.secret("oauthToken"), !token.isEmpty { return Secret("Bearer \(token.reveal())") }
        let email = try settings.required("email")
        if let problem = EmailAddress.problem(in: email) {
            throw .invalidInput("\(settings.instance).email", problem)
        }
        let token = try settings.requiredSecret("apiToken")
        let credentials = Data("\(email)/token:\(token.reveal())".utf8).base64EncodedString()
        return Secret("Basic \(credentials)")
    }
}

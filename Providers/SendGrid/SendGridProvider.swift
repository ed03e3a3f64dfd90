import HTTPTypes
public import SwitchboardCore

/// Twilio SendGrid's v3 API (https://www.twilio.com/docs/sendgrid/api-reference).
///
/// One file an area of the API: mail, batches, scheduled sends, statistics, suppressions, contacts. What every request
/// carries stands here.
public struct SendGridProvider: Provider {
    /// The name in configuration.
    public static let name = "sendgrid"
    /// The name for people.
    public static let displayName = "SendGrid"
    /// The keys of an instance.
    public static let settings: [Setting] = [
        Setting("apiKey", "the account's, or subuser's, API key", isSecret: true),
        Setting("fromEmail", "the verified sender of mails that name none"),
        Setting("fromName", "the name that goes with fromEmail"),
        Setting("region", "where the account lives", defaultValue: "global", choices: ["global", "eu"]),
        Setting("webhookPublicKey", "the key with which SendGrid signs webhooks"),
        Setting("baseURL", "replaces the regional host; its path is kept as a prefix"),
    ]

    /// What SendGrid can do.
    public static let actions = ActionTable<Self>(
        handles(sendEmail),
        handles(sendEmailBatch),
        handles(createEmailBatchID),
        handles(cancelScheduledEmails),
        handles(getEmailStatistics),
        handles(listSuppressions),
        handles(addSuppression),
        handles(removeSuppression),
        handles(upsertContact, lacking: ["role"]),
        handles(deleteContact)
    )

    /// Sending mail has a limit of its own; most other endpoints take 600 requests a minute
    /// (https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits).
    public static let endpointGroups = [
        EndpointGroup("mail", paths: ["/v3/mail/send"]),
        EndpointGroup("marketing", paths: ["/v3/marketing/"], rate: RateLimit(600, per: .seconds(60))),
        EndpointGroup("management", rate: RateLimit(600, per: .seconds(60))),
    ]

    /// The address below which the API lives.
    let base: BaseURL

    /// The configured sender.
    let sender: Address?

    /// The environment variable that configures the sender of this instance.
    let senderVariable: String

    /// Whether the account's data stay in the EU.
    let isEuropean: Bool

    private let apiKey: Secret

    /// Creates the adapter of an instance.
    public init(settings: ProviderSettings) throws(Failure) {
        apiKey = try settings.requiredSecret("apiKey")
        isEuropean = settings["region"] == "eu"
        base = try settings.baseURL(
            default: isEuropean ? "https://api.eu.sendgrid.com" : "https://api.sendgrid.com"
        )
        sender = try Self.sender(settings)
        senderVariable = settings.environmentVariable("fromEmail")
    }

    /// A tenth of what SendGrid says mail/send takes; the other endpoints stand in ``endpointGroups``
    /// (https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits).
    public var rateLimit: RateLimit { RateLimit(1000, per: .seconds(1)) }

    /// SendGrid tells the window of the endpoint with every answer, and no `Retry-After`.
    public var rateLimitHeaders: RateLimitHeaders {
        RateLimitHeaders(limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset")
    }

    /// The regional host, or what replaces it.
    public var baseURL: BaseURL? { base }

    /// What the key may do (https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions).
    public var healthCheck: WireRequest? { WireRequest(.get, "/v3/scopes", at: base, .safe) }

    /// Adds the key.
    public func authorize(_ request: inout WireRequest) {
        request.headers[.authorization] = "Bearer \(apiKey.reveal())"
        request.headers[.accept] = "application/json"
    }

    /// Reads every problem that an answer lists; SendGrid gives words and a place, and no codes.
    public func problem(in response: WireResponse) -> ProviderProblem? {
        guard let errors = response.json?["errors"]?.array else { return nil }
        let details = errors.map(ProviderProblem.Detail.init)
        let words = details.compactMap(\.sentence)
        return ProviderProblem(message: words.isEmpty ? nil : words.joined(separator: "; "), details: details)
    }

    private static func sender(_ settings: ProviderSettings) throws(Failure) -> Address? {
        guard let email = settings["fromEmail"] else {
            guard settings["fromName"] == nil else {
                throw .invalidInput("\(settings.instance).fromName", "stands without fromEmail; set both, or neither")
            }
            return nil
        }
        let sender = Address(email, name: settings["fromName"])
        for (key, text, constraint) in [
            ("fromEmail", sender.email, Field.Constraint.emailAddress), ("fromName", sender.name ?? "", .singleLine),
        ] {
            if let problem = constraint.problem(.string(text)) {
                throw .invalidInput("\(settings.instance).\(key)", problem)
            }
        }
        return sender
    }
}

extension ProviderProblem.Detail {
    /// Reads one of an answer's errors; some have the text `null` for a place.
    fileprivate init(_ error: JSONValue) {
        self.init(field: error["field"]?.string.flatMap { $0 == "null" ? nil : $0 }, message: error["message"]?.string)
    }

    /// The words, behind the place that they are about.
    fileprivate var sentence: String? {
        guard let message, !message.isEmpty else { return nil }
        return field.map { "\($0): \(message)" } ?? message
    }
}

public import SwitchboardCore

/// One email to many people, each with what is said to that one alone.
///
/// ``subject``, ``text`` and ``html`` are Mustache: `{{first_name}}` stands for what the recipient has under that name.
/// Or ``templateID`` names a template of the provider's, which is handed each recipient's values.
public struct PersonalizedEmail: Codable, Sendable, Hashable {
    /// What kind of letter it is; providers and statistics are told.
    public enum TemplateKind: String, Codable, Sendable, CaseIterable {
        case onboarding
        case productUpdate = "product_update"
        case featureAnnouncement = "feature_announcement"
        case healthCheck = "health_check"
        case renewalReminder = "renewal_reminder"
        case upsellOpportunity = "upsell_opportunity"
        case eventInvitation = "event_invitation"
        case trainingInvitation = "training_invitation"
        case feedbackRequest = "feedback_request"
        case successStory = "success_story"
        case newsletter
        case custom
    }

    /// How far ahead a mail can be scheduled: the provider keeps none longer.
    public static let schedulingLimit = Duration.seconds(72 * 3600)

    /// The campaign's name.
    public var campaignName: String

    /// What kind of letter it is.
    public var templateKind: TemplateKind

    /// The subject, as Mustache; what it renders to must be one line.
    public var subject: String?

    /// The plain text, as Mustache.
    public var text: String?

    /// The HTML, as Mustache; values are escaped in it, except by triple braces.
    public var html: String?

    /// The provider's id of a template in the place of ``subject``, ``text`` and ``html``.
    ///
    /// Every value of a recipient goes along as its data, and recipients share requests.
    public var templateID: String?

    /// Who writes it; the configured sender unless given.
    public var from: Address?

    /// Where answers go; to the sender unless given.
    public var replyTo: Address?

    /// Under what the provider's statistics count it.
    public var categories: [String]?

    /// Whether opening it is tracked; as the account is set unless given.
    public var trackOpens: Bool?

    /// Whether clicks on its links are tracked; as the account is set unless given.
    public var trackClicks: Bool?

    /// The group that its unsubscribe link is about.
    public var unsubscribeGroupID: Int64?

    /// When it goes out, at most ``schedulingLimit`` ahead; at once unless given.
    public var sendAt: Timestamp?

    /// A text, as Mustache, that each recipient also gets inside the product, once the mail to that one was sent.
    public var message: String?

    /// Creates an email with a text; what few of them need is set afterwards.
    public init(
        campaign campaignName: String,
        _ templateKind: TemplateKind = .custom,
        subject: String,
        text: String,
        html: String? = nil,
        from: Address? = nil
    ) {
        self.campaignName = campaignName
        self.templateKind = templateKind
        self.subject = subject
        self.text = text
        self.html = html
        self.from = from
    }

    /// Creates an email that a template of the provider's makes.
    public init(
        campaign campaignName: String,
        _ templateKind: TemplateKind = .custom,
        templateID: String,
        from: Address? = nil
    ) {
        self.campaignName = campaignName
        self.templateKind = templateKind
        self.templateID = templateID
        self.from = from
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case campaignName = "campaign_name"
        case templateKind = "template_kind"
        case subject
        case text
        case html
        case templateID = "template_id"
        case from
        case replyTo = "reply_to"
        case categories
        case trackOpens = "track_opens"
        case trackClicks = "track_clicks"
        case unsubscribeGroupID = "unsubscribe_group_id"
        case sendAt = "send_at"
        case message
    }
}

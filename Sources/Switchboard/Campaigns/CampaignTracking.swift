/// What was tracked of a campaign.
///
/// A mail that was sent stays sent where this fails.
public struct CampaignTracking: Sendable, Hashable {
    /// The events: one for every recipient that was sent to.
    public internal(set) var events = EventTracking(eventName: "email_campaign_received")

    /// Whether openings are tracked; `nil` as the account is set.
    public internal(set) var opens: Bool?

    /// Whether clicks are tracked; `nil` as the account is set.
    public internal(set) var clicks: Bool?
}

extension CampaignTracking: Encodable {
    private enum CodingKeys: String, CodingKey {
        case opens, clicks
    }

    /// Writes the flat form, with the failure's own fields.
    public func encode(to encoder: any Encoder) throws {
        try events.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(opens, forKey: .opens)
        try container.encodeIfPresent(clicks, forKey: .clicks)
    }
}

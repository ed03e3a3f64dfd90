public import SwitchboardCore

/// What was tracked of a campaign.
///
/// A mail that was sent stays sent where this fails.
public struct CampaignTracking: Sendable, Hashable {
    /// The event that is recorded for every recipient that was sent to.
    public static let eventName = "email_campaign_received"

    /// How many events the provider took.
    public internal(set) var tracked = 0

    /// How many it did not take, or not for certain.
    public internal(set) var failed = 0

    /// Why the first one failed, or why none was tracked.
    public internal(set) var failure: Failure?

    /// Whether openings are tracked; `nil` as the account is set.
    public internal(set) var opens: Bool?

    /// Whether clicks are tracked; `nil` as the account is set.
    public internal(set) var clicks: Bool?

    mutating func add(_ outcome: Outcome<TrackEventBatch.Receipt>, of count: Int) {
        switch outcome.result {
        case .success(let receipt):
            tracked += receipt.succeeded
            failed += receipt.failed
            guard failure == nil, let index = receipt.failures.keys.min() else { return }
            failure = receipt.failures[index]
            if failure?.provider == nil { failure?.provider = outcome.provider }
        case .failure(let error):
            failed += count
            failure = failure ?? error
        }
    }
}

extension CampaignTracking: Encodable {
    private enum CodingKeys: String, CodingKey {
        case event, tracked, failed, opens, clicks
    }

    /// Writes the flat form, with the failure's own fields.
    public func encode(to encoder: any Encoder) throws {
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.eventName, forKey: .event)
        try container.encode(tracked, forKey: .tracked)
        try container.encode(failed, forKey: .failed)
        try container.encodeIfPresent(opens, forKey: .opens)
        try container.encodeIfPresent(clicks, forKey: .clicks)
    }
}

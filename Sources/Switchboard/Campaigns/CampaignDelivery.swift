public import SwitchboardCore

/// How a campaign's mails went, and by whom.
public struct CampaignDelivery: Sendable, Hashable {
    /// How many recipients had each fate, by the provider instance that was asked.
    public internal(set) var providers: [String: [CampaignResult.Fate: Int]] = [:]

    /// What became of the texts inside the product.
    public internal(set) var messages: [CampaignResult.Fate: Int] = [:]

    /// Why the first text inside the product that failed did.
    public internal(set) var messageFailure: Failure?

    /// When the mails go out; `nil` for at once.
    public internal(set) var sendAt: Timestamp?

    /// What `email.cancel_scheduled` takes to cancel the mails until then.
    public internal(set) var batchID: String?

    /// How many actions carried them: batches, or single mails where nobody takes batches.
    public internal(set) var actions = 0

    mutating func count(_ result: RecipientResult) {
        if let provider = result.provider { providers[provider, default: [:]][result.fate, default: 0] += 1 }
        if let fate = result.message { messages[fate, default: 0] += 1 }
    }
}

extension CampaignDelivery: Encodable {
    private enum CodingKeys: String, CodingKey {
        case providers, messages, actions
        case messageFailure = "message_failure"
        case sendAt = "send_at"
        case batchID = "batch_id"
    }

    /// Writes what there is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(providers.mapValues(\.named), forKey: .providers)
        try container.encode(actions, forKey: .actions)
        if !messages.isEmpty { try container.encode(messages.named, forKey: .messages) }
        try container.encodeIfPresent(messageFailure, forKey: .messageFailure)
        try container.encodeIfPresent(sendAt, forKey: .sendAt)
        try container.encodeIfPresent(batchID, forKey: .batchID)
    }
}

extension [CampaignResult.Fate: Int] {
    /// The counts by the fates' names in JSON.
    var named: [String: Int] { [String: Int](uniqueKeysWithValues: map { ($0.key.rawValue, $0.value) }) }
}

public import SwitchboardCore

/// What a campaign would do, found out without sending or recording anything.
public struct CampaignRehearsal: Sendable {
    /// Which campaign, whom it is for, and how its mails are written; nobody has a fate.
    public var result: CampaignResult

    /// The first mail: by which route, with which request.
    ///
    /// `nil` where nothing would be sent.
    public var firstMail: Rehearsal?

    /// How many requests the mails need at most: one for up to 1,000 recipients where the text is one for all, else one
    /// each, less those whose texts come out alike.
    public var requests: Int

    init(_ result: CampaignResult, _ firstMail: Rehearsal?, requests: Int) {
        self.result = result
        self.firstMail = firstMail
        self.requests = requests
    }

    /// Why nothing would be sent.
    public var failure: Failure? { result.interruption }

    /// Why there are so many requests.
    public var note: String {
        guard let personalization = result.personalization, failure == nil else { return "nothing would be sent" }
        if personalization.sharesContent { return "the text is one for all, so up to 1000 recipients share a request" }
        return "the text is rendered here; where it differs for each recipient, each needs a request"
    }
}

extension CampaignRehearsal: Encodable {
    private enum CodingKeys: String, CodingKey {
        case success, campaign, targeting, personalization, requests, note
        case isDryRun = "dry_run"
        case sendAt = "send_at"
        case firstMail = "first_mail"
    }

    /// Writes the flat form of an outcome, marked as a dry run, with the first mail's route and request.
    public func encode(to encoder: any Encoder) throws {
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(failure == nil, forKey: .success)
        try container.encode(true, forKey: .isDryRun)
        try container.encode(result.campaign, forKey: .campaign)
        try container.encode(result.targeting, forKey: .targeting)
        try container.encodeIfPresent(result.personalization, forKey: .personalization)
        try container.encodeIfPresent(result.delivery.sendAt, forKey: .sendAt)
        try container.encode(requests, forKey: .requests)
        try container.encode(note, forKey: .note)
        try container.encodeIfPresent(firstMail, forKey: .firstMail)
    }
}

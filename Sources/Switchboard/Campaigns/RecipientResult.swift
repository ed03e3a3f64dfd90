public import SwitchboardCore

/// What became of one recipient of a campaign.
public struct RecipientResult: Sendable {
    /// Where the recipient stands in what was given.
    public var place: RecipientPlace

    /// The address.
    public var email: String

    /// What became of the mail.
    public var fate: CampaignResult.Fate

    /// The provider instance that took it, or failed last.
    public var provider: String?

    /// The provider's id of the message.
    public var messageID: String?

    /// The action that it was part of: `switchboard audit show` takes it.
    public var auditID: ActionID?

    /// Why it was not sent, or not for certain.
    public var failure: Failure?

    /// What became of the text inside the product; `nil` where none was asked for or the mail was not sent.
    public var message: CampaignResult.Fate?
}

extension RecipientResult {
    /// The result of an exchange about a recipient.
    init(
        _ addressee: Addressee,
        _ result: Result<SendEmail.Receipt, Failure>,
        isScheduled: Bool,
        provider: String?,
        auditID: ActionID
    ) {
        self.init(
            place: addressee.place,
            email: addressee.recipient.email,
            fate: CampaignResult.Fate(result, isScheduled: isScheduled),
            provider: provider,
            auditID: auditID
        )
        switch result {
        case .success(let receipt): messageID = receipt.messageID
        case .failure(let failure): self.failure = failure
        }
    }

    /// The result of a recipient whose turn never came.
    init(unsent addressee: Addressee, because failure: Failure) {
        self.init(place: addressee.place, email: addressee.recipient.email, fate: .notSent, failure: failure)
    }
}

extension CampaignResult.Fate {
    init(_ result: Result<some ActionReceipt, Failure>, isScheduled: Bool = false) {
        switch result {
        case .success: self = isScheduled ? .scheduled : .sent
        case .failure(let failure): self = failure.effect == .unknown ? .unknown : .failed
        }
    }
}

extension RecipientResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case email
        case fate = "status"
        case provider
        case messageID = "message_id"
        case auditID = "audit_id"
        case message
    }

    /// Writes the flat form: `line` or `index`, the mail, and the failure's own fields.
    public func encode(to encoder: any Encoder) throws {
        try failure?.encode(to: encoder)
        var place = encoder.container(keyedBy: RecipientPlace.CodingKeys.self)
        try self.place.encode(into: &place)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(email, forKey: .email)
        try container.encode(fate, forKey: .fate)
        try container.encodeIfPresent(provider ?? failure?.provider, forKey: .provider)
        try container.encodeIfPresent(messageID, forKey: .messageID)
        try container.encodeIfPresent(auditID, forKey: .auditID)
        try container.encodeIfPresent(message, forKey: .message)
    }
}

/// A recipient and where it stands.
struct Addressee: Sendable {
    var recipient: CampaignRecipient
    var place: RecipientPlace
}

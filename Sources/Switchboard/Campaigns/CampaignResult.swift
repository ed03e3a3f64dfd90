public import SwitchboardCore

/// What became of a campaign.
public struct CampaignResult: Sendable {
    /// How many results of recipients are kept of each sort: those that were sent to, and the others.
    ///
    /// All are counted, and the audit log has each under the correlation id.
    public static let resultLimit = 10_000

    /// How it ended, in a word.
    public enum Status: String, Sendable, Codable {
        /// Every recipient was sent to.
        case sent
        /// Every mail waits at the provider for its time.
        case scheduled
        /// Some were sent to, others not, or not for certain.
        case partial
        /// Nobody was sent to, for certain.
        case failed
        /// It was cancelled; ``counts`` says how far it had come.
        case cancelled
        /// Nothing was sent, because of what was asked for.
        case refused
    }

    /// What became of one recipient.
    public enum Fate: String, Sendable, Codable {
        /// The provider took the mail.
        case sent
        /// The provider keeps the mail for its time.
        case scheduled
        /// It was not sent.
        case failed
        /// Nobody can tell; it is never sent again by itself.
        case unknown
        /// Its turn never came.
        case notSent = "not_sent"
    }

    /// Which campaign it was.
    public struct Campaign: Sendable, Hashable, Encodable {
        /// Its name.
        public var name: String
        /// The kind of letter.
        public var templateKind: PersonalizedEmail.TemplateKind
        /// What every entry of it in the audit log carries: `switchboard audit list --correlation` takes it.
        public var correlationID: String

        private enum CodingKeys: String, CodingKey {
            case name
            case templateKind = "template_kind"
            case correlationID = "correlation_id"
        }
    }

    /// Whom it was for.
    public struct Targeting: Sendable, Hashable {
        /// Where the recipients came from: `list`, `csv`, `json_lines` or `client_ids`.
        public var source: String
        /// How many of them something can be sent to.
        public internal(set) var accepted = 0
        /// The others.
        public internal(set) var rejected = CampaignProblems()
        /// Those for whom no mail could be written; where there is one, nothing was sent.
        public internal(set) var unwritable = CampaignProblems()
    }

    /// How the mails were written.
    public struct Personalization: Sendable, Hashable, Encodable {
        /// `mustache`, or `provider_template`.
        public var engine: String
        /// The names that the templates ask for; unknown of a provider's template.
        public var names: [String]
        /// Whether recipients share requests, because the text is one for all.
        public var sharesContent: Bool

        private enum CodingKeys: String, CodingKey {
            case engine, names
            case sharesContent = "shared_content"
        }
    }

    /// Which campaign it was.
    public var campaign: Campaign

    /// Whom it was for.
    public var targeting: Targeting

    /// How the mails were written; `nil` where a template could not be read.
    public var personalization: Personalization?

    /// How the mails went.
    public var delivery = CampaignDelivery()

    /// What was tracked of it.
    public var tracking = CampaignTracking()

    /// How many recipients had each fate.
    public internal(set) var counts: [Fate: Int] = [:]

    /// What became of each recipient, in their order, as far as ``resultLimit`` goes.
    public internal(set) var results: [RecipientResult] = []

    /// Why it ended before its end, or never began; `nil` where every recipient had a turn.
    public internal(set) var interruption: Failure?

    private var kept: [Bool: Int] = [:]

    init(_ campaign: Campaign, source: String) {
        self.campaign = campaign
        targeting = Targeting(source: source)
    }

    /// How many recipients had a fate.
    public func count(_ fate: Fate) -> Int { counts[fate] ?? 0 }

    /// How many were sent to, or have a mail that waits at the provider.
    public var succeeded: Int { count(.sent) + count(.scheduled) }

    /// Takes note of what became of a recipient.
    mutating func add(_ result: RecipientResult) {
        counts[result.fate, default: 0] += 1
        delivery.count(result)
        let isSuccess = result.failure == nil
        guard kept[isSuccess, default: 0] < Self.resultLimit else { return }
        kept[isSuccess, default: 0] += 1
        results.append(result)
    }

    /// Takes note that it cannot go on, and that nobody who is left had a turn.
    mutating func end(with failure: Failure) {
        interruption = failure
        let left = targeting.accepted - counts.values.reduce(0, +)
        if left > 0 { counts[.notSent, default: 0] += left }
    }
}

extension CampaignResult {
    /// How it ended, in a word.
    public var status: Status {
        if interruption?.kind == .cancelled { return .cancelled }
        let others = count(.failed) + count(.unknown) + count(.notSent)
        if succeeded + others == 0 { return interruption?.kind == .invalidInput ? .refused : .failed }
        if others + targeting.rejected.count > 0 || interruption != nil {
            return succeeded + count(.unknown) == 0 ? .failed : .partial
        }
        return count(.scheduled) > 0 ? .scheduled : .sent
    }

    /// Why it was not done, or not wholly; `nil` where every recipient was sent to.
    ///
    /// What follows the mails, such as the tracking, is no part of it.
    public var failure: Failure? {
        if succeeded + count(.failed) + count(.unknown) + count(.notSent) == 0 { return interruption }
        let total = targeting.accepted + targeting.rejected.count
        guard total > succeeded else { return interruption }
        let reason = interruption.map { "; it ended early: \($0.message)" } ?? ""
        var failure = Failure(
            interruption?.kind == .cancelled ? .cancelled : .partialFailure,
            effect: count(.unknown) > 0 ? .unknown : .none,
            "\(total - succeeded) of \(total) recipients were not sent to, or not for certain\(reason)"
        )
        failure.provider = interruption?.provider
        return failure
    }
}

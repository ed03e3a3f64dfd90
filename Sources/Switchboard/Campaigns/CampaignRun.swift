import SwitchboardCore

/// One campaign on its way: checked as a whole, then sent chunk by chunk.
///
/// Its recipients are gone through twice, so that nothing is sent before all of it is known to be sound, and nothing but
/// a chunk is held.
struct CampaignRun {
    /// How many mails an action carries where recipients share requests: as many as one request takes.
    static let sharedChunk = 1000

    /// How many where each mail is a request of its own: few, so that a cancellation soon shows.
    static let singleChunk = 100

    let email: PersonalizedEmail
    private let source: RecipientSource
    let tools: CommunicationTools
    let progress: (@Sendable (CampaignProgress) -> Void)?
    var options: CallOptions
    var result: CampaignResult

    /// Whether somebody on the route takes many mails in one action.
    let takesBatches: Bool

    init(
        _ email: PersonalizedEmail,
        to source: RecipientSource,
        options: CallOptions,
        tools: CommunicationTools,
        progress: (@Sendable (CampaignProgress) -> Void)? = nil
    ) {
        self.email = email
        self.source = source
        self.tools = tools
        self.progress = progress
        var options = options
        let correlationID = options.correlationID ?? tools.time.makeActionID().description
        options.correlationID = correlationID
        options.progress = nil
        self.options = options
        takesBatches = tools.canPerform(SendEmailBatch.name, options)
        result = CampaignResult(
            .init(name: email.campaignName, templateKind: email.templateKind, correlationID: correlationID),
            source: source.name
        )
        (result.tracking.opens, result.tracking.clicks) = (email.trackOpens, email.trackClicks)
        result.delivery.sendAt = email.sendAt
    }

    /// Does it all.
    mutating func run() async -> CampaignResult {
        do throws(Failure) {
            var (composer, rows, rehearsal) = try await prepare()
            if email.sendAt != nil {
                // The mails' own route decides, and only the account that has the mails can cancel them.
                options.provider = options.provider ?? rehearsal.provider
                composer.batchID = try await makeBatch()
            }
            try rows.rewind()
            do throws(Failure) {
                try await send(&rows, composer)
            } catch {
                result.end(with: error)
            }
        } catch {
            result.interruption = error
        }
        return result
    }

    /// Finds out what it would do, and sends nothing.
    mutating func rehearse() async -> CampaignRehearsal {
        do throws(Failure) {
            let (composer, _, rehearsal) = try await prepare()
            return CampaignRehearsal(result, rehearsal, requests: requests(composer))
        } catch {
            result.interruption = error
            return CampaignRehearsal(result, nil, requests: 0)
        }
    }

    /// Checks everything that can be known before something is sent.
    private mutating func prepare() async throws(Failure) -> (MailComposer, any RecipientRows, Rehearsal) {
        try email.check(at: tools.time.wallClock())
        var composer = try MailComposer(email)
        composer.isBare = !takesBatches
        result.personalization = .init(
            engine: composer.usesProviderTemplate ? "provider_template" : "mustache",
            names: composer.names,
            sharesContent: takesBatches && composer.sharesContent
        )
        var rows = try await source.rows()
        var check = CampaignCheck()
        defer {
            result.targeting.accepted = check.accepted
            result.targeting.rejected = check.rejected
            result.targeting.unwritable = check.unwritable
        }
        try await check.look(at: &rows, composer)
        if let refusal = check.refusal { throw refusal }
        guard rows.areUnchanged else { throw .changedRecipients }
        guard let sample = check.sample, let mail = try? composer.mail(to: sample) else { throw .changedRecipients }
        let rehearsal = await rehearse(mail)
        if let failure = rehearsal.failure { throw failure }
        if composer.hasMessage, let failure = await rehearseMessage(to: sample, composer) { throw failure }
        return (composer, rows, rehearsal)
    }

    /// What the first text inside the product would meet.
    private func rehearseMessage(to sample: CampaignRecipient, _ composer: MailComposer) async -> Failure? {
        guard tools.makings.understudy == nil, let message = try? composer.message(to: sample) else { return nil }
        return await tools.rehearse(message, options.withoutProvider).failure?.inside("message")
    }

    /// Finds out what the first mail would meet, since all would meet the same: nobody to send it, or a field that
    /// nobody can carry.
    private func rehearse(_ mail: SendEmail) async -> Rehearsal {
        // An understudy would take the rehearsal for the performance.
        guard tools.makings.understudy == nil else { return Rehearsal() }
        guard takesBatches else { return await tools.rehearse(mail, options) }
        let whole = await tools.rehearse(SendEmailBatch(items: [mail]), options)
        guard whole.failure?.kind == .partialFailure else { return whole }
        // The batch only says that its item fails.
        var options = options
        options.provider = whole.provider
        let single = await tools.rehearse(mail, options)
        return single.failure == nil ? whole : single
    }

    private func requests(_ composer: MailComposer) -> Int {
        let accepted = result.targeting.accepted
        guard takesBatches, composer.sharesContent else { return accepted }
        return (accepted + Self.sharedChunk - 1) / Self.sharedChunk
    }

    /// Makes the id by which the mails can be cancelled, and stays with the provider that made it.
    private mutating func makeBatch() async throws(Failure) -> String {
        let outcome = await tools.perform(CreateEmailBatchID(), options)
        let batchID = try outcome.get().batchID
        options.provider = outcome.provider
        result.delivery.batchID = batchID
        return batchID
    }
}

extension Failure {
    /// The recipients are not those that were looked at.
    static let changedRecipients = Failure(
        .conflict,
        effect: .none,
        "recipients: changed while the campaign was under way; what is left was not sent",
        field: "recipients"
    )
}

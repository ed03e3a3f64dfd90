import SwitchboardCore

/// One campaign on its way: checked as a whole, then sent chunk by chunk.
///
/// Its recipients are gone through twice, so that nothing is sent before all of it is known to be sound, and nothing but
/// a chunk is held.
struct CampaignRun {
    /// How many mails an action carries where recipients share requests: as many as one request takes.
    private static let sharedChunk = 1000

    /// How many where each mail is a request of its own: few, so that a cancellation soon shows.
    private static let singleChunk = 100

    private let email: PersonalizedEmail
    private let source: RecipientSource
    private let tools: CommunicationTools
    private let progress: (@Sendable (CampaignProgress) -> Void)?
    private var options: CallOptions
    private var result: CampaignResult

    /// Whether somebody on the route takes many mails in one action.
    private let takesBatches: Bool

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
            var (composer, rows, _) = try await prepare()
            if email.sendAt != nil { composer.batchID = try await makeBatch() }
            try rows.rewind()
            try await send(&rows, composer)
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
        return (composer, rows, rehearsal)
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

extension CampaignRun {
    /// Sends chunk after chunk.
    ///
    /// Once something stands against the rest, that is only listed as not sent.
    private mutating func send(_ rows: inout any RecipientRows, _ composer: MailComposer) async throws(Failure) {
        let size = takesBatches && composer.sharesContent ? Self.sharedChunk : Self.singleChunk
        while let chunk = try chunk(of: &rows, size) {
            if result.interruption == nil, Task.isCancelled { result.interruption = .cancelledBeforeSending }
            if result.interruption == nil, !rows.areUnchanged { throw .changedRecipients }
            if let obstacle = result.interruption {
                for addressee in chunk { result.add(RecipientResult(unsent: addressee, because: obstacle)) }
                continue
            }
            try await deliver(chunk, composer)
            tellProgress()
            await Task.yield()
        }
    }

    private func chunk(of rows: inout any RecipientRows, _ size: Int) throws(Failure) -> [Addressee]? {
        var chunk: [Addressee] = []
        while chunk.count < size, let row = try rows.next() {
            if case .recipient(let recipient, let place) = row {
                chunk.append(Addressee(recipient: recipient, place: place))
            }
        }
        return chunk.isEmpty ? nil : chunk
    }

    private func tellProgress() {
        let done = result.counts.values.reduce(0, +)
        progress?(
            CampaignProgress(done: done, failed: done - result.succeeded, total: result.targeting.accepted)
        )
    }

    private mutating func deliver(_ chunk: [Addressee], _ composer: MailComposer) async throws(Failure) {
        var mails: [SendEmail] = []
        mails.reserveCapacity(chunk.count)
        for addressee in chunk {
            // Each was written once already, in the first pass.
            guard let mail = try? composer.mail(to: addressee.recipient) else { throw .changedRecipients }
            mails.append(mail)
        }
        var results = takesBatches ? await sendBatch(mails, to: chunk) : await sendSingly(mails, to: chunk)
        if composer.hasMessage { await sendMessages(after: &results, to: chunk, composer) }
        for result in results { self.result.add(result) }
        if result.interruption == nil { result.interruption = results.obstacle }
        await track(results, of: chunk)
    }

    private mutating func sendBatch(_ mails: [SendEmail], to chunk: [Addressee]) async -> [RecipientResult] {
        result.delivery.actions += 1
        let outcome = await tools.performUndisturbed(SendEmailBatch(items: mails), options)
        let receipt = try? outcome.get()
        return chunk.enumerated()
            .map { index, addressee in
                RecipientResult(
                    addressee,
                    receipt?[index] ?? .failure(outcome.failure ?? .cancelledBeforeSending),
                    isScheduled: email.sendAt != nil,
                    provider: outcome.provider,
                    auditID: outcome.auditID
                )
            }
    }

    private mutating func sendSingly(_ mails: [SendEmail], to chunk: [Addressee]) async -> [RecipientResult] {
        let outcomes = await tools.performEach(mails, options)
        result.delivery.actions += outcomes.count { $0 != nil }
        return zip(chunk, outcomes)
            .map { addressee, outcome in
                guard let outcome else { return RecipientResult(unsent: addressee, because: .cancelledBeforeSending) }
                return RecipientResult(
                    addressee,
                    outcome.result,
                    isScheduled: false,
                    provider: outcome.provider,
                    auditID: outcome.auditID
                )
            }
    }

    /// Tells those who were sent a mail inside the product too.
    private func sendMessages(
        after results: inout [RecipientResult],
        to chunk: [Addressee],
        _ composer: MailComposer
    ) async {
        let reached = results.indices.filter { results[$0].fate == .sent }
        let messages = reached.compactMap { try? composer.message(to: chunk[$0].recipient) }
        let outcomes = await tools.performEach(messages, options.withoutProvider)
        for (index, outcome) in zip(reached, outcomes) {
            results[index].message = outcome.map { CampaignResult.Fate($0.result) } ?? .notSent
        }
    }

    /// Records that those who were sent a mail got it; scheduled mails nobody has got yet.
    private mutating func track(_ results: [RecipientResult], of chunk: [Addressee]) async {
        guard email.sendAt == nil else {
            result.tracking.failure = .notTracked("nobody has a scheduled mail yet")
            return
        }
        guard tools.canPerform(TrackEventBatch.name, options.withoutProvider) else {
            result.tracking.failure = .notTracked("no configured provider takes events")
            return
        }
        let events = zip(results, chunk).filter { $0.0.fate == .sent }.map { event(for: $0.1) }
        guard !events.isEmpty else { return }
        let outcome = await tools.performUndisturbed(TrackEventBatch(events: events), options.withoutProvider)
        result.tracking.add(outcome, of: events.count)
    }

    private func event(for addressee: Addressee) -> TrackEvent {
        let correlationID = result.campaign.correlationID
        return TrackEvent(
            person: addressee.recipient.person,
            name: CampaignTracking.eventName,
            properties: [
                "campaign": .string(email.campaignName),
                "template_kind": .string(email.templateKind.rawValue),
                "correlation_id": .string(correlationID),
            ],
            eventID: addressee.place.eventID(in: correlationID),
            time: tools.time
        )
    }
}

extension RecipientPlace {
    /// An id by which a provider knows the event of this recipient again when the same campaign is sent once more.
    ///
    /// Made of the place and not of the address, which must not be found out from an id.
    fileprivate func eventID(in correlationID: String) -> String {
        let text = "\(correlationID) \(self)"
        return text.fingerprint.hexadecimal + "\(text) 2".fingerprint.hexadecimal
    }
}

extension [RecipientResult] {
    /// What every further chunk would meet too; `nil` where there is nothing of that sort.
    fileprivate var obstacle: Failure? {
        guard allSatisfy({ $0.failure != nil }) else { return nil }
        return lazy.compactMap(\.failure).first(where: \.standsAgainstAll)
    }
}

extension Failure {
    /// Whether it is about the provider, the key or the log, and not about one mail.
    fileprivate var standsAgainstAll: Bool {
        switch kind {
        case .authenticationFailed, .permissionDenied, .notConfigured, .noRoute, .unsupportedAction, .circuitOpen,
            .cancelled, .auditUnavailable:
            true
        case .rateLimited, .timeout, .network, .providerUnavailable: effect == .none
        case .invalidInput, .notFound, .conflict, .rejected, .malformedResponse, .partialFailure: false
        }
    }

    /// The recipients are not those that were looked at.
    fileprivate static let changedRecipients = Failure(
        .conflict,
        effect: .none,
        "recipients: changed while the campaign was under way; what is left was not sent",
        field: "recipients"
    )

    fileprivate static func notTracked(_ reason: String) -> Failure {
        Failure(.unsupportedAction, effect: .none, "not tracked: \(reason)")
    }
}

extension CallOptions {
    /// The options for what follows the mails: whoever must send those need not do the rest.
    fileprivate var withoutProvider: CallOptions {
        var options = self
        options.provider = nil
        return options
    }
}

import SwitchboardCore

extension CampaignRun {
    /// Sends chunk after chunk.
    ///
    /// Once something stands against the rest, that is only listed as not sent.
    mutating func send(_ rows: inout any RecipientRows, _ composer: MailComposer) async throws(Failure) {
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
        // Rows that were sound at the first look and are none any more.
        let seen = result.counts.values.reduce(0, +)
        if result.interruption == nil, seen != result.targeting.accepted { throw .changedRecipients }
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
        if outcomes.contains(where: { $0 == nil }) { result.interruption = .cancelledBeforeSending }
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
    private mutating func sendMessages(
        after results: inout [RecipientResult],
        to chunk: [Addressee],
        _ composer: MailComposer
    ) async {
        let messages = results.indices.filter { results[$0].fate == .sent }
            .compactMap { index in (try? composer.message(to: chunk[index].recipient)).map { (index, $0) } }
        let outcomes = await tools.performEach(messages.map(\.1), options.withoutProvider)
        for ((index, _), outcome) in zip(messages, outcomes) {
            results[index].message = outcome.map { CampaignResult.Fate($0.result) } ?? .notSent
            if let failure = outcome?.failure {
                result.delivery.messageFailure = result.delivery.messageFailure ?? failure
            }
        }
    }

    /// Records that those who were sent a mail got it; scheduled mails nobody has got yet.
    private mutating func track(_ results: [RecipientResult], of chunk: [Addressee]) async {
        guard email.sendAt == nil else { return result.tracking.events.leaveOut("nobody has a scheduled mail yet") }
        let events = zip(results, chunk).filter { $0.0.fate == .sent }.map { event(for: $0.1) }
        await result.tracking.events.track(events, options, with: tools)
    }

    private func event(for addressee: Addressee) -> TrackEvent {
        let correlationID = result.campaign.correlationID
        return TrackEvent(
            person: addressee.recipient.person,
            name: result.tracking.events.eventName,
            properties: [
                "campaign": .string(email.campaignName),
                "template_kind": .string(email.templateKind.rawValue),
                "correlation_id": .string(correlationID),
            ],
            // Made of the place and not of the address, which must not be found out from an id.
            eventID: "\(correlationID) \(email.campaignName) \(addressee.place)".eventID,
            time: tools.time
        )
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
}

extension CallOptions {
    /// The options for what follows the mails: whoever must send those need not do the rest.
    var withoutProvider: CallOptions {
        var options = self
        options.provider = nil
        return options
    }
}

import SwitchboardCore

/// `email.send_batch`: as few requests as SendGrid's limits allow, each message with a result of its own.
extension SendGridProvider {
    private typealias Results = [(index: Int, result: Result<SendEmail.Receipt, Failure>)]

    /// How many requests are under way at a time.
    private static let concurrency = 4

    func sendEmailBatch(
        _ action: SendEmailBatch,
        using client: ProviderClient
    ) async throws(Failure) -> SendEmailBatch.Receipt {
        var receipt = SendEmailBatch.Receipt(count: action.items.count)
        let senders = checkedSenders(of: action.items, at: client.now(), &receipt)
        let plan = MailPlan(action.items, senders: senders, actionID: client.actionID)
        let note = { (results: Results) in
            for (index, result) in results { receipt[index] = result }
            client.progressed(by: results.lazy.map(\.1))
            if let failure = results.ending { receipt.set(plan.end(), .failure(failure.keepingUnsent)) }
        }
        // The first one goes alone: where the key is not accepted, one request tells.
        guard let first = plan.next() else { return receipt }
        note(await send(first, using: client))
        await client.each(plan, limit: Self.concurrency, { await send($0, using: client) }, collect: note)
        return receipt
    }

    /// Who writes each message that SendGrid can express; the receipt says of the others why it cannot.
    private func checkedSenders(
        of messages: [SendEmail],
        at now: Timestamp,
        _ receipt: inout SendEmailBatch.Receipt
    ) -> [Int: Address] {
        var senders: [Int: Address] = [:]
        for (index, message) in messages.enumerated() {
            do throws(Failure) {
                senders[index] = try checkedSender(of: message, at: now)
            } catch {
                receipt[index] = .failure(error)
            }
        }
        return senders
    }

    /// Sends a request; again without those messages that SendGrid names, and in halves where it is too large for it.
    private func send(_ request: MailRequest, using client: ProviderClient) async -> Results {
        var results: Results = []
        var waiting = [request]
        while let request = waiting.popLast() {
            do throws(Failure) {
                let receipt = try await sendOnce(request, using: client)
                results += request.indices.map { ($0, .success(receipt)) }
            } catch {
                let (failed, again) = request.sorted(after: error)
                results += failed.map { ($0.index, .failure($0.failure)) }
                waiting += again
                guard error.endsBatch else { continue }
                return results + waiting.flatMap(\.indices).map { ($0, .failure(error.keepingUnsent)) }
            }
        }
        return results
    }

    private func sendOnce(
        _ request: MailRequest,
        using client: ProviderClient
    ) async throws(Failure) -> SendEmail.Receipt {
        if let refusal = request.refusal { throw refusal }
        return SendEmail.Receipt(try await client.send(mailRequest(request.body)))
    }
}

extension [(index: Int, result: Result<SendEmail.Receipt, Failure>)] {
    /// A failure that every further request would meet too.
    fileprivate var ending: Failure? {
        for case (_, .failure(let failure)) in self where failure.endsBatch { return failure }
        return nil
    }
}

extension Failure {
    /// Whether every further request would fail alike: of the key, the breaker, the caller, or the time that is left.
    fileprivate var endsBatch: Bool {
        switch kind {
        case .authenticationFailed, .permissionDenied, .circuitOpen, .cancelled: true
        case .timeout, .rateLimited: effect == .none
        default: false
        }
    }

    /// What it is to messages that it has kept from being sent.
    fileprivate var keepingUnsent: Failure {
        if kind == .cancelled { return .cancelledBeforeSending }
        return Failure(
            kind,
            effect: .none,
            "not sent, because \(message)",
            retryAfter: retryAfter,
            isPermanent: isPermanent
        )
    }
}

import SwitchboardCore

/// `email.send_batch`: as few requests as SendGrid's limits allow, each message with a result of its own.
extension SendGridProvider {
    private typealias Results = [(index: Int, result: Result<SendEmail.Receipt, Failure>)]

    /// How many requests are under way at a time.
    private static let concurrency = 4

    /// How often a request goes out again without the messages that SendGrid has found fault with.
    private static let roundLimit = 5

    func sendEmailBatch(
        _ action: SendEmailBatch,
        using client: ProviderClient
    ) async throws(Failure) -> SendEmailBatch.Receipt {
        var receipt = SendEmailBatch.Receipt(count: action.items.count)
        let senders = checkedSenders(of: action.items, at: client.now(), &receipt)
        let plan = MailPlan(action.items, senders: senders, actionID: client.actionID)
        let note = { (results: Results) in
            for (index, result) in results { receipt[index] = result }
            if let failure = results.ending { receipt.end(plan.end(), by: failure) }
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

    /// Sends a request; again without those messages that SendGrid names, since it has accepted none of the others then.
    private func send(_ request: MailRequest, using client: ProviderClient) async -> Results {
        var results: Results = []
        var next: MailRequest? = request
        for round in 1...Self.roundLimit {
            guard let request = next else { return results }
            do throws(Failure) {
                let receipt = try await sendOnce(request, using: client)
                return results + request.indices.map { ($0, .success(receipt)) }
            } catch {
                guard round < Self.roundLimit, let blamed = request.blamed(by: error) else {
                    return results + request.indices.map { ($0, .failure(error)) }
                }
                results += blamed.map { ($0.index, .failure($0.failure)) }
                next = request.without(Set(blamed.map(\.index)))
            }
        }
        return results
    }

    private func sendOnce(
        _ request: MailRequest,
        using client: ProviderClient
    ) async throws(Failure) -> SendEmail.Receipt {
        if let failure = request.tooLarge { throw failure }
        return SendEmail.Receipt(try await client.send(mailRequest(request.body)))
    }
}

extension [(index: Int, result: Result<SendEmail.Receipt, Failure>)] {
    /// A failure that every further request would meet too.
    fileprivate var ending: Failure? {
        for (_, result) in self {
            guard case .failure(let failure) = result else { continue }
            switch failure.kind {
            case .authenticationFailed, .permissionDenied, .circuitOpen, .cancelled: return failure
            default: continue
            }
        }
        return nil
    }
}

extension SendEmailBatch.Receipt {
    /// Says of messages that were not sent what kept them from it, where that is a failure of theirs too.
    fileprivate mutating func end(_ indices: [Int], by failure: Failure) {
        if failure.kind == .circuitOpen { set(indices, .failure(failure)) }
    }
}

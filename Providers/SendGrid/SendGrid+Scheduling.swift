import HTTPTypes
import SwitchboardCore

/// `email.create_batch_id` and `email.cancel_scheduled`
/// (https://www.twilio.com/docs/sendgrid/api-reference/cancel-scheduled-sends).
extension SendGridProvider {
    func createEmailBatchID(
        _ action: CreateEmailBatchID,
        using client: ProviderClient
    ) async throws(Failure) -> CreateEmailBatchID.Receipt {
        // One id too many stands for nothing.
        let request = WireRequest(.post, "/v3/mail/batch", at: base, .idempotent)
        return CreateEmailBatchID.Receipt(batchID: try await client.send(request, as: BatchID.self).text)
    }

    /// Sets the status, and changes it where there is one: SendGrid takes the first request once only.
    func cancelScheduledEmails(
        _ action: CancelScheduledEmails,
        using client: ProviderClient
    ) async throws(Failure) -> CancelScheduledEmails.Receipt {
        let receipt = CancelScheduledEmails.Receipt(batchID: action.batchID)
        var request = WireRequest(.post, "/v3/user/scheduled_sends", at: base, .idempotent)
        try request.setJSON(["batch_id": action.batchID, "status": receipt.status.rawValue])
        do throws(Failure) {
            _ = try await client.send(request)
        } catch {
            guard error.status == 400 else { throw error }
            try await change(receipt, after: error, using: client)
        }
        return receipt
    }

    private func change(
        _ batch: CancelScheduledEmails.Receipt,
        after refusal: Failure,
        using client: ProviderClient
    ) async throws(Failure) {
        let parameters = ["batch_id": batch.batchID]
        var request = WireRequest(.patch, "/v3/user/scheduled_sends/{batch_id}", parameters, at: base, .idempotent)
        try request.setJSON(["status": batch.status.rawValue])
        do throws(Failure) {
            _ = try await client.send(request)
        } catch {
            // There is nothing to change: the first refusal was about something else.
            throw error.kind == .notFound ? refusal : error
        }
    }
}

private struct BatchID: Decodable {
    let text: String

    private enum CodingKeys: String, CodingKey {
        case text = "batch_id"
    }
}

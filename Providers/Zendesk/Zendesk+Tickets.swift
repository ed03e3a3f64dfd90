import HTTPTypes
import SwitchboardCore

/// `ticket.create`, `.get`, `.update`, `.comment` and `.delete`.
extension ZendeskProvider {
    /// The key, kept for two hours, makes of repetitions one ticket
    /// (https://developer.zendesk.com/api-reference/ticketing/introduction/#idempotency).
    func createTicket(
        _ action: CreateTicket,
        using client: ProviderClient
    ) async throws(Failure) -> CreateTicket.Receipt {
        let fields = try ZendeskTicketFields(action)
        let created = try await naming(action.requester, using: client) { requester async throws(Failure) in
            var ticket = fields
            ticket.requester = requester
            var request = WireRequest(.post, "/api/v2/tickets", at: base, .keyed)
            request.headers.append("Idempotency-Key", client.actionID.description)
            try request.setJSON(["ticket": ticket])
            return try await client.send(request, as: ZendeskTicketAnswer.self).ticket
        }
        return CreateTicket.Receipt(ticketID: created.id, ticketURL: page(ofTicket: created.id))
    }

    func getTicket(_ action: GetTicket, using client: ProviderClient) async throws(Failure) -> GetTicket.Receipt {
        let request = try ticketRequest(.get, action.ticketID, .safe)
        let found = try await client.send(request, as: ZendeskTicketAnswer.self).ticket
        return GetTicket.Receipt(ticket: found.ticket(at: page(ofTicket: found.id)))
    }

    /// A change may be repeated, unless it adds a comment.
    func updateTicket(_ action: UpdateTicket, using client: ProviderClient) async throws(Failure) -> TicketReceipt {
        var request = try ticketRequest(.put, action.ticketID, action.comment == nil ? .idempotent : .once)
        var ticket = try ZendeskTicketFields(action)
        if let requester = action.requester { ticket.requester = try await self.requester(requester, using: client) }
        try request.setJSON(["ticket": ticket])
        let updated = try await client.send(request, as: ZendeskTicketAnswer.self).ticket
        return TicketReceipt(ticketID: updated.id, status: updated.status)
    }

    /// A comment is a change of the ticket: there is no other way to add one.
    func commentTicket(
        _ action: CommentTicket,
        using client: ProviderClient
    ) async throws(Failure) -> CommentTicket.Receipt {
        var request = try ticketRequest(.put, action.ticketID, .once)
        try request.setJSON(["ticket": try ZendeskTicketFields(action)])
        let answer = try await client.send(request, as: ZendeskTicketAnswer.self)
        return CommentTicket.Receipt(ticketID: answer.ticket.id, commentID: answer.commentID)
    }

    func deleteTicket(_ action: DeleteTicket, using client: ProviderClient) async throws(Failure) -> TicketReceipt {
        try await delete(ticketRequest(.delete, action.ticketID, .idempotent), using: client)
        return TicketReceipt(ticketID: action.ticketID, status: "deleted")
    }

    private func ticketRequest(
        _ method: HTTPRequest.Method,
        _ id: String,
        _ repeatability: Repeatability
    ) throws(Failure) -> WireRequest {
        let id = String(try Self.id(id, field: "ticket_id"))
        return WireRequest(method, "/api/v2/tickets/{id}", ["id": id], at: base, repeatability)
    }

    /// Deletes something that may be gone already where an earlier attempt of ours got no answer.
    func delete(_ request: WireRequest, using client: ProviderClient) async throws(Failure) {
        do throws(Failure) {
            _ = try await client.send(request)
        } catch {
            guard error.kind == .notFound, error.effect == .unknown else { throw error }
        }
    }
}

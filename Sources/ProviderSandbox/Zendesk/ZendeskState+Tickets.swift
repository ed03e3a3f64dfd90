import HTTPTypes
import SwitchboardCore

/// What was answered to a request with an idempotency key.
struct ZendeskKeptAnswer: Sendable {
    /// Seconds since 1970.
    var moment: Int64

    /// The body of the request.
    var request: JSONValue

    /// The answer.
    var response: SandboxResponse

    /// How many seconds an answer is kept.
    static let lifetime: Int64 = 2 * 3600
}

extension ZendeskState {
    /// Creates a ticket, or repeats the answer to an earlier request with the same key.
    mutating func createTicket(_ call: ZendeskCall) throws(ZendeskError) -> SandboxResponse {
        if let key = call.idempotencyKey, let kept = keptAnswers[key], now - kept.moment < ZendeskKeptAnswer.lifetime {
            guard kept.request == call.body else {
                throw ZendeskError(
                    400,
                    "IdempotentRequestError",
                    "Request parameters don't match the given idempotency key"
                )
            }
            var response = kept.response
            response.headers[.idempotencyLookup] = "hit"
            return response
        }
        let input = try ZendeskTicketInput(call.member("ticket"), named: "ticket")
        let (index, audit) = try addTicket(input)
        var response = SandboxResponse(status: 201, json: answer(index, audit))
        response.headers[.location] = "\(origin)/api/v2/tickets/\(tickets[index].id).json"
        response.warn(of: input.record.dropped)
        if let key = call.idempotencyKey {
            keptAnswers[key] = ZendeskKeptAnswer(moment: now, request: call.body, response: response)
            response.headers[.idempotencyLookup] = "miss"
        }
        return response
    }

    /// Changes what the body names, and says what it says.
    mutating func updateTicket(_ call: ZendeskCall) throws(ZendeskError) -> SandboxResponse {
        let index = try index(ofTicket: call.id())
        let input = try ZendeskTicketInput(call.member("ticket"), named: "ticket")
        let audit = try change(index, by: input)
        var response = SandboxResponse(json: answer(index, audit))
        response.warn(of: input.record.dropped)
        return response
    }

    /// Deletes a ticket, of which exports alone tell from then on.
    mutating func deleteTicket(_ call: ZendeskCall) throws(ZendeskError) -> SandboxResponse {
        let index = try index(ofTicket: call.id())
        tickets[index].isDeleted = true
        touch(index)
        return SandboxResponse(status: 204)
    }

    /// Lists the tickets, or those with an external id, a page at a time.
    func listTickets(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let externalID = call.query["external_id"]
        let listing = try ZendeskListing(call, at: "\(origin)/api/v2/tickets.json", named: "tickets")
        return listing.json(of: tickets) { ticket in
            !ticket.isDeleted && (externalID == nil || ticket.members["external_id"] == externalID)
        } shape: {
            $0.json(at: origin)
        }
    }

    /// Lists what was said in a ticket, oldest first unless asked otherwise.
    func listComments(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let ticket = tickets[try index(ofTicket: call.id())]
        let order = try call.readQuery { query throws(JSONProblem) in
            try JSONReader(open: query, at: "").word("sort_order", of: ["asc", "desc"])
        }
        let comments = order == "desc" ? ticket.comments.reversed() : ticket.comments
        let url = "\(origin)/api/v2/tickets/\(ticket.id)/comments.json"
        return try ZendeskListing(call, at: url, named: "comments")
            .json(of: comments, where: { _ in true }, shape: \.json)
    }

    /// Shows the metrics of a ticket.
    func showMetrics(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let ticket = tickets[try index(ofTicket: call.id())]
        return ["ticket_metric": ticket.metrics.json(of: ticket, at: origin)]
    }

    /// Lists the metrics of all tickets, a page at a time.
    func listMetrics(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let listing = try ZendeskListing(call, at: "\(origin)/api/v2/ticket_metrics.json", named: "ticket_metrics")
        return listing.json(of: tickets, where: { !$0.isDeleted }, shape: { $0.metrics.json(of: $0, at: origin) })
    }

    /// The place of a ticket that is not deleted.
    func index(ofTicket id: Int64) throws(ZendeskError) -> Int {
        guard (1...Int64(tickets.count + 1)).contains(id), id <= tickets.count, !tickets[Int(id - 1)].isDeleted else {
            throw .notFound
        }
        return Int(id - 1)
    }

    /// Notes that a ticket has changed.
    mutating func touch(_ index: Int) {
        tickets[index].updatedAt = now
        ticketChanges.note(index, at: now)
    }

    private func answer(_ index: Int, _ audit: JSONValue) -> JSONValue {
        ["ticket": tickets[index].json(at: origin), "audit": audit]
    }
}

extension ZendeskCall {
    /// A member of the body, which must be there.
    func member(_ name: String) throws(ZendeskError) -> JSONValue {
        guard let value = body[name], value != .null else {
            throw ZendeskError(400, title: "Missing parameter", "Required parameter missing: \(name)")
        }
        return value
    }
}

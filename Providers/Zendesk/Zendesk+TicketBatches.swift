import HTTPTypes
import SwitchboardCore

/// `ticket.create_batch` and `ticket.update_batch`: jobs of a hundred items, followed to their end.
extension ZendeskProvider {
    /// How many items one job may have: more are refused as `TooManyValues`.
    private static let jobSize = 100

    /// How many jobs of one batch run at a time; an account has thirty in all.
    private static let jobLimit = 4

    func createTickets(
        _ batch: CreateTickets,
        using client: ProviderClient
    ) async throws(Failure) -> CreateTickets.Receipt {
        let items = batch.items
        let prepared = await prepare(items.count, using: client) { index throws(Failure) in
            var ticket = try ZendeskTicketFields(items[index])
            ticket.requester = try await requester(items[index].requester, using: client)
            return ticket
        }
        let outcomes = await jobs(.post, "/api/v2/tickets/create_many", of: prepared, using: client)
        return outcomes.receipt { id, _ in CreateTicket.Receipt(ticketID: id, ticketURL: page(ofTicket: id)) }
    }

    func updateTickets(
        _ batch: UpdateTickets,
        using client: ProviderClient
    ) async throws(Failure) -> UpdateTickets.Receipt {
        let items = batch.items
        let prepared = await prepare(items.count, using: client) { index throws(Failure) in
            let item = items[index]
            var ticket = try ZendeskTicketFields(item)
            ticket.id = try Self.id(item.ticketID, field: "ticket_id")
            if let requester = item.requester { ticket.requester = try await self.requester(requester, using: client) }
            return ticket
        }
        let outcomes = await jobs(.put, "/api/v2/tickets/update_many", of: prepared, using: client)
        return outcomes.receipt { id, index in
            TicketReceipt(ticketID: id, status: items[index].details.status?.rawValue)
        }
    }

    /// Checks the items, and looks up those requesters that cannot be named otherwise.
    private func prepare(
        _ count: Int,
        using client: ProviderClient,
        _ make: @escaping @Sendable (Int) async throws(Failure) -> ZendeskTicketFields
    ) async -> [Result<ZendeskTicketFields, Failure>] {
        let unreached = Result<ZendeskTicketFields, Failure>.failure(.cancelledBeforeSending)
        var prepared = Array(repeating: unreached, count: count)
        await client.each(0..<count, limit: Self.jobLimit) { index in
            do throws(Failure) {
                return (index, Result<ZendeskTicketFields, Failure>.success(try await make(index)))
            } catch {
                return (index, .failure(error))
            }
        } collect: { index, result in
            prepared[index] = result
        }
        return prepared
    }

    private func jobs(
        _ method: HTTPRequest.Method,
        _ path: String,
        of prepared: [Result<ZendeskTicketFields, Failure>],
        using client: ProviderClient
    ) async -> [Result<String, Failure>] {
        var outcomes = prepared.map { $0.flatMap { _ in Result<String, Failure>.failure(.cancelledBeforeSending) } }
        let sound = prepared.enumerated().compactMap { index, item in (try? item.get()).map { (index, $0) } }
        let chunks = stride(from: 0, to: sound.count, by: Self.jobSize).lazy
            .map { Array(sound[$0..<min($0 + Self.jobSize, sound.count)]) }
        await client.each(chunks, limit: Self.jobLimit) { chunk in
            (chunk.map(\.0), await job(method, path, of: chunk.map(\.1), using: client))
        } collect: { indices, results in
            for (index, result) in zip(indices, results) { outcomes[index] = result }
            client.progressed(by: results)
        }
        return outcomes
    }
}

extension [Result<String, Failure>] {
    /// The receipt of a batch, from the ids of those items that were done.
    fileprivate func receipt<Item: ActionReceipt>(_ make: (String, Int) -> Item) -> BatchReceipt<Item> {
        var receipt = BatchReceipt<Item>(count: count)
        for (index, result) in enumerated() { receipt[index] = result.map { make($0, index) } }
        return receipt
    }
}

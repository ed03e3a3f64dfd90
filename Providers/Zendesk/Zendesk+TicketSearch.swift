import HTTPTypes
import SwitchboardCore

/// `ticket.search`: up to 1,000 results come from the search, more from its export, whose order is that of creation.
extension ZendeskProvider {
    /// How many results the search gives at most, whatever the page.
    private static let searchCeiling = 1000

    func searchTickets(
        _ action: SearchTickets,
        using client: ProviderClient
    ) async throws(Failure) -> SearchTickets.Receipt {
        try Self.check(action.tags, field: "tags")
        let cursor = try action.cursor.map(ZendeskSearchCursor.init(text:))
        let limit = action.limit ?? 100
        if case .after(let mark)? = cursor { return try await export(action, after: mark, limit, using: client) }
        let offset: Int = if case .offset(let offset)? = cursor { offset } else { 0 }
        let query = "type:ticket \(action.query.text)"
        let findings = try await collect(
            SearchPage.self,
            from: offset,
            limit: limit,
            ceiling: offset == 0 ? Self.searchCeiling : .max,
            using: client
        ) { page, size in
            search("/api/v2/search", [("query", query), ("page", "\(page)"), ("per_page", "\(size)")])
        }
        if offset == 0, let count = findings.count, count > Self.searchCeiling {
            var receipt = try await export(action, after: nil, limit, using: client)
            receipt.count = count
            return receipt
        }
        return SearchTickets.Receipt(
            tickets: findings.elements.map { $0.ticket(at: page(ofTicket: $0.id)) },
            nextCursor: findings.next.map { ZendeskSearchCursor.offset($0).text },
            count: findings.count
        )
    }

    /// The type must not stand in the query here.
    private func export(
        _ action: SearchTickets,
        after mark: String?,
        _ limit: Int,
        using client: ProviderClient
    ) async throws(Failure) -> SearchTickets.Receipt {
        var receipt = SearchTickets.Receipt(tickets: [], nextCursor: nil, count: nil)
        try await client.pages(from: mark) { (mark: String?) async throws(Failure) -> String?? in
            let size = min(Self.pageSize, limit - receipt.tickets.count)
            var items = [("query", action.query.text), ("filter[type]", "ticket"), ("page[size]", "\(size)")]
            if let mark { items.append(("page[after]", mark)) }
            let answer = try await client.send(search("/api/v2/search/export", items), as: ExportedPage.self)
            receipt.tickets += answer.results.map { $0.ticket(at: page(ofTicket: $0.id)) }
            let next = answer.meta.hasMore ? answer.meta.afterCursor : nil
            receipt.nextCursor = next.map { ZendeskSearchCursor.after($0).text }
            return next != nil && receipt.tickets.count < limit ? .some(next) : .none
        }
        return receipt
    }

    private func search(_ path: String, _ items: [(String, String)]) -> WireRequest {
        var request = WireRequest(.get, path, query: items.map { (name: $0.0, value: $0.1) }, at: base, .safe)
        request.attemptTimeout = .seconds(30)
        return request
    }
}

extension SearchTickets {
    fileprivate var query: ZendeskQuery {
        var query = ZendeskQuery()
        query.add("status", status?.rawValue)
        query.add("priority", priority?.rawValue)
        query.add("requester", requesterEmail)
        for tag in tags ?? [] { query.add("tags", tag) }
        query.add(words: text)
        return query
    }
}

/// Where a search goes on, as a receipt writes it.
private enum ZendeskSearchCursor {
    /// After so many results of the search.
    case offset(Int)
    /// After a mark of the export, which Zendesk keeps for an hour.
    case after(String)

    init(text: String) throws(Failure) {
        if let number = text.wholeMatch(of: #/offset:([0-9]{1,9})/#).flatMap({ Int($0.1) }) {
            self = .offset(number)
        } else if text.hasPrefix("after:"), text.utf8.count > 6 {
            self = .after(String(text.dropFirst(6)))
        } else {
            throw .invalidInput("cursor", "is none that a search at Zendesk gave; give its next_cursor")
        }
    }

    var text: String {
        switch self {
        case .offset(let number): "offset:\(number)"
        case .after(let mark): "after:\(mark)"
        }
    }
}

private struct SearchPage: ZendeskPage {
    let elements: [ZendeskTicket]
    let count: Int?
    let nextPage: String?

    private enum CodingKeys: String, CodingKey {
        case elements = "results"
        case count
        case nextPage = "next_page"
    }
}

private struct ExportedPage: Decodable {
    struct Meta: Decodable {
        let hasMore: Bool
        let afterCursor: String?

        private enum CodingKeys: String, CodingKey {
            case hasMore = "has_more"
            case afterCursor = "after_cursor"
        }
    }

    let results: [ZendeskTicket]
    let meta: Meta
}

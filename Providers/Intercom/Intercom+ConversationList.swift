import HTTPTypes
import SwitchboardCore

/// `conversation.list`: a search.
extension IntercomProvider {
    func listConversations(
        _ action: ListConversations,
        using client: ProviderClient
    ) async throws(Failure) -> ListConversations.Receipt {
        var filters: [Filter] = []
        if let person = action.person {
            filters.append(
                Filter(field: "contact_ids", value: .string(try await recipient(for: person, using: client).id))
            )
        }
        if let state = action.state { filters.append(Filter(field: "state", value: .string(state.rawValue))) }
        // A search needs a filter; everything was created after 1970.
        if filters.isEmpty { filters.append(Filter(field: "created_at", operator: ">", value: 0)) }
        var request = WireRequest(.post, "/conversations/search", at: base, .safe)
        request.attemptTimeout = .seconds(30)
        try request.setJSON(
            ConversationSearch(
                query: filters.count == 1 ? .one(filters[0]) : .all(filters),
                pagination: IntercomPagination(count: action.limit ?? 20, cursor: action.cursor)
            )
        )
        let page = try await client.send(request, as: ConversationPage.self)
        return ListConversations.Receipt(
            conversations: page.conversations.map(\.value),
            nextCursor: page.pages?.nextCursor
        )
    }
}

/// The body of `POST /conversations/search`.
private struct ConversationSearch: Encodable {
    enum Query: Encodable {
        case one(Filter)
        case all([Filter])

        private enum CodingKeys: String, CodingKey {
            case `operator`
            case value
        }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .one(let filter): try filter.encode(to: encoder)
            case .all(let filters):
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode("AND", forKey: .operator)
                try container.encode(filters, forKey: .value)
            }
        }
    }

    var query: Query
    var pagination: IntercomPagination
}

/// One condition of a search.
private struct Filter: Encodable {
    var field: String
    var `operator` = "="
    var value: JSONValue
}

/// An answer to `POST /conversations/search`.
private struct ConversationPage: Decodable {
    let conversations: [IntercomConversation]
    let pages: IntercomPages?
}

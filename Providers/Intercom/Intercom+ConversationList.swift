import HTTPTypes
import SwitchboardCore

/// `conversation.list`: a search.
extension IntercomProvider {
    func listConversations(
        _ action: ListConversations,
        using client: ProviderClient
    ) async throws(Failure) -> ListConversations.Receipt {
        var filters: [IntercomFilter] = []
        if let person = action.person {
            // Always looked up: somebody who is gone would have no conversations, rather than be missed.
            filters.append(
                IntercomFilter(field: "contact_ids", value: .string(try await recipient(for: person, using: client).id))
            )
        }
        if let state = action.state { filters.append(IntercomFilter(field: "state", value: .string(state.rawValue))) }
        // A search needs a filter; everything was created after 1970.
        if filters.isEmpty { filters.append(IntercomFilter(field: "created_at", operator: ">", value: 0)) }
        var request = WireRequest(.post, "/conversations/search", at: base, .safe)
        request.attemptTimeout = .seconds(30)
        try request.setJSON(
            ConversationSearch(
                query: IntercomQuery(all: filters),
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
    var query: IntercomQuery
    var pagination: IntercomPagination
}

/// An answer to `POST /conversations/search`.
private struct ConversationPage: Decodable {
    let conversations: [IntercomConversation]
    let pages: IntercomPages?
}

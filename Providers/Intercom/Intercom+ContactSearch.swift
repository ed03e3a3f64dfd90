import HTTPTypes
import SwitchboardCore

/// `contact.search`, on an index that lags minutes behind.
extension IntercomProvider {
    /// How many filters a search may have, and how many contacts a page.
    private static let filterLimit = 15
    private static let pageSize = 150

    func searchContacts(
        _ action: SearchContacts,
        using client: ProviderClient
    ) async throws(Failure) -> SearchContacts.Receipt {
        let query = try contactQuery(of: action)
        let limit = action.limit ?? 100
        var receipt = SearchContacts.Receipt(contacts: [], nextCursor: action.cursor)
        try await client.pages(from: action.cursor) { (cursor: String?) async throws(Failure) -> String?? in
            let count = min(Self.pageSize, limit - receipt.contacts.count)
            let page = try await search(query, count: count, from: cursor, using: client)
            receipt.contacts += page.data.map { $0.contact(tags: []) }
            receipt.nextCursor = page.pages?.nextCursor
            return receipt.nextCursor != nil && receipt.contacts.count < limit ? .some(receipt.nextCursor) : .none
        }
        return receipt
    }

    private func search(
        _ query: IntercomQuery,
        count: Int,
        from cursor: String?,
        using client: ProviderClient
    ) async throws(Failure) -> ContactPage {
        var request = WireRequest(.post, "/contacts/search", at: base, .safe)
        request.attemptTimeout = .seconds(30)
        try request.setJSON(ContactSearch(query: query, pagination: IntercomPagination(count: count, cursor: cursor)))
        return try await client.send(request, as: ContactPage.self)
    }

    /// All fields must be equal; words may stand in the name or in the address.
    private func contactQuery(of action: SearchContacts) throws(Failure) -> IntercomQuery {
        if let text = action.text {
            return .any(["name", "email"].map { IntercomFilter(field: $0, operator: "~", value: .string(text)) })
        }
        let fields = (action.query ?? [:]).sorted { $0.key < $1.key }
        guard fields.count <= Self.filterLimit else {
            throw .invalidInput("query", "has \(fields.count) fields; Intercom takes at most \(Self.filterLimit)")
        }
        for (name, value) in fields where value.array != nil || value.object != nil {
            throw .invalidInput(member: name, of: "query", "is \(value.kindName); give text, a number or true or false")
        }
        return IntercomQuery(
            all: fields.map { IntercomFilter(field: $0.key == "user_id" ? "external_id" : $0.key, value: $0.value) }
        )
    }
}

/// The body of `POST /contacts/search`.
private struct ContactSearch: Encodable {
    var query: IntercomQuery
    var pagination: IntercomPagination
}

/// An answer to `POST /contacts/search`.
private struct ContactPage: Decodable {
    let data: [IntercomContact]
    let pages: IntercomPages?
}

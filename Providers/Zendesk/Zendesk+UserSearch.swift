import HTTPTypes
import SwitchboardCore

/// `contact.search`: Zendesk gives up to 10,000 users a query.
extension ZendeskProvider {
    func searchContacts(
        _ action: SearchContacts,
        using client: ProviderClient
    ) async throws(Failure) -> SearchContacts.Receipt {
        let query = try action.zendeskQuery.text
        let offset = try Self.offset(action.cursor)
        let findings = try await collect(
            ZendeskUserPage.self,
            from: offset,
            limit: action.limit ?? 100,
            using: client
        ) { page, size in
            let items = [("query", query), ("page", "\(page)"), ("per_page", "\(size)")]
            var request = WireRequest(
                .get,
                "/api/v2/users/search",
                query: items.map { (name: $0.0, value: $0.1) },
                at: base,
                .safe
            )
            request.attemptTimeout = .seconds(30)
            return request
        }
        return SearchContacts.Receipt(
            contacts: findings.elements.filter { !$0.isDeleted }.map(\.contact),
            nextCursor: findings.next.map { "offset:\($0)" }
        )
    }

    private static func offset(_ cursor: String?) throws(Failure) -> Int {
        guard let cursor else { return 0 }
        guard let offset = cursor.wholeMatch(of: #/offset:([0-9]{1,9})/#).flatMap({ Int($0.1) }) else {
            throw .invalidInput("cursor", "is none that a search at Zendesk gave; give its next_cursor")
        }
        return offset
    }
}

extension SearchContacts {
    fileprivate var zendeskQuery: ZendeskQuery {
        get throws(Failure) {
            var result = ZendeskQuery()
            result.add(words: text)
            for (field, value) in (query ?? [:]).sorted(by: { $0.key < $1.key }) {
                guard field.wholeMatch(of: #/[A-Za-z0-9_]{1,64}/#) != nil else {
                    throw .invalidInput(member: field, of: "query", "is not a name of a field at Zendesk")
                }
                guard let text = value.searchText, !text.isEmpty else {
                    throw .invalidInput(
                        member: field,
                        of: "query",
                        "cannot be searched for; give text, a number, true or false"
                    )
                }
                result.add(field == "user_id" ? "external_id" : field, text)
            }
            return result
        }
    }
}

extension JSONValue {
    fileprivate var searchText: String? {
        switch self {
        case .bool(let flag): String(flag)
        case .number(let number): String(number)
        default: identifier
        }
    }
}

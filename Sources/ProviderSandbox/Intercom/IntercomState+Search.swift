import SwitchboardCore

/// The body of a search.
private struct SearchInput {
    var query: IntercomQuery
    var page: IntercomPage

    init(
        _ value: JSONValue,
        _ fields: [String: IntercomQuery.FieldKind],
        perPage: Int
    ) throws(JSONProblem) {
        let reader = try JSONReader(value, knowing: ["query", "pagination"])
        let query = try reader.required("query", reader.value("query"))
        self.query = try IntercomQuery(query, at: "query", fields)
        page = try IntercomPage(reader.value("pagination") ?? [:], perPage: perPage)
    }
}

/// Which part of what a search finds is asked for.
private struct IntercomPage {
    private var perPage: Int
    private var start: Int

    init(_ value: JSONValue, perPage: Int) throws(JSONProblem) {
        let pagination = try JSONReader(value, at: "pagination", knowing: ["per_page", "starting_after"])
        self.perPage = try pagination.integer("per_page", in: 1...150).map(Int.init) ?? perPage
        start = try Self.start(pagination)
    }

    /// The cursor, which is the place of the next record behind a letter.
    private static func start(_ pagination: JSONReader) throws(JSONProblem) -> Int {
        guard let cursor = try pagination.string("starting_after") else { return 0 }
        guard cursor.hasPrefix("c"), let start = Int(cursor.dropFirst()), start >= 0 else {
            throw pagination.problem(.invalid, "starting_after", "is not from a paginated answer")
        }
        return start
    }

    /// The part that is asked for.
    func slice<Record>(of found: [Record]) -> ArraySlice<Record> { found.dropFirst(start).prefix(perPage) }

    /// Intercom's shape of where a page stands among all.
    func json(of count: Int) -> JSONValue {
        var pages: [String: JSONValue] = [
            "type": "pages",
            "page": .integer(Int64(start / perPage + 1)),
            "per_page": .integer(Int64(perPage)),
            "total_pages": .integer(Int64((count + perPage - 1) / perPage)),
        ]
        if start + perPage < count {
            pages["next"] = ["per_page": .integer(Int64(perPage)), "starting_after": .string("c\(start + perPage)")]
        }
        return .object(pages)
    }
}

extension IntercomState {
    private static let contactFields: [String: IntercomQuery.FieldKind] = [
        "email": .text, "external_id": .text, "id": .text, "name": .text, "phone": .text, "role": .text,
    ]

    private static let conversationFields: [String: IntercomQuery.FieldKind] = [
        "admin_assignee_id": .text, "contact_ids": .text, "created_at": .time, "id": .text, "state": .text,
        "team_assignee_id": .text, "updated_at": .time,
    ]

    /// Searches the contacts, oldest first, one page at a time.
    func searchContacts(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read { body throws(JSONProblem) in
            try SearchInput(body, Self.contactFields, perPage: 50)
        }
        let found = contacts.filter { input.query.holds($0.searchable) }
        return [
            "type": "list",
            "data": .array(input.page.slice(of: found).map(json)),
            "total_count": .integer(Int64(found.count)),
            "pages": input.page.json(of: found.count),
        ]
    }

    /// Searches the conversations, oldest first, one page at a time; their parts are left out.
    func searchConversations(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read { body throws(JSONProblem) in
            try SearchInput(body, Self.conversationFields, perPage: 20)
        }
        let found = conversations.filter { input.query.holds($0.searchable) }
        return [
            "type": "conversation.list",
            "conversations": .array(input.page.slice(of: found).map { $0.json(isWhole: false) }),
            "total_count": .integer(Int64(found.count)),
            "pages": input.page.json(of: found.count),
        ]
    }
}

extension IntercomContact {
    fileprivate func searchable(_ field: String) -> JSONValue? {
        switch field {
        case "id": .string(id)
        case "role": .string(role)
        default: members[field]
        }
    }
}

extension IntercomConversation {
    fileprivate func searchable(_ field: String) -> JSONValue? {
        switch field {
        case "id": .string(id)
        case "contact_ids": .string(contact)
        case "state": .string(state.rawValue)
        case "created_at": .integer(createdAt)
        case "updated_at": .integer(updatedAt)
        case "admin_assignee_id": .string(adminAssignee.map(String.init) ?? "0")
        default: .string(teamAssignee.map(String.init) ?? "0")
        }
    }
}

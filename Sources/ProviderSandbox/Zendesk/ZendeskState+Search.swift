import SwitchboardCore

extension ZendeskTicket: ZendeskSearchable {
    func values(of field: String, in state: ZendeskState) -> [String] {
        switch field {
        case "status": [status]
        case "tags": tags
        case "ticket_type": text("type")
        case "requester": state.names(ofUser: requesterID)
        case "submitter": state.names(ofUser: submitterID)
        case "assignee": (members["assignee_id"]?.integer).map(state.names) ?? []
        case "created": [Timestamp(secondsSince1970: createdAt).description.lowercased()]
        case "updated": [Timestamp(secondsSince1970: updatedAt).description.lowercased()]
        default: text(field)
        }
    }

    private func text(_ name: String) -> [String] {
        members[name]?.identifier.map { [$0.lowercased()] } ?? []
    }
}

extension ZendeskUser: ZendeskSearchable {
    func values(of field: String, in state: ZendeskState) -> [String] {
        switch field {
        case "tags": tags
        case "role": [role]
        case "created": [Timestamp(secondsSince1970: createdAt).description.lowercased()]
        case "updated": [Timestamp(secondsSince1970: updatedAt).description.lowercased()]
        default: Self.text(members[field] ?? fields[field])
        }
    }

    private static func text(_ value: JSONValue?) -> [String] {
        switch value {
        case .bool(let flag)?: [String(flag)]
        case .number(let number)?: [String(number)]
        default: value?.identifier.map { [$0.lowercased()] } ?? []
        }
    }
}

/// The query of a search.
private struct SearchInput {
    var query: String
    var kind: String?
    var field: String?
    var isDescending: Bool

    init(_ query: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(open: query, at: "")
        self.query = try reader.required("query", reader.string("query"))
        kind = try reader.word("filter[type]", of: ["ticket", "user", "organization", "group"])
        let fields = ["updated_at", "created_at", "priority", "status", "ticket_type"]
        field = try reader.word("sort_by", of: fields)
        isDescending = try reader.word("sort_order", of: ["asc", "desc"]) != "asc"
    }
}

extension ZendeskState {
    /// Searches tickets and users, one page of the first thousand at a time.
    func search(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let input = try call.readQuery(SearchInput.init)
        let query = try ZendeskQuery(input.query)
        let (page, size) = (
            Int(call.query["page"]?.string ?? "1") ?? 1, Int(call.query["per_page"]?.string ?? "100") ?? 100
        )
        guard page <= 1000, (page - 1) * size < 1000 else {
            throw .invalidSearch("Requested response size was greater than Search Response Limits")
        }
        let listing = try ZendeskListing(call, at: "\(origin)/api/v2/search.json", named: "results")
        var found = records(foundBy: query)
        if let field = input.field {
            // Of those that are alike the older comes first, either way.
            let keys = found.map { $0.sortKey(field) }
            let order = found.indices.sorted { left, right in
                if keys[left] == keys[right] { return left < right }
                return (keys[left] < keys[right]) != input.isDescending
            }
            found = order.map { found[$0] }
        }
        let answer = listing.json(of: found, where: { _ in true }, shape: { $0.json(at: origin) })
        return .object((answer.object ?? [:]).merging(["facets": .null]) { $1 })
    }

    /// Counts what a search finds.
    func countSearch(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let query = try ZendeskQuery(call.readQuery(SearchInput.init).query)
        return ["count": .integer(Int64(records(foundBy: query).count))]
    }

    /// Searches records of one kind, all of them, a page at a time.
    func exportSearch(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let input = try call.readQuery(SearchInput.init)
        guard let kind = input.kind else { throw .invalidAttribute("filter[type]", "is required") }
        let query = try ZendeskQuery(input.query, kind: kind)
        var paged = call
        paged.query = .object((call.query.object ?? [:]).merging(["page[size]": "100"]) { given, _ in given })
        let url = "\(origin)/api/v2/search/export.json"
        let listing = try ZendeskListing(paged, at: url, named: "results", largest: 1000)
        let answer =
            switch kind {
            case "ticket":
                listing.json(
                    of: tickets,
                    where: { isFound($0, by: query) },
                    shape: { Record.ticket($0).json(at: origin) }
                )
            case "user":
                listing.json(
                    of: users,
                    where: { isFound($0, by: query) },
                    shape: { Record.user($0).json(at: origin) }
                )
            default: listing.json(of: [Record](), where: { _ in true }, shape: { $0.json(at: origin) })
            }
        return .object((answer.object ?? [:]).merging(["facets": .null]) { $1 })
    }

    /// Searches users by an external id or by a query, a page at a time.
    func searchUsers(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let listing = try ZendeskListing(call, at: "\(origin)/api/v2/users/search.json", named: "users")
        if let id = call.query["external_id"]?.string {
            let found = usersByExternalID[id.lowercased()].map { [users[$0]] } ?? []
            return listing.json(of: found, where: { _ in true }, shape: { $0.json(at: origin) })
        }
        guard let text = call.query["query"]?.string else {
            throw .invalidAttribute("query", "is required, or external_id")
        }
        let query = try ZendeskQuery(text, kind: "user")
        return listing.json(of: users, where: { isFound($0, by: query) }, shape: { $0.json(at: origin) })
    }

    /// What a user may be called in a query, in lower case.
    fileprivate func names(ofUser id: Int64) -> [String] {
        guard let index = try? index(ofUser: id) else { return [] }
        let user = users[index]
        return [String(id)] + [user.email, user.members["name"]?.string].compactMap { $0?.lowercased() }
    }

    private func records(foundBy query: ZendeskQuery) -> [Record] {
        let kinds = query.kind.map { [$0] } ?? ["ticket", "user"]
        let tickets = kinds.contains("ticket") ? tickets.filter { isFound($0, by: query) } : []
        let users = kinds.contains("user") ? users.filter { isFound($0, by: query) } : []
        return tickets.map(Record.ticket) + users.map(Record.user)
    }

    private func isFound(_ ticket: ZendeskTicket, by query: ZendeskQuery) -> Bool {
        !ticket.isDeleted && query.holds(for: ticket, in: self)
    }

    private func isFound(_ user: ZendeskUser, by query: ZendeskQuery) -> Bool {
        user.isActive && query.holds(for: user, in: self)
    }
}

/// A ticket or a user.
private enum Record {
    case ticket(ZendeskTicket)
    case user(ZendeskUser)

    func json(at origin: String) -> JSONValue {
        let (kind, json) =
            switch self {
            case .ticket(let ticket): ("ticket", ticket.json(at: origin))
            case .user(let user): ("user", user.json(at: origin))
            }
        return .object((json.object ?? [:]).merging(["result_type": .string(kind)]) { $1 })
    }

    func sortKey(_ field: String) -> String {
        switch self {
        case .user(let user): field == "created_at" ? "\(user.createdAt)" : "\(user.updatedAt)"
        case .ticket(let ticket):
            switch field {
            case "created_at": "\(ticket.createdAt)"
            case "updated_at": "\(ticket.updatedAt)"
            case "status": "\(ZendeskQuery.rank("status", ticket.status) ?? -1)"
            case "priority": "\(ticket.members["priority"]?.string.flatMap { ZendeskQuery.rank("priority", $0) } ?? -1)"
            default: ticket.members["type"]?.string ?? ""
            }
        }
    }
}

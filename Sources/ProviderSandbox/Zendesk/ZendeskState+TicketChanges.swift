import SwitchboardCore

extension ZendeskState {
    /// Opens a ticket.
    ///
    /// - Parameter input: What it is to be.
    /// - Returns: Its place, and the audit of its creation.
    /// - Throws: What is wrong with the input; nothing is changed then.
    mutating func addTicket(_ input: ZendeskTicketInput) throws(ZendeskError) -> (index: Int, audit: JSONValue) {
        guard input.comment != nil else {
            throw ZendeskError(invalid: [JSONProblem(.missing, "", "Description: cannot be blank")])
        }
        try check(input)
        let me = users[0].id
        let requester = try requesterID(of: input) ?? me
        let index = tickets.count
        tickets.append(
            ZendeskTicket(
                id: Int64(index + 1),
                at: now,
                requester: requester,
                submitter: input.record["submitter_id"]?.integer ?? me
            )
        )
        var events = apply(input, to: index, as: "Create")
        if input.record["status"] == nil, input.record["assignee_id"] != nil { tickets[index].status = "open" }
        let status = JSONValue.string(tickets[index].status)
        if input.record["status"] == nil { events.append(event("Create", "status", status)) }
        return (index, audit(of: index, say(input, in: index, events)))
    }

    /// Changes a ticket.
    ///
    /// - Parameters:
    ///   - index: Its place.
    ///   - input: What is to be different.
    /// - Returns: The audit of the change.
    /// - Throws: What is wrong with the input, or with the ticket; nothing is changed then.
    mutating func change(_ index: Int, by input: ZendeskTicketInput) throws(ZendeskError) -> JSONValue {
        guard tickets[index].status != "closed" else { throw .closed }
        guard !input.conflicts(withChangeAt: tickets[index].updatedAt) else { throw .conflict }
        try check(input)
        if let requester = try requesterID(of: input) { tickets[index].requesterID = requester }
        return audit(of: index, say(input, in: index, apply(input, to: index, as: "Change")))
    }

    /// Checks the people whom an input names.
    private func check(_ input: ZendeskTicketInput) throws(ZendeskError) {
        var problems: [JSONProblem] = []
        for name in ["requester_id", "submitter_id", "assignee_id"] {
            guard let id = input.record[name]?.integer else { continue }
            let user = (try? index(ofUser: id)).map { users[$0] }
            if user?.isActive != true || (name == "assignee_id" && user?.isAgent != true) {
                problems.append(JSONProblem(.invalid, name, "is invalid"))
            }
        }
        if let id = input.comment?.authorID, (try? index(ofUser: id)) == nil {
            problems.append(JSONProblem(.invalid, "comment", "author_id is invalid"))
        }
        guard problems.isEmpty else { throw ZendeskError(invalid: problems) }
    }

    /// Who asks, by an input; a new person is created, and needs a name.
    private mutating func requesterID(of input: ZendeskTicketInput) throws(ZendeskError) -> Int64? {
        guard let requester = input.record["requester"] else { return input.record["requester_id"]?.integer }
        if let email = requester["email"]?.string, let index = usersByEmail[email.lowercased()] {
            return users[index].id
        }
        guard requester["email"] != nil, let name = requester["name"]?.string, !name.isEmpty else {
            let problem =
                requester["email"] == nil ? "Email: cannot be blank" : "Name:  is too short (minimum is 1 character)"
            throw ZendeskError(invalid: [JSONProblem(.missing, "requester", problem)])
        }
        return users[addUser(try ZendeskRecordInput(requester, named: "requester", ZendeskUser.shapes))].id
    }

    /// Takes over what an input names, and tells what is different then.
    private mutating func apply(_ input: ZendeskTicketInput, to index: Int, as kind: String) -> [JSONValue] {
        var events: [JSONValue] = []
        for name in ZendeskTicketInput.plainNames where input.record.has(name) {
            let (old, new) = (tickets[index].members[name] ?? .null, input.record[name] ?? .null)
            guard new != old else { continue }
            tickets[index].members[name] = new
            if name == "assignee_id" { tickets[index].metrics.note(assignee: new, at: now) }
            if name == "group_id" { tickets[index].metrics.note(group: new) }
            events.append(event(kind, name, new, old))
        }
        if let status = input.record["status"]?.string, status != tickets[index].status {
            let old = tickets[index].status
            tickets[index].status = status
            tickets[index].metrics.note(status: status, after: old, at: now)
            events.append(event(kind, "status", .string(status), .string(old)))
        }
        events += applyTags(input, to: index, as: kind)
        for field in input.record["custom_fields"]?.array ?? [] {
            guard let id = field["id"]?.integer else { continue }
            let old = tickets[index].customFields.updateValue(field["value"] ?? .null, forKey: id)
            events.append(event(kind, String(id), field["value"] ?? .null, old ?? .null))
        }
        return events
    }

    private mutating func applyTags(_ input: ZendeskTicketInput, to index: Int, as kind: String) -> [JSONValue] {
        let old = tickets[index].tags
        let removed = input.record.tags("remove_tags") ?? []
        let all = (input.record.tags("tags") ?? old) + (input.record.tags("additional_tags") ?? [])
        let new = ZendeskRecordInput.tags(all.filter { !removed.contains($0) }.map(JSONValue.string))
        guard new != old else { return [] }
        tickets[index].tags = new
        return [event(kind, "tags", .array(new.map(JSONValue.string)), .array(old.map(JSONValue.string)))]
    }

    /// Says what an input says, and tells of all of it.
    private mutating func say(_ input: ZendeskTicketInput, in index: Int, _ events: [JSONValue]) -> [JSONValue] {
        var events = events
        if let words = input.comment {
            let isFirst = tickets[index].comments.isEmpty
            let author = words.authorID ?? (isFirst ? tickets[index].requesterID : users[0].id)
            let comment = ZendeskComment(
                id: makeID(),
                auditID: makeID(),
                authorID: author,
                createdAt: now,
                input: words
            )
            let isByAgent = (try? self.index(ofUser: author)).map { users[$0].isAgent } ?? false
            tickets[index].metrics.note(comment, byAgent: isByAgent)
            tickets[index].comments.append(comment)
            events.append(comment.event)
        }
        tickets[index].updateWords()
        touch(index)
        return events
    }

    private mutating func event(
        _ kind: String,
        _ field: String,
        _ value: JSONValue,
        _ previous: JSONValue = .null
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .integer(makeID()), "type": .string(kind), "field_name": .string(field), "value": value,
        ]
        if kind == "Change" { members["previous_value"] = previous }
        return .object(members)
    }

    private mutating func audit(of index: Int, _ events: [JSONValue]) -> JSONValue {
        [
            "id": events.last?["audit_id"] ?? .integer(makeID()),
            "ticket_id": .integer(tickets[index].id),
            "created_at": .time(now),
            "author_id": .integer(users[0].id),
            "metadata": ["system": [:], "custom": [:]],
            "events": .array(events),
            "via": .zendeskVia,
        ]
    }
}

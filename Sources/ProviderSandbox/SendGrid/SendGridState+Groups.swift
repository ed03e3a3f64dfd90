import SwitchboardCore

extension SendGridState {
    private static func group(required: [String]) -> JSONShape {
        .object(["name": .text(1...30), "description": .text(1...100), "is_default": .boolean], required: required)
    }

    /// Creates an unsubscribe group.
    mutating func createGroup(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let body = try call.checkedBody(Self.group(required: ["name", "description"]))
        let group = SendGridGroup(id: makeID(), body: body)
        groups.append(group)
        return group.createdJSON
    }

    /// Lists the groups, or the one that the query names.
    func listGroups(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let id = try call.readQuery { query throws(JSONProblem) in
            try JSONReader(open: query, at: "").decimal("id")
        }
        return .array(groups.filter { id == nil || $0.id == id }.map(\.json))
    }

    /// Shows a group.
    func showGroup(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        groups[try place(of: call)].json
    }

    /// Changes what the body names.
    mutating func updateGroup(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let place = try place(of: call)
        groups[place].apply(try call.checkedBody(Self.group(required: [])))
        return groups[place].json
    }

    /// Deletes a group with its unsubscriptions.
    mutating func deleteGroup(_ call: SendGridCall) throws(SendGridError) -> SandboxResponse {
        groups.remove(at: try place(of: call))
        return SandboxResponse(status: 204)
    }
}

extension SendGridState {
    /// Unsubscribes addresses from a group.
    mutating func addGroupSuppressions(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let place = try place(of: call)
        let body = try call.checkedBody(Self.recipientEmails)
        let emails = body["recipient_emails"]?.array?.compactMap(\.string) ?? []
        for email in emails where !groups[place].holds(email) { groups[place].emails.append(email) }
        return body
    }

    /// Lists the addresses that have unsubscribed from a group.
    func listGroupSuppressions(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        .array(groups[try place(of: call)].emails.map(JSONValue.string))
    }

    /// Tells which of some addresses have unsubscribed from a group.
    func searchGroupSuppressions(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let group = groups[try place(of: call)]
        let body = try call.checkedBody(Self.recipientEmails)
        return .array((body["recipient_emails"]?.array ?? []).filter { group.holds($0.string ?? "") })
    }

    /// Takes an unsubscription from a group back, if there is one.
    mutating func deleteGroupSuppression(_ call: SendGridCall) throws(SendGridError) -> SandboxResponse {
        groups[try place(of: call)].emails.removeAll { $0.lowercased() == call["email"].lowercased() }
        return SandboxResponse(status: 204)
    }

    /// Shows every group, and whether an address has unsubscribed from it.
    func showGroupsOfAddress(_ call: SendGridCall) -> JSONValue {
        ["suppressions": .array(groups.map { $0.json(for: call["email"]) })]
    }

    private func place(of call: SendGridCall) throws(SendGridError) -> Int {
        guard let place = groups.firstIndex(where: { String($0.id) == call["group_id"] }) else { throw .notFound }
        return place
    }
}

import HTTPTypes
import SwitchboardCore

extension ZendeskState {
    /// Updates the user with the external id, or else with the address, that the body names; creates one where none is.
    mutating func createOrUpdateUser(_ call: ZendeskCall) throws(ZendeskError) -> SandboxResponse {
        let input = try userInput(call)
        let (externalID, email) = (input["external_id"]?.string, input["email"]?.string)
        guard externalID != nil || email != nil else {
            throw ZendeskError(invalid: [JSONProblem(.missing, "email", "cannot be blank without external_id")])
        }
        let known =
            externalID.flatMap { usersByExternalID[$0.lowercased()] } ?? email.flatMap { usersByEmail[$0.lowercased()] }
        let index: Int
        if let known {
            try change(user: known, by: input)
            index = known
        } else {
            guard input["name"] != nil else {
                throw ZendeskError(invalid: [JSONProblem(.missing, "name", " is too short (minimum is 1 character)")])
            }
            index = addUser(input)
        }
        var response = answer(index, input)
        response.status = known == nil ? 201 : 200
        response.headers[.location] = "\(origin)/api/v2/users/\(users[index].id).json"
        return response
    }

    /// Changes what the body names.
    mutating func updateUser(_ call: ZendeskCall) throws(ZendeskError) -> SandboxResponse {
        let index = try index(ofUser: call.id())
        guard users[index].isActive else { throw .notFound }
        let input = try userInput(call)
        try change(user: index, by: input)
        return answer(index, input)
    }

    /// Deletes a user, of whom only the id and exports tell from then on.
    mutating func deleteUser(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let index = try index(ofUser: call.id())
        guard users[index].isActive else { throw .notFound }
        guard index != 0 else { throw ZendeskError(403, title: "Forbidden", "The token's own user cannot be deleted.") }
        users[index].isActive = false
        usersByEmail = usersByEmail.filter { $0.value != index }
        usersByExternalID = usersByExternalID.filter { $0.value != index }
        touch(user: index)
        return ["user": users[index].json(at: origin)]
    }

    /// Shows up to a hundred users, without those that do not exist.
    func showUsers(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let indices: [Int]
        if let ids = try call.ids("ids") {
            indices = ids.compactMap { id in try? index(ofUser: id) }
        } else if let externalIDs = try call.list("external_ids") {
            indices = externalIDs.compactMap { usersByExternalID[$0.lowercased()] }
        } else {
            throw .invalidAttribute("ids", "is required, or external_ids")
        }
        let found = indices.map { users[$0].json(at: origin) }
        return [
            "users": .array(found), "count": .integer(Int64(found.count)), "next_page": .null, "previous_page": .null,
        ]
    }

    /// Shows a user's tags.
    func listUserTags(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        ["tags": .array(users[try index(ofUser: call.id())].tags.map(JSONValue.string))]
    }

    /// Changes a user's tags.
    ///
    /// - Parameters:
    ///   - call: Names the user, and tags.
    ///   - combine: Makes the new tags of the old ones and of those in the body.
    /// - Returns: The new tags.
    /// - Throws: A refusal of the user or of the tags.
    mutating func changeUserTags(
        _ call: ZendeskCall,
        _ combine: ([String], [String]) -> [String]
    ) throws(ZendeskError) -> JSONValue {
        let index = try index(ofUser: call.id())
        let input = try ZendeskRecordInput(call.body, named: "tags", ["tags": .list(of: .string)])
        guard let given = input.tags("tags") else { throw .invalidAttribute("tags", "is required") }
        guard !given.contains(where: { $0.isEmpty || $0.contains(where: \.isWhitespace) }) else {
            throw .invalidAttribute("tags", "must have no spaces in them")
        }
        users[index].tags = ZendeskRecordInput.tags(combine(users[index].tags, given).map(JSONValue.string))
        touch(user: index)
        return try listUserTags(call)
    }

    private func userInput(_ call: ZendeskCall) throws(ZendeskError) -> ZendeskRecordInput {
        let input = try ZendeskRecordInput(
            call.member("user"),
            named: "user",
            ZendeskUser.shapes,
            unplayed: ZendeskUser.unplayed
        )
        guard input["name"] != "", !(input.has("name") && input["name"] == nil) else {
            throw ZendeskError(invalid: [JSONProblem(.missing, "name", " is too short (minimum is 1 character)")])
        }
        return input
    }

    private func answer(_ index: Int, _ input: ZendeskRecordInput) -> SandboxResponse {
        var response = SandboxResponse(json: ["user": users[index].json(at: origin)])
        response.warn(of: input.dropped)
        return response
    }
}

extension ZendeskState {
    /// Adds a user whom nobody is the same as.
    ///
    /// - Parameter input: What is known of them.
    /// - Returns: The user's place.
    mutating func addUser(_ input: ZendeskRecordInput) -> Int {
        let index = users.count
        users.append(ZendeskUser(id: Self.firstUserID + Int64(index), at: now))
        apply(input, to: index)
        return index
    }

    /// The place of a user, deleted or not.
    func index(ofUser id: Int64) throws(ZendeskError) -> Int {
        let (index, overflow) = id.subtractingReportingOverflow(Self.firstUserID)
        guard !overflow, users.indices.contains(Int(index)) else { throw .notFound }
        return Int(index)
    }

    private mutating func change(user index: Int, by input: ZendeskRecordInput) throws(ZendeskError) {
        var problems: [JSONProblem] = []
        for (name, owners) in [("email", usersByEmail), ("external_id", usersByExternalID)] {
            guard let text = input[name]?.string, let owner = owners[text.lowercased()], owner != index else {
                continue
            }
            problems.append(JSONProblem(.invalid, name, "\(text) is already being used by another user"))
        }
        guard problems.isEmpty else { throw ZendeskError(invalid: problems) }
        if input.has("external_id"), let old = users[index].externalID { usersByExternalID[old.lowercased()] = nil }
        apply(input, to: index)
    }

    private mutating func apply(_ input: ZendeskRecordInput, to index: Int) {
        users[index].apply(input, at: now)
        // An address beside the primary one finds the user too.
        if let email = input["email"]?.string { usersByEmail[email.lowercased()] = index }
        if let id = input["external_id"]?.string { usersByExternalID[id.lowercased()] = index }
        touch(user: index)
    }

    private mutating func touch(user index: Int) {
        users[index].updatedAt = now
        userChanges.note(index, at: now)
    }
}

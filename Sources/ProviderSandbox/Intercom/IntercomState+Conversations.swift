import SwitchboardCore

extension IntercomState {
    /// Lets a contact begin a conversation, and answers the message.
    mutating func createConversation(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read(IntercomConversationInput.init)
        let contact = contacts[try index(of: input.contact)]
        let author = contact.author
        let conversation = begin(contact, saying: input.body, by: author, isByAdmin: false, at: input.createdAt ?? now)
        return [
            "type": "user_message",
            "id": .string(conversation.messageID),
            "created_at": .integer(conversation.createdAt),
            "body": .string(input.body),
            "message_type": "inapp",
            "conversation_id": .string(conversation.id),
        ]
    }

    /// Begins a conversation.
    mutating func begin(
        _ contact: IntercomContact,
        saying body: String,
        by author: JSONValue,
        isByAdmin: Bool,
        at moment: Int64
    ) -> IntercomConversation {
        let conversation = IntercomConversation(
            id: makeID(),
            messageID: makeID(),
            contact: contact.id,
            externalID: contact.externalID,
            isByAdmin: isByAdmin,
            author: author,
            body: body,
            createdAt: moment,
            updatedAt: moment
        )
        conversations.append(conversation)
        return conversation
    }

    /// Shows a conversation.
    func showConversation(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        conversations[try index(ofConversation: call["id"])].json(isWhole: true)
    }

    /// Says something in a conversation; what a contact says opens it again.
    mutating func replyToConversation(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read(IntercomReplyInput.init)
        let index = try index(ofConversation: call["id"])
        let author: JSONValue
        if let id = input.adminID {
            author = try IntercomAdmin.find(id).reference
        } else {
            author = try contact(of: conversations[index], named: input.contact).author
            reopen(index)
        }
        return add(input.kind, input.body, by: author, to: index)
    }

    /// Closes, opens, snoozes or assigns a conversation.
    mutating func changeConversation(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read(IntercomPartInput.init)
        let index = try index(ofConversation: call["id"])
        let admin = try IntercomAdmin.find(input.adminID).reference
        switch input.kind {
        case "close": conversations[index].state = .closed
        case "open": reopen(index)
        case "snoozed":
            guard let until = input.snoozedUntil, until > now else {
                throw IntercomError(400, "parameter_invalid", "snoozed_until: must lie in the future")
            }
            conversations[index].state = .snoozed
            conversations[index].snoozedUntil = until
        default: return try assign(index, input, by: admin)
        }
        return add(input.kind, input.body, by: admin, to: index)
    }

    private mutating func assign(
        _ index: Int,
        _ input: IntercomPartInput,
        by admin: JSONValue
    ) throws(IntercomError) -> JSONValue {
        let id = input.assignee ?? 0
        let assignee = id == 0 ? nil : id
        if input.isForTeam {
            conversations[index].teamAssignee = assignee
        } else {
            if let assignee { _ = try IntercomAdmin.find(String(assignee)) }
            conversations[index].adminAssignee = assignee
        }
        let type: JSONValue = input.isForTeam ? "team" : "admin"
        let target: JSONValue = id == 0 ? .null : ["type": type, "id": .string(String(id))]
        return add("assignment", input.body, by: admin, to: index, target)
    }

    private mutating func reopen(_ index: Int) {
        conversations[index].state = .open
        conversations[index].snoozedUntil = nil
    }

    private mutating func add(
        _ kind: String,
        _ body: String?,
        by author: JSONValue,
        to index: Int,
        _ target: JSONValue = .null
    ) -> JSONValue {
        conversations[index].updatedAt = now
        conversations[index].parts
            .append(
                IntercomConversation.Part(
                    id: makeID(),
                    kind: kind,
                    body: body,
                    author: author,
                    createdAt: now,
                    assignedTo: target
                )
            )
        return conversations[index].json(isWhole: true)
    }

    /// The contact of a conversation, who must be the one that a reply names.
    private func contact(
        of conversation: IntercomConversation,
        named name: (member: String, value: String)?
    ) throws(IntercomError) -> IntercomContact {
        let contact = contacts[try index(of: conversation.contact)]
        let value =
            switch name?.member {
            case "intercom_user_id": contact.id
            case "user_id": contact.externalID
            default: contact.email
            }
        guard value?.lowercased() == name?.value.lowercased() else { throw .noContact }
        return contact
    }

    private func index(ofConversation id: String) throws(IntercomError) -> Int {
        // The ids count up, and so stand in order.
        guard let number = Int64(id) else { throw .notFound }
        var (low, high) = (0, conversations.count)
        while low < high {
            let middle = (low + high) / 2
            if (Int64(conversations[middle].id) ?? 0) < number { low = middle + 1 } else { high = middle }
        }
        guard low < conversations.count, conversations[low].id == id else { throw .notFound }
        return low
    }
}

extension IntercomContact {
    /// The short shape, as the author of a part.
    fileprivate var author: JSONValue {
        [
            "type": .string(role),
            "id": .string(id),
            "name": members["name"]?.string.map(JSONValue.string) ?? .null,
            "email": email.map(JSONValue.string) ?? .null,
        ]
    }
}

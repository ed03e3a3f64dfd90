import SwitchboardCore

extension IntercomState {
    /// Sends a message from an admin to contacts.
    mutating func createMessage(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read(IntercomMessageInput.init)
        guard let body = input.body, !body.isEmpty else {
            throw IntercomError(400, "parameter_invalid", "Body is required")
        }
        if input.messageType == "email", (input.subject ?? "").isEmpty {
            throw IntercomError(422, "parameter_not_found", "No subject supplied for email message")
        }
        let owner = try IntercomAdmin.find(input.from)
        for recipient in input.recipients { _ = try index(of: recipient) }
        return keep(input, body: body, owner: owner)
    }

    private mutating func keep(_ input: IntercomMessageInput, body: String, owner: IntercomAdmin) -> JSONValue {
        var message: [String: JSONValue] = [
            "type": "admin_message",
            "id": .string(makeID()),
            "created_at": .integer(input.createdAt ?? now),
            "body": .string(body),
            // Requests say in_app and answers say inapp.
            "message_type": .string(input.messageType == "in_app" ? "inapp" : input.messageType),
            "owner": owner.reference,
        ]
        message["subject"] = input.subject.map(JSONValue.string)
        if input.beginsConversation {
            let begun = input.to.compactMap { id in contacts.first { $0.id == id } }
                .map { begin($0, saying: body, by: owner.reference, isByAdmin: true, at: input.createdAt ?? now).id }
            message["conversation_id"] = begun.first.map(JSONValue.string)
        }
        let answer = JSONValue.object(message)
        message["to"] = .array(input.recipients.map(JSONValue.string))
        messages.append(.object(message))
        return answer
    }
}

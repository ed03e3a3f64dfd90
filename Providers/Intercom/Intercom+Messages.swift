import HTTPTypes
import SwitchboardCore

/// `message.send`, `email.send` and `contact.note`: what an admin writes to, or about, a contact.
extension IntercomProvider {
    func sendMessage(_ action: SendMessage, using client: ProviderClient) async throws(Failure) -> SendMessage.Receipt {
        let admin = try sender(of: action)
        let kind = action.messageType ?? .inapp
        return try await addressing(action.to, using: client) { recipient async throws(Failure) in
            let message = Message(
                kind: kind == .email ? "email" : "in_app",
                subject: action.subject,
                body: action.body,
                template: kind == .email ? (action.template ?? .plain).rawValue : nil,
                from: Message.Admin(id: admin),
                to: Message.Contact(recipient)
            )
            let id = try await send(message, using: client)
            return SendMessage.Receipt(messageID: id, contactID: recipient.id, messageType: kind)
        }
    }

    func sendEmail(_ action: SendEmail, using client: ProviderClient) async throws(Failure) -> SendEmail.Receipt {
        let letter = try IntercomLetter(action)
        guard let adminID else {
            throw Failure(.notConfigured, effect: .none, "Intercom needs a sending admin. Set \(adminVariable).")
        }
        // Always looked up: the mail goes to the address that the contact has, which must still be the one given.
        let recipient = try await recipient(for: Person(email: letter.address), using: client)
        let message = Message(
            kind: "email",
            subject: letter.subject,
            body: letter.body,
            template: SendMessage.Template.plain.rawValue,
            from: Message.Admin(id: adminID),
            to: Message.Contact(recipient)
        )
        return SendEmail.Receipt(messageID: try await send(message, using: client))
    }

    private func send(_ message: Message, using client: ProviderClient) async throws(Failure) -> String {
        var request = WireRequest(.post, "/messages", at: base, .once)
        try request.setJSON(message)
        return try await client.send(request, as: IntercomReference.self).id
    }

    func noteContact(_ action: NoteContact, using client: ProviderClient) async throws(Failure) -> NoteContact.Receipt {
        let admin =
            if let id = action.adminID { try Self.admin(id, field: "admin_id") } else { adminID }
        return try await addressing(action.person, using: client) { recipient async throws(Failure) in
            var request = WireRequest(.post, "/contacts/{id}/notes", ["id": recipient.id], at: base, .once)
            try request.setJSON(Note(body: action.body, adminID: admin.map(String.init)))
            let note = try await client.send(request, as: IntercomReference.self)
            return NoteContact.Receipt(noteID: note.id, contactID: recipient.id)
        }
    }

    /// Intercom takes no message without a sending admin.
    private func sender(of action: SendMessage) throws(Failure) -> Int64 {
        if let id = action.fromAdminID { return try Self.admin(id, field: "from_admin_id") }
        if let adminID { return adminID }
        throw .invalidInput(
            "from_admin_id",
            "is missing; Intercom needs a sending admin. Give one, or set \(adminVariable)"
        )
    }
}

/// The body of `POST /messages`, which says `in_app` where answers say `inapp`.
private struct Message: Encodable {
    struct Admin: Encodable {
        var type = "admin"
        var id: Int64
    }

    struct Contact: Encodable {
        var type: String
        var id: String

        init(_ recipient: IntercomProvider.Recipient) {
            type = recipient.role
            id = recipient.id
        }
    }

    var kind: String
    var subject: String?
    var body: String
    var template: String?
    var from: Admin
    var to: Contact

    private enum CodingKeys: String, CodingKey {
        case kind = "message_type"
        case subject
        case body
        case template
        case from
        case to
    }
}

/// The body of `POST /contacts/{id}/notes`.
private struct Note: Encodable {
    var body: String
    var adminID: String?

    private enum CodingKeys: String, CodingKey {
        case body
        case adminID = "admin_id"
    }
}

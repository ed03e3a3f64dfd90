import HTTPTypes
import SwitchboardCore

/// `conversation.*`: what is said, and by whom, in a conversation, and who has it.
extension IntercomProvider {
    func startConversation(
        _ action: StartConversation,
        using client: ProviderClient
    ) async throws(Failure) -> StartConversation.Receipt {
        try await addressing(action.person, using: client) { writer async throws(Failure) in
            var request = WireRequest(.post, "/conversations", at: base, .once)
            try request.setJSON(Beginning(from: Author(type: writer.role, id: writer.id), body: action.body))
            // The answer is the message, which names its conversation.
            let message = try await client.send(request, as: StartedConversation.self)
            return StartConversation.Receipt(
                conversationID: message.conversationID.text,
                messageID: message.id.text,
                person: Person(contactID: writer.id)
            )
        }
    }

    func getConversation(
        _ action: GetConversation,
        using client: ProviderClient
    ) async throws(Failure) -> GetConversation.Receipt {
        let request = WireRequest(.get, "/conversations/{id}", ["id": action.conversationID], at: base, .safe)
        return GetConversation.Receipt(
            conversation: try await client.send(request, as: IntercomConversation.self).value
        )
    }

    func replyToConversation(
        _ action: ReplyToConversation,
        using client: ProviderClient
    ) async throws(Failure) -> ReplyToConversation.Receipt {
        let kind = action.messageType ?? .comment
        let reply = Part(kind: kind.rawValue, adminID: try actingAdmin(action.adminID), body: action.body)
        let conversation = try await add(reply, below: "reply", to: action.conversationID, using: client)
        return ReplyToConversation.Receipt(
            conversationID: conversation.id,
            // The newest part is ours; parts of other kinds may have come in between.
            partID: conversation.parts.last { $0.kind == kind.rawValue }?.id,
            person: conversation.person
        )
    }

    func closeConversation(
        _ action: CloseConversation,
        using client: ProviderClient
    ) async throws(Failure) -> ConversationReceipt {
        let part = Part(kind: "close", adminID: try actingAdmin(action.adminID), body: action.body)
        return try await change(action.conversationID, part, using: client)
    }

    func reopenConversation(
        _ action: ReopenConversation,
        using client: ProviderClient
    ) async throws(Failure) -> ConversationReceipt {
        try refuseBody(action.body, when: "reopening")
        let part = Part(kind: "open", adminID: try actingAdmin(action.adminID))
        return try await change(action.conversationID, part, using: client)
    }

    func snoozeConversation(
        _ action: SnoozeConversation,
        using client: ProviderClient
    ) async throws(Failure) -> ConversationReceipt {
        try refuseBody(action.body, when: "snoozing")
        guard action.until > client.now() else {
            throw .invalidInput("until", "is not in the future; give a later time")
        }
        var part = Part(kind: "snoozed", adminID: try actingAdmin(action.adminID))
        part.snoozedUntil = action.until.secondsSince1970
        return try await change(action.conversationID, part, using: client)
    }

    func assignConversation(
        _ action: AssignConversation,
        using client: ProviderClient
    ) async throws(Failure) -> ConversationReceipt {
        var part = Part(kind: "assignment", adminID: try actingAdmin(action.adminID), body: action.body)
        let isTeam = action.assigneeID.hasPrefix("team:")
        let digits = isTeam ? String(action.assigneeID.dropFirst(5)) : action.assigneeID
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .invalidInput(
                "assignee_id",
                "is not an Intercom id; give an admin's digits, team: and a team's, or 0"
            )
        }
        part.type = isTeam ? "team" : "admin"
        part.assigneeID = digits
        return try await change(action.conversationID, part, using: client)
    }

    private func change(
        _ conversation: String,
        _ part: Part,
        using client: ProviderClient
    ) async throws(Failure) -> ConversationReceipt {
        let changed = try await add(part, below: "parts", to: conversation, using: client)
        return ConversationReceipt(conversationID: changed.id, state: changed.state, person: changed.person)
    }

    private func add(
        _ part: Part,
        below place: String,
        to conversation: String,
        using client: ProviderClient
    ) async throws(Failure) -> Conversation {
        var request = WireRequest(.post, "/conversations/{id}/\(place)", ["id": conversation], at: base, .once)
        try request.setJSON(part)
        return try await client.send(request, as: IntercomConversation.self).value
    }

    /// The admin whom an action names, else the configured one.
    private func actingAdmin(_ id: String?) throws(Failure) -> String {
        if let id { return String(try Self.admin(id, field: "admin_id")) }
        if let adminID { return String(adminID) }
        throw .invalidInput(
            "admin_id",
            "is missing; Intercom needs an acting admin. Give one, or set \(adminVariable)"
        )
    }

    private func refuseBody(_ body: String?, when doing: String) throws(Failure) {
        guard body != nil else { return }
        throw .invalidInput("body", "cannot be said when \(doing) at Intercom; send a conversation.reply beside it")
    }
}

extension Conversation {
    /// The person it is with, by Intercom's id, for the audit log.
    fileprivate var person: Person? { contactIDs.first.map { Person(contactID: $0) } }
}

/// Who writes, as Intercom addresses people.
private struct Author: Encodable {
    var type: String
    var id: String
}

/// The body of `POST /conversations`.
private struct Beginning: Encodable {
    var from: Author
    var body: String
}

/// The answer to `POST /conversations`: a message, not a conversation.
private struct StartedConversation: Decodable {
    let id: IntercomID
    let conversationID: IntercomID

    private enum CodingKeys: String, CodingKey {
        case id
        case conversationID = "conversation_id"
    }
}

/// The body of `POST /conversations/{id}/reply` and `/parts`.
private struct Part: Encodable {
    let kind: String
    var type = "admin"
    let adminID: String
    var body: String?
    var snoozedUntil: Int64?
    var assigneeID: String?

    init(kind: String, adminID: String, body: String? = nil) {
        self.kind = kind
        self.adminID = adminID
        self.body = body
    }

    private enum CodingKeys: String, CodingKey {
        case kind = "message_type"
        case type
        case adminID = "admin_id"
        case body
        case snoozedUntil = "snoozed_until"
        case assigneeID = "assignee_id"
    }
}

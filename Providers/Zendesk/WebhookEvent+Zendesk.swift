import SwitchboardCore

extension WebhookEvent {
    /// Reads an event to which one subscribes
    /// (https://developer.zendesk.com/api-reference/webhooks/event-types/webhook-event-types/).
    ///
    /// What a trigger sends has the members that an administrator gave it, so none of them is taken for anything: an `id`
    /// there is likely the ticket's, and whoever took it for the event's would drop the ticket's next event.
    init(zendesk members: [String: JSONValue]) {
        let name = members["type"]?.string ?? ""
        guard let type = ZendeskEventType(name) else {
            self.init(.unknown, name: name, details: members)
            return
        }
        var members = WebhookMembers(members)
        _ = members.take("type", \.string)
        let id = members.take("id", \.webhookID)
        let time = members.take("time", \.webhookTime)
        let detail = members.rest["detail"] ?? .null
        self.init(
            type.kind(of: members.rest["event"] ?? .null),
            name: name,
            id: id,
            time: time,
            person: type.person(in: detail),
            reference: detail["id"]?.realID ?? members.rest["subject"]?.string?.idOfSubject,
            details: members.rest
        )
    }
}

/// The type of an event, such as `zen:event-type:ticket.status_changed`, in its two words.
private struct ZendeskEventType {
    private let subject: Substring
    private let change: Substring

    /// Reads the words; `nil` for what no subscription sends.
    init?(_ name: String) {
        let prefix = "zen:event-type:"
        guard name.hasPrefix(prefix) else { return nil }
        let words = name.dropFirst(prefix.count).split(separator: ".", maxSplits: 1)
        guard words.count == 2 else { return nil }
        subject = words[0]
        change = words[1]
    }

    /// What has happened; whether a ticket was solved stands in the event alone.
    func kind(of event: JSONValue) -> WebhookEvent.Kind {
        switch subject {
        case "ticket": ticketKind(event)
        case "user": userKind
        default: .unknown
        }
    }

    private func ticketKind(_ event: JSONValue) -> WebhookEvent.Kind {
        switch change {
        case "created": .ticketCreated
        case "comment_added": .ticketCommented
        case "status_changed": event["current"]?.string?.uppercased() == "SOLVED" ? .ticketSolved : .ticketStatusChanged
        case "agent_assignment_changed", "group_assignment_changed": .ticketAssigned
        default: .unknown
        }
    }

    /// Each property of a user has an event of its own; identities are the user's addresses and numbers.
    private var userKind: WebhookEvent.Kind {
        switch change {
        case "created": .contactCreated
        case "deleted": .contactDeleted
        case "identity_created", "identity_deleted": .contactUpdated
        default: change.hasSuffix("_changed") ? .contactUpdated : .unknown
        }
    }

    /// Whom it concerns: a ticket's requester, or the user.
    func person(in detail: JSONValue) -> Person? {
        switch subject {
        case "ticket": detail["requester_id"]?.realID.map { Person(contactID: $0) }
        case "user": user(in: detail)
        default: nil
        }
    }

    private func user(in detail: JSONValue) -> Person? {
        let email = detail["email"]?.webhookID
        let userID = detail["external_id"]?.webhookID
        let id = detail["id"]?.realID
        guard email != nil || userID != nil || id != nil else { return nil }
        return Person(email: email, userID: userID, contactID: id)
    }
}

extension JSONValue {
    /// An id; inside events Zendesk writes `"0"` for none.
    fileprivate var realID: String? {
        guard let webhookID, webhookID != "0" else { return nil }
        return webhookID
    }
}

extension String {
    /// The id in a subject such as `zen:ticket:35436`.
    fileprivate var idOfSubject: String? {
        let words = split(separator: ":", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "zen", !words[2].isEmpty else { return nil }
        return String(words[2])
    }
}

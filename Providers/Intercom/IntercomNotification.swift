import SwitchboardCore

/// What one notification tells, in the words that all providers share.
///
/// The names of topics differ by the version of the API that the app has chosen
/// (https://developers.intercom.com/docs/references/webhooks/webhook-models).
struct IntercomNotification {
    private let topic: String
    private let item: JSONValue
    private let id: String?
    private let time: Timestamp?
    private let details: [String: JSONValue]

    /// Reads a notification; whatever it lacks, an event comes of it.
    init(_ members: [String: JSONValue]) {
        var members = WebhookMembers(members)
        topic = members.take("topic", \.string) ?? ""
        id = members.take("id", \.webhookID)
        time = members.take("created_at", \.webhookSeconds)
        details = members.rest
        item = details["data"]?["item"] ?? .null
    }

    /// The event.
    var event: WebhookEvent {
        WebhookEvent(
            kind,
            name: topic,
            id: id,
            time: time,
            person: person,
            reference: reference,
            reason: reason,
            details: details
        )
    }
}

extension IntercomNotification {
    private var kind: WebhookEvent.Kind {
        switch topic {
        case "conversation.user.created", "conversation.contact.created", "conversation.admin.single.created":
            .conversationStarted
        case "conversation.user.replied", "conversation.contact.replied", "conversation.admin.replied",
            "conversation.operator.replied":
            .conversationReplied
        case "conversation.admin.closed": .conversationClosed
        case "conversation.admin.opened": .conversationReopened
        case "conversation.admin.assigned", "conversation.admin.open.assigned": .conversationAssigned
        case "conversation.rating.added": .conversationRated
        case "content_stat.email": emailKind
        default: topic.hasPrefix("ticket.") ? ticketKind : contactKind
        }
    }

    private var ticketKind: WebhookEvent.Kind {
        switch topic {
        case "ticket.created": .ticketCreated
        case "ticket.admin.replied", "ticket.contact.replied", "ticket.note.created": .ticketCommented
        case "ticket.admin.assigned", "ticket.team.assigned": .ticketAssigned
        case "ticket.state.updated": isResolved ? .ticketSolved : .ticketStatusChanged
        case "ticket.resolved": .ticketSolved
        default: .unknown
        }
    }

    /// Users and leads have topics of their own in most versions; `user` alone is the oldest name.
    private var contactKind: WebhookEvent.Kind {
        switch topic {
        case "contact.created", "contact.user.created", "contact.lead.created", "user.created": .contactCreated
        case "contact.updated", "contact.user.updated", "contact.lead.updated", "contact.email.updated",
            "contact.lead.added_email", "contact.archived", "contact.unarchive", "user.email.updated":
            .contactUpdated
        case "contact.deleted", "contact.user.deleted", "contact.lead.deleted", "user.deleted": .contactDeleted
        case "contact.tag.created", "contact.user.tag.created", "contact.lead.tag.created", "user.tag.created":
            .contactTagged
        case "contact.tag.deleted", "contact.user.tag.deleted", "contact.lead.tag.deleted", "user.tag.deleted":
            .contactUntagged
        case "contact.unsubscribed", "contact.user.unsubscribed", "user.unsubscribed": .contactUnsubscribed
        default: .unknown
        }
    }

    /// What became of an email that Intercom has sent by itself.
    private var emailKind: WebhookEvent.Kind {
        switch emailStatistic {
        case "receipt": .emailSent
        case "open": .emailOpened
        case "click": .emailClicked
        case "hard_bounce": .emailBounced
        case "soft_bounce": .emailDeferred
        case "spam_complaint": .emailComplained
        case "unsubscribe": .emailUnsubscribed
        default: .emailUnknown
        }
    }

    private var emailStatistic: String? { item["content_stat"]?["stat_type"]?.string }

    private var reason: WebhookEvent.RejectReason? { kind == .emailBounced ? .bounced : nil }

    /// The state is text in older versions.
    private var isResolved: Bool {
        let state = ticket["ticket_state"]
        return (state?["category"] ?? state)?.string == "resolved"
    }
}

extension IntercomNotification {
    /// The ticket, which `ticket.closed` alone wraps.
    private var ticket: JSONValue {
        if let ticket = item["ticket"], ticket != .null { ticket } else { item }
    }

    /// Whom it concerns: the contact itself, the one inside, or the first of a conversation or ticket.
    private var contact: JSONValue? {
        switch item["type"]?.string {
        case "contact", "user", "lead", "visitor": item
        case "ticket": first(in: ticket)
        default: [item["contact"], item["user"], first(in: item), first(in: ticket)].first { $0?.object != nil } ?? nil
        }
    }

    private func first(in holder: JSONValue) -> JSONValue? { holder["contacts"]?["contacts"]?.array?.first }

    private var person: Person? {
        guard let contact else { return nil }
        let id = contact["id"]?.webhookID
        let userID = contact["external_id"]?.webhookID ?? contact["user_id"]?.webhookID
        let email = contact["email"]?.webhookID ?? authorEmail(of: id)
        guard id != nil || userID != nil || email != nil else { return nil }
        return Person(email: email, userID: userID, contactID: id)
    }

    /// A conversation names its contacts by ids; the one who began it has an address too.
    private func authorEmail(of contact: String?) -> String? {
        let author = item["source"]?["author"]
        guard let contact, author?["id"]?.webhookID == contact else { return nil }
        return author?["email"]?.webhookID
    }

    /// The id of the ticket, the conversation or the contact.
    private var reference: String? {
        if topic.hasPrefix("ticket.") { return ticket["id"]?.webhookID }
        return item["conversation"]?["id"]?.webhookID ?? item["id"]?.webhookID ?? item["contact"]?["id"]?.webhookID
    }
}

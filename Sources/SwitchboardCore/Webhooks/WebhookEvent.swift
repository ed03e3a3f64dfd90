/// Something that happened at a provider, in words that all providers share.
public struct WebhookEvent: Codable, Sendable, Hashable {
    /// What happened.
    public var kind: Kind

    /// The provider's own word for it, such as `spamreport` or `conversation.admin.replied`.
    public var name: String

    /// The provider's id of the event, the same whenever it is delivered again; `nil` where the provider gives none.
    public var id: String?

    /// When it happened, by the provider's clock.
    public var time: Timestamp?

    /// Whom it concerns, as far as the provider tells.
    public var person: Person?

    /// The `audit_id` of the action of ours that it follows, where the provider carries it back.
    public var actionID: ActionID?

    /// The item of that action's batch, from 0.
    public var item: Int?

    /// The provider's id of what it is about: the message, the conversation, the ticket, the contact.
    public var reference: String?

    /// Why a message was not delivered.
    public var reason: RejectReason?

    /// What else the provider tells, under the provider's own names; customers' words may be among it.
    public var details: [String: JSONValue]

    /// Creates an event.
    public init(
        _ kind: Kind,
        name: String,
        id: String? = nil,
        time: Timestamp? = nil,
        person: Person? = nil,
        actionID: ActionID? = nil,
        item: Int? = nil,
        reference: String? = nil,
        reason: RejectReason? = nil,
        details: [String: JSONValue] = [:]
    ) {
        self.kind = kind
        self.name = name
        self.id = id
        self.time = time
        self.person = person
        self.actionID = actionID
        self.item = item
        self.reference = reference
        self.reason = reason
        self.details = details
    }

    enum CodingKeys: String, CodingKey {
        case kind
        case name
        case id
        case time
        case person
        case actionID = "audit_id"
        case item
        case reference
        case reason
        case details
    }
}

extension WebhookEvent {
    /// What happened.
    ///
    /// The raw values are those of the JSON form: a contract.
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// The provider accepted the mail and will try.
        case emailQueued = "email.queued"
        /// The mail has left.
        case emailSent = "email.sent"
        /// The provider dropped the mail without trying.
        case emailRejected = "email.rejected"
        /// The mail could not be made or sent.
        case emailFailed = "email.failed"
        /// The receiving server refused the mail.
        case emailBounced = "email.bounced"
        /// The receiving server asked to try later.
        case emailDeferred = "email.deferred"
        /// The receiving server accepted the mail.
        case emailDelivered = "email.delivered"
        /// The mail was opened.
        case emailOpened = "email.opened"
        /// A link in the mail was followed.
        case emailClicked = "email.clicked"
        /// The recipient called the mail spam.
        case emailComplained = "email.complained"
        /// The recipient unsubscribed.
        case emailUnsubscribed = "email.unsubscribed"
        /// The recipient subscribed again.
        case emailSubscribed = "email.subscribed"
        /// Something else happened to a mail.
        case emailUnknown = "email.unknown"
        /// A conversation began.
        case conversationStarted = "conversation.started"
        /// Somebody replied.
        case conversationReplied = "conversation.replied"
        /// A conversation was closed.
        case conversationClosed = "conversation.closed"
        /// A closed conversation was opened again.
        case conversationReopened = "conversation.reopened"
        /// A conversation got another assignee.
        case conversationAssigned = "conversation.assigned"
        /// The customer rated a conversation.
        case conversationRated = "conversation.rated"
        /// A ticket was opened.
        case ticketCreated = "ticket.created"
        /// A comment was added.
        case ticketCommented = "ticket.commented"
        /// A ticket's status changed, but not to solved.
        case ticketStatusChanged = "ticket.status_changed"
        /// A ticket got another assignee or group.
        case ticketAssigned = "ticket.assigned"
        /// A ticket was solved.
        case ticketSolved = "ticket.solved"
        /// A contact was made.
        case contactCreated = "contact.created"
        /// A contact changed.
        case contactUpdated = "contact.updated"
        /// A contact was deleted.
        case contactDeleted = "contact.deleted"
        /// A contact was tagged.
        case contactTagged = "contact.tagged"
        /// A tag was taken off a contact.
        case contactUntagged = "contact.untagged"
        /// A contact unsubscribed from mail.
        case contactUnsubscribed = "contact.unsubscribed"
        /// Something for which there is no word here; ``WebhookEvent/name`` has the provider's.
        case unknown
    }

    /// Why a message was not delivered.
    public enum RejectReason: String, Codable, Sendable, Hashable, CaseIterable {
        /// The address cannot be right.
        case invalid
        /// The address bounced, now or before.
        case bounced
        /// The receiving server did not take it in time.
        case timedOut = "timed_out"
        /// The receiving server blocks the sender.
        case blocked
        /// It was taken for spam.
        case spam
        /// The recipient had unsubscribed.
        case unsubscribed
        /// Another reason.
        case other
    }
}

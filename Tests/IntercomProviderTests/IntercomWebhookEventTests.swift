import IntercomProvider
import SwitchboardCore
import Testing

struct IntercomWebhookEventTests {
    private func events(_ text: String) throws(Failure) -> [WebhookEvent] {
        try IntercomProvider.events(in: Array(text.utf8))
    }

    /// The event of a notification about an item.
    private func event(_ topic: String, _ item: String) throws -> WebhookEvent {
        let events = try events(
            """
            {"type": "notification_event", "app_id": "a86dr8yl", "id": "notif_1", "topic": "\(topic)",
            "data": {"type": "notification_event_data", "item": \(item)}, "delivery_attempts": 1,
            "created_at": 1734537424, "links": {}, "self": null}
            """
        )
        #expect(events.count == 1)
        return try #require(events.first)
    }

    @Test func readsEverythingThatANotificationTells() throws {
        let event = try event(
            "conversation.user.replied",
            """
            {"type": "conversation", "id": "1295", "ticket": null, "source": {"author": {"type": "user", "id": "c-1",
            "email": "ada@example.com"}}, "contacts": {"type": "contact.list",
            "contacts": [{"type": "contact", "id": "c-1", "external_id": "u-7"}]}}
            """
        )
        #expect(event.kind == .conversationReplied)
        #expect(event.name == "conversation.user.replied")
        #expect(event.id == "notif_1")
        #expect(event.time == Timestamp(secondsSince1970: 1_734_537_424))
        #expect(event.person == Person(email: "ada@example.com", userID: "u-7", contactID: "c-1"))
        #expect(event.reference == "1295")
        #expect(event.details["delivery_attempts"] == 1)
        #expect(event.details["data"]?["item"]?["source"]?["author"]?["type"] == "user")
        #expect(event.details.keys.sorted() == ["app_id", "data", "delivery_attempts", "links", "self", "type"])
    }

    @Test(arguments: [
        ("conversation.user.created", WebhookEvent.Kind.conversationStarted),
        ("conversation.admin.single.created", .conversationStarted),
        ("conversation.admin.replied", .conversationReplied), ("conversation.operator.replied", .conversationReplied),
        ("conversation.admin.closed", .conversationClosed), ("conversation.admin.opened", .conversationReopened),
        ("conversation.admin.assigned", .conversationAssigned),
        ("conversation.admin.open.assigned", .conversationAssigned), ("conversation.rating.added", .conversationRated),
        ("conversation.admin.noted", .unknown), ("conversation.admin.snoozed", .unknown),
        ("conversation.deleted", .unknown), ("conversation_part.redacted", .unknown),
        ("contact.created", .contactCreated), ("contact.user.created", .contactCreated),
        ("contact.lead.created", .contactCreated), ("user.created", .contactCreated),
        ("contact.user.updated", .contactUpdated), ("contact.email.updated", .contactUpdated),
        ("contact.archived", .contactUpdated), ("contact.deleted", .contactDeleted), ("user.deleted", .contactDeleted),
        ("contact.user.tag.created", .contactTagged), ("contact.lead.tag.created", .contactTagged),
        ("contact.user.tag.deleted", .contactUntagged), ("user.tag.deleted", .contactUntagged),
        ("contact.unsubscribed", .contactUnsubscribed), ("ticket.created", .ticketCreated),
        ("ticket.admin.replied", .ticketCommented), ("ticket.contact.replied", .ticketCommented),
        ("ticket.note.created", .ticketCommented), ("ticket.team.assigned", .ticketAssigned),
        ("ticket.state.updated", .ticketStatusChanged), ("ticket.resolved", .ticketSolved),
        ("ticket.attribute.updated", .unknown), ("company.created", .unknown), ("ping", .unknown), ("", .unknown),
    ])
    func hasAWordForEachTopic(topic: String, kind: WebhookEvent.Kind) throws {
        let event = try event(topic, #"{"type": "anything", "id": 7}"#)
        #expect(event.kind == kind)
        #expect(event.name == topic)
        #expect(event.reference == "7")
    }

    @Test(arguments: [
        (#""resolved""#, WebhookEvent.Kind.ticketSolved), (#"{"category": "resolved"}"#, .ticketSolved),
        (#"{"category": "in_progress"}"#, .ticketStatusChanged), (#""submitted""#, .ticketStatusChanged),
        ("null", .ticketStatusChanged),
    ])
    func knowsWhenATicketIsSolved(state: String, kind: WebhookEvent.Kind) throws {
        let ticket = #"{"type": "ticket", "id": "t-1", "ticket_state": \#(state)}"#
        #expect(try event("ticket.state.updated", ticket).kind == kind)
    }

    @Test(arguments: [
        ("receipt", WebhookEvent.Kind.emailSent), ("open", .emailOpened), ("click", .emailClicked),
        ("hard_bounce", .emailBounced), ("soft_bounce", .emailDeferred), ("spam_complaint", .emailComplained),
        ("unsubscribe", .emailUnsubscribed), ("goal_success", .emailUnknown),
    ])
    func knowsWhatBecameOfItsOwnEmails(statistic: String, kind: WebhookEvent.Kind) throws {
        let event = try event(
            "content_stat.email",
            #"{"type": "content_stat.email", "content_stat": {"id": 1, "stat_type": "\#(statistic)"}, "contact": {"id": "c"}}"#
        )
        #expect(event.kind == kind)
        #expect(event.person == Person(contactID: "c"))
        #expect(event.reason == (kind == .emailBounced ? .bounced : nil))
    }

    @Test(arguments: [
        (
            #"{"type": "contact", "id": "c-1", "external_id": "u-7", "email": "ada@example.com"}"#,
            Person(email: "ada@example.com", userID: "u-7", contactID: "c-1")
        ),
        (
            #"{"type": "user", "id": "530370b4", "user_id": "25", "email": null}"#,
            Person(userID: "25", contactID: "530370b4")
        ),
        (#"{"type": "contact", "id": "c-1", "external_id": "", "email": ""}"#, Person(contactID: "c-1")),
        (
            #"{"type": "contact_tag", "tag": {"id": "9"}, "contact": {"id": "c-1", "email": "ada@example.com"}}"#,
            Person(email: "ada@example.com", contactID: "c-1")
        ),
    ])
    func findsThePerson(item: String, person: Person) throws {
        let event = try event("contact.user.tag.created", item)
        #expect(event.person == person)
        #expect(event.reference == person.contactID)
    }

    @Test func findsTheTicketInsideAndOutside() throws {
        let ticket = #"{"type": "ticket", "id": "t-1", "contacts": {"contacts": [{"id": "c-1", "external_id": null}]}}"#
        for item in [ticket, #"{"type": "conversation", "id": "9", "ticket": \#(ticket)}"#] {
            let event = try event("ticket.closed", item)
            #expect(event.reference == "t-1")
            #expect(event.person == Person(contactID: "c-1"))
        }
        let part = #"{"type": "conversation_part", "id": "1", "conversation": {"id": "1295"}}"#
        #expect(try event("conversation_part.tag.created", part).reference == "1295")
    }

    @Test func readsAPing() throws {
        let ping = try #require(
            try events(
                #"{"type":"notification_event","id":null,"topic":"ping","created_at":null,"data":{"item":{"type":"ping","message":"zen"}}}"#
            )
            .first
        )
        #expect(ping.kind == .unknown)
        #expect(ping.name == "ping")
        #expect(ping.id == nil && ping.time == nil && ping.person == nil && ping.reference == nil)
        #expect(ping.details["id"] == .null)
    }

    @Test(arguments: ["{}", #"{"topic": 7, "data": []}"#, #"{"data": {"item": {"contacts": {"contacts": 1}}}}"#])
    func makesAnEventOfAnyObject(text: String) throws {
        let event = try #require(try events(text).first)
        #expect(event.kind == .unknown)
        #expect(event.name == "")
        #expect(event.person == nil)
    }

    @Test(arguments: ["[]", "7", "", "{", "topic=ping", "\"\"", #"{"a":1e999}"#])
    func refusesABodyThatIsNotIntercoms(text: String) {
        #expect(#expect(throws: Failure.self) { try events(text) }?.kind == .invalidInput)
    }

    @Test func survivesStrangeBodies() throws {
        let deep = String(repeating: #"{"data":"#, count: 100_000)
        #expect(throws: Failure.self) { try events(deep) }
        #expect(throws: Failure.self) { try IntercomProvider.events(in: (0...255).map { UInt8($0) }) }
        let body = Array(#"{"topic":"ping","created_at":1e300,"x":""#.utf8) + [0xFF] + Array(#""}"#.utf8)
        let event = try #require(try IntercomProvider.events(in: body).first)
        #expect(event.name == "ping")
        #expect(event.time == nil)
        #expect(event.details["x"] == "\u{FFFD}")
    }
}

import SwitchboardCore
import Testing
import ZendeskProvider

struct ZendeskWebhookEventTests {
    private func events(_ text: String) throws(Failure) -> [WebhookEvent] {
        try ZendeskProvider.events(in: Array(text.utf8))
    }

    /// The event of a subscription.
    private func event(
        _ type: String,
        subject: String = "zen:ticket:35436",
        detail: String = #"{"id": "35436", "requester_id": "900", "status": "OPEN"}"#,
        event: String = "{}"
    ) throws -> WebhookEvent {
        let events = try events(
            """
            {"type": "zen:event-type:\(type)", "account_id": 12514403, "id": "6b9bbadf", "subject": "\(subject)",
            "time": "2026-06-09T08:36:44.304Z", "zendesk_event_version": "2022-06-20", "detail": \(detail),
            "event": \(event)}
            """
        )
        #expect(events.count == 1)
        return try #require(events.first)
    }

    @Test func readsEverythingThatAnEventTells() throws {
        let event = try event("ticket.comment_added", event: #"{"comment": {"id": "7", "body": "hi"}}"#)
        #expect(
            event
                == WebhookEvent(
                    .ticketCommented,
                    name: "zen:event-type:ticket.comment_added",
                    id: "6b9bbadf",
                    time: Timestamp("2026-06-09T08:36:44.304Z"),
                    person: Person(contactID: "900"),
                    reference: "35436",
                    details: [
                        "account_id": 12_514_403, "subject": "zen:ticket:35436", "zendesk_event_version": "2022-06-20",
                        "detail": ["id": "35436", "requester_id": "900", "status": "OPEN"],
                        "event": ["comment": ["id": "7", "body": "hi"]],
                    ]
                )
        )
    }

    @Test(arguments: [
        ("ticket.created", WebhookEvent.Kind.ticketCreated), ("ticket.comment_added", .ticketCommented),
        ("ticket.status_changed", .ticketStatusChanged), ("ticket.agent_assignment_changed", .ticketAssigned),
        ("ticket.group_assignment_changed", .ticketAssigned), ("ticket.priority_changed", .unknown),
        ("ticket.tags_changed", .unknown), ("ticket.merged", .unknown), ("ticket.soft_deleted", .unknown),
        ("user.created", .contactCreated), ("user.deleted", .contactDeleted), ("user.name_changed", .contactUpdated),
        ("user.external_id_changed", .contactUpdated), ("user.identity_created", .contactUpdated),
        ("user.merged", .unknown), ("user.group_membership_created", .unknown), ("organization.created", .unknown),
        ("messaging_ticket.message_added", .unknown),
    ])
    func hasAWordForEachType(type: String, kind: WebhookEvent.Kind) throws {
        let event = try event(type)
        #expect(event.kind == kind)
        #expect(event.name == "zen:event-type:\(type)")
        #expect(event.id == "6b9bbadf")
    }

    @Test(arguments: [
        (#"{"current": "SOLVED", "previous": "OPEN"}"#, WebhookEvent.Kind.ticketSolved),
        (#"{"current": "solved"}"#, .ticketSolved),
        (#"{"current": "CLOSED", "previous": "SOLVED"}"#, .ticketStatusChanged),
        (#"{"current": null}"#, .ticketStatusChanged), ("[]", .ticketStatusChanged), ("null", .ticketStatusChanged),
    ])
    func knowsWhenATicketIsSolved(change: String, kind: WebhookEvent.Kind) throws {
        #expect(try event("ticket.status_changed", event: change).kind == kind)
    }

    @Test(arguments: [
        (
            #"{"id": "6596848315901", "email": "ada@example.com", "external_id": "u-7"}"#,
            Person(email: "ada@example.com", userID: "u-7", contactID: "6596848315901")
        ),
        (#"{"id": 6596848315901, "email": "", "external_id": ""}"#, Person(contactID: "6596848315901")),
    ])
    func knowsAUserByAllIDs(detail: String, person: Person) throws {
        let event = try event("user.name_changed", subject: "zen:user:6596848315901", detail: detail)
        #expect(event.person == person)
        #expect(event.reference == "6596848315901")
    }

    @Test(arguments: ["{}", "null", "[]", #"{"id": "0", "requester_id": "0"}"#, #"{"id": null, "requester_id": []}"#])
    func findsTheTicketInTheSubject(detail: String) throws {
        let event = try event("ticket.created", detail: detail)
        #expect(event.reference == "35436")
        #expect(event.person == nil)
        for subject in ["", "ticket 7", "zen:ticket:", "zen:ticket:1:2"] {
            #expect(try self.event("ticket.created", subject: subject, detail: detail).reference == nil)
        }
    }

    @Test(arguments: [
        #"{"ticket": {"id": "35436"}}"#, #"{"id": "35436", "time": "2026-06-09T08:36:44Z"}"#, "{}",
        #"{"type": "ticket", "id": "1"}"#, #"{"type": "zen:event-type:ticket", "id": "1"}"#, #"{"type": 7, "id": "1"}"#,
    ])
    func takesNothingOfATriggersOwnForGranted(text: String) throws {
        let event = try #require(try events(text).first)
        #expect(event.kind == .unknown)
        #expect(event.id == nil, "it may be the ticket's, which has more events to come")
        #expect(event.time == nil && event.person == nil && event.reference == nil)
        #expect(.object(event.details) == (try JSONValue(parsing: Array(text.utf8))))
        #expect(event.name == (event.details["type"]?.string ?? ""))
    }

    @Test(arguments: ["[]", "7", "", "{", "<ticket/>", "id=7", #"{"a":1e999}"#])
    func refusesABodyThatIsNoObject(text: String) {
        #expect(#expect(throws: Failure.self) { try events(text) }?.kind == .invalidInput)
    }

    @Test func survivesStrangeBodies() throws {
        #expect(throws: Failure.self) { try events(String(repeating: #"{"detail":"#, count: 100_000)) }
        #expect(throws: Failure.self) { try ZendeskProvider.events(in: (0...255).map { UInt8($0) }) }
        let body = Array(#"{"type":"zen:event-type:ticket.created","time":7,"x":""#.utf8) + [0xFF] + Array(#""}"#.utf8)
        let event = try #require(try ZendeskProvider.events(in: body).first)
        #expect(event.kind == .ticketCreated)
        #expect(event.time == nil)
        #expect(event.details["time"] == 7)
        #expect(event.details["x"] == "\u{FFFD}")
    }
}

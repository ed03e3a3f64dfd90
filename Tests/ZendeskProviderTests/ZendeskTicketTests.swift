import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ZendeskTicketTests {
    private static let details = TicketDetails(
        priority: .high,
        type: .incident,
        status: .pending,
        tags: ["fire", "vip"],
        customFields: ["360000000002": ["a", "b"], "27642": "745"],
        assigneeID: "235323",
        groupID: "98738",
        externalID: "hub-1"
    )

    @Test func createsATicketWithEverythingThatIsGiven() async throws {
        let account = try Account([.respond(201, body: #"{"ticket":{"id":35436},"audit":null}"#)])
        let outcome = await account.tools.createTicket(
            for: .ada,
            subject: "Printer on fire",
            description: " It burns.\n",
            details: Self.details
        )
        let receipt = try outcome.get()
        #expect(receipt.ticketID == "35436")
        #expect(receipt.ticketURL == "https://acme.zendesk.com/agent/tickets/35436")
        #expect(account.lines == ["POST /tickets"])
        #expect(
            account.bodies == [
                [
                    "ticket": [
                        "subject": "Printer on fire", "comment": ["body": " It burns.\n"],
                        "requester": ["email": "ada@example.com", "name": "Ada"], "priority": "high",
                        "type": "incident", "status": "pending", "tags": ["fire", "vip"], "assignee_id": 235323,
                        "group_id": 98738, "external_id": "hub-1",
                        "custom_fields": [
                            ["id": 27642, "value": "745"], ["id": 360_000_000_002, "value": ["a", "b"]],
                        ],
                    ]
                ]
            ]
        )
    }

    @Test func sendsOneKeyForAllAttempts() async throws {
        let account = try Account([.loseAnswer, .respond(503), .respond(201, body: #"{"ticket":{"id":7}}"#)])
        let outcome = await account.tools.perform(CreateTicket.sample())
        let keys = account.transport.sent.map { $0.headers[HTTPField.Name("Idempotency-Key")!] }
        #expect(try outcome.get().ticketID == "7")
        #expect(keys == Array(repeating: outcome.auditID.description, count: 3))
        #expect(Set(account.transport.sent.map(\.body)).count == 1)
    }

    @Test func getsATicketWithItsNulls() async throws {
        let account = try Account([
            .ok(
                """
                {"ticket":{"id":35436,"subject":"S","description":"D","status":"open","priority":null,"type":null,
                "requester_id":20978392,"assignee_id":null,"external_id":null,"tags":["a"],"due_at":null,
                "custom_fields":[{"id":27642,"value":"745"},{"id":27648,"value":null}],
                "created_at":"2009-07-20T22:55:29Z","updated_at":"2011-05-05T10:38:52Z","via":{"channel":"web"}}}
                """
            )
        ])
        let ticket = try await account.tools.getTicket("35436").get().ticket
        #expect(
            ticket
                == Ticket(
                    id: "35436",
                    url: "https://acme.zendesk.com/agent/tickets/35436",
                    subject: "S",
                    description: "D",
                    status: "open",
                    requesterID: "20978392",
                    tags: ["a"],
                    customFields: ["27642": "745", "27648": .null],
                    createdAt: Timestamp("2009-07-20T22:55:29Z"),
                    updatedAt: Timestamp("2011-05-05T10:38:52Z")
                )
        )
        #expect(account.lines == ["GET /tickets/35436"])
    }

    @Test func changesOnlyWhatIsGiven() async throws {
        let account = try Account([.ticket(9, status: "solved")])
        let outcome = await account.tools.updateTicket("9", details: TicketDetails(status: .solved, tags: []))
        #expect(try outcome.get().status == "solved")
        #expect(account.lines == ["PUT /tickets/9"])
        #expect(account.bodies == [["ticket": ["status": "solved", "tags": []]]])
    }

    @Test(arguments: [(nil, true), (true, true), (false, false)])
    func saysWhetherACommentIsPublic(given: Bool?, sent: Bool) async throws {
        let account = try Account([.ticket(), .ticket(events: #"{"id":1,"type":"Change"},{"id":55,"type":"Comment"}"#)])
        _ = await account.tools.updateTicket("9", details: TicketDetails(), comment: "x", isPublic: given)
        let comment = CommentTicket(ticketID: "9", body: "y", isPublic: given, authorID: "12")
        let receipt = try await account.tools.perform(comment).get()
        #expect((receipt.ticketID, receipt.commentID) == ("35436", "55"))
        #expect(
            account.bodies == [
                ["ticket": ["comment": ["body": "x", "public": .bool(sent)]]],
                ["ticket": ["comment": ["body": "y", "public": .bool(sent), "author_id": 12]]],
            ]
        )
    }

    @Test func guardsAnUpdateByItsStamp() async throws {
        let body = #"{"error":"UpdateConflict","description":"Safe Update prevented this ticket from being updated"}"#
        let account = try Account([.error(409, body)])
        let update = UpdateTicket(
            ticketID: "9",
            subject: "New",
            updatedStamp: Timestamp("2026-01-02T04:04:05+01:00")
        )
        let failure = await account.tools.perform(update).failure
        #expect(failure?.kind == .conflict)
        #expect(failure?.effect == .refused)
        #expect(failure?.providerCode == "UpdateConflict")
        let sent: JSONValue = ["subject": "New", "safe_update": true, "updated_stamp": "2026-01-02T03:04:05Z"]
        #expect(account.bodies == [["ticket": sent]])
    }

    @Test func aConflictAfterALostAnswerMayBeWithItself() async throws {
        let account = try Account([.loseAnswer, .error(409, #"{"error":"UpdateConflict"}"#)])
        let stamp = Timestamp(secondsSince1970: 1_780_000_000)
        let failure = await account.tools.perform(UpdateTicket(ticketID: "9", subject: "N", updatedStamp: stamp))
            .failure
        #expect(failure?.kind == .conflict)
        #expect(failure?.effect == .unknown)
    }

    @Test func deletesATicket() async throws {
        let account = try Account([.respond(204)])
        let receipt = try await account.tools.perform(DeleteTicket(ticketID: "9")).get()
        #expect((receipt.ticketID, receipt.status) == ("9", "deleted"))
        #expect(account.lines == ["DELETE /tickets/9"])
    }

    @Test func takesWhatIsGoneAfterALostAnswerForDeleted() async throws {
        let gone = ScriptedTransport.Step.error(404, #"{"error":"RecordNotFound","description":"Not found"}"#)
        let account = try Account([.loseAnswer, gone])
        #expect(await account.tools.perform(DeleteTicket(ticketID: "9")).isSuccess)
        let other = try Account([gone])
        #expect(await other.tools.perform(DeleteTicket(ticketID: "9")).failure?.kind == .notFound)
    }
}

struct ZendeskTicketRefusalTests {
    private func refused<A: Action>(_ action: A) async throws -> String? {
        let account = try Account([])
        let failure = await account.tools.perform(action).failure
        #expect(failure?.kind == .invalidInput)
        #expect(account.transport.sent.isEmpty)
        return failure?.field
    }

    @Test(arguments: ["x", "-1", "0", "1.0", "+7", "007", "9223372036854775808", "7/../8"])
    func refusesWhatIsNoID(id: String) async throws {
        #expect(try await refused(GetTicket(ticketID: id)) == "ticket_id")
        #expect(try await refused(DeleteTicket(ticketID: id)) == "ticket_id")
        #expect(try await refused(CommentTicket(ticketID: id, body: "x")) == "ticket_id")
        #expect(try await refused(CommentTicket(ticketID: "1", body: "x", authorID: id)) == "author_id")
        #expect(try await refused(UpdateTicket(ticketID: id, subject: "x")) == "ticket_id")
        #expect(try await refused(CreateTicket.sample(details: TicketDetails(assigneeID: id))) == "assignee_id")
        #expect(try await refused(CreateTicket.sample(details: TicketDetails(groupID: id))) == "group_id")
        let fields = CreateTicket.sample(details: TicketDetails(customFields: [id: 1]))
        #expect(try await refused(fields) == "custom_fields.\(id)")
        let stranger = Requester(contactID: id)
        let ticket = CreateTicket(requester: stranger, subject: "x", description: "y")
        #expect(try await refused(ticket) == "requester.contact_id")
        #expect(try await refused(GetSLAPolicies(policyID: id)) == "policy_id")
    }

    @Test func refusesWhatZendeskCannotExpress() async throws {
        #expect(try await refused(CreateTicket.sample(details: TicketDetails(tags: ["a", "b c"]))) == "tags[1]")
        #expect(try await refused(UpdateTicket(ticketID: "1", description: "x")) == "description")
        let nested = TicketDetails(customFields: ["7": ["a": 1]])
        #expect(try await refused(CreateTicket.sample(details: nested)) == "custom_fields.7")
        let long = String(repeating: "ä", count: 32_769)
        #expect(try await refused(CommentTicket(ticketID: "1", body: long)) == "body")
        #expect(try await refused(UpdateTicket(ticketID: "1", comment: long)) == "comment")
        let ticket = CreateTicket(requester: .ada, subject: "x", description: long)
        #expect(try await refused(ticket) == "description")
    }
}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ZendeskBatchTests {
    private func create(_ script: [ScriptedTransport.Step], count: Int = 2) async throws -> CreateTickets.Receipt {
        let account = try Account(script)
        return try await account.tools.bulkCreateTickets((0..<count).map { .sample("t\($0)") }).get()
    }

    private func update(_ results: String, status: String = "completed") async throws -> UpdateTickets.Receipt {
        let account = try Account([.job("queued"), .job(status, results: results)])
        let updates = ["244", "245"].map { UpdateTicket(ticketID: $0, details: TicketDetails(status: .solved)) }
        return try await account.tools.bulkUpdateTickets(updates).get()
    }

    @Test func followsTheJobToItsEnd() async throws {
        let results = #"[{"index":1,"id":12,"account_id":1},{"index":0,"id":11,"account_id":1}]"#
        let account = try Account([
            .job("queued"), .job("queued"), .job("working"), .job("completed", results: results),
        ])
        let receipt = try await account.tools.bulkCreateTickets([.sample("a"), .sample("b")]).get()
        #expect(try receipt[0].get().ticketID == "11")
        #expect(try receipt[1].get().ticketURL == "https://acme.zendesk.com/agent/tickets/12")
        let questions = Array(repeating: "GET /job_statuses/V3-1", count: 3)
        #expect(account.lines == ["POST /tickets/create_many"] + questions)
        let requester: JSONValue = ["email": "ada@example.com", "name": "Ada"]
        let ticket = { (subject: JSONValue) -> JSONValue in
            ["subject": subject, "comment": ["body": "It burns."], "requester": requester]
        }
        #expect(account.bodies.first == ["tickets": [ticket("a"), ticket("b")]])
        #expect(account.time.elapsed > .seconds(2))
    }

    @Test func namesTheTicketsThatItChanges() async throws {
        let account = try Account([.job("completed", results: #"{"success":true}"#)])
        let updates = [
            UpdateTicket(ticketID: "7", comment: "x", isPublic: false),
            UpdateTicket(
                ticketID: "8",
                details: TicketDetails(priority: .low),
                updatedStamp: Timestamp("2026-01-02T03:04:05Z")
            ),
        ]
        let receipt = try await account.tools.bulkUpdateTickets(updates).get()
        #expect(receipt.succeeded == 2)
        #expect(account.lines == ["PUT /tickets/update_many"])
        let first: JSONValue = ["id": 7, "comment": ["body": "x", "public": false]]
        let second: JSONValue = [
            "id": 8, "priority": "low", "safe_update": true, "updated_stamp": "2026-01-02T03:04:05Z",
        ]
        #expect(account.bodies.first == ["tickets": [first, second]])
    }

    @Test func readsResultsThatNameTickets() async throws {
        let receipt = try await update(
            """
            [{"action":"update","id":245,"status":"Updated","success":true},
             {"action":"update","id":244,"success":false,"error":"UpdateConflict","details":"Safe Update …","status":"Failed"}]
            """
        )
        #expect(try receipt[1].get().ticketID == "245")
        #expect(try receipt[1].get().status == "solved")
        let failure = receipt.failure(0)
        #expect((failure?.kind, failure?.effect) == (.conflict, .refused))
        #expect((failure?.providerCode, failure?.providerMessage) == ("UpdateConflict", "Safe Update …"))
    }

    @Test(arguments: [
        (#"{"id":244,"success":false,"error":"TicketNotFound"}"#, Failure.Kind.notFound),
        (#"{"id":244,"error":"PermissionDenied"}"#, .permissionDenied),
        (#"{"id":244,"status":"Failed"}"#, .rejected),
        (#"{"index":0,"success":false,"error":"two words","details":"D"}"#, .rejected),
    ])
    func readsAFailedItem(result: String, kind: Failure.Kind) async throws {
        let receipt = try await update("[\(result),{\"id\":245,\"success\":true}]")
        #expect(receipt.failure(0)?.kind == kind)
        #expect(receipt.failure(0)?.effect == .refused)
        #expect(receipt.succeeded == 1)
        #expect(receipt.failure(0)?.providerCode?.contains(" ") != true)
    }

    @Test func readsItemsByTheirPlaceWhereNothingElseNamesThem() async throws {
        let results = #"[{"id":11,"status":"Created"},{"action":"create","success":false,"error":"E","details":"D"}]"#
        let receipt = try await create([.job("queued"), .job("completed", results: results)])
        #expect(try receipt[0].get().ticketID == "11")
        #expect(receipt.failure(1)?.providerMessage == "D")
    }

    @Test func showsNoTokenThatAVerdictQuotes() async throws {
        let receipt = try await update(#"{"success":false,"error":"E","details":"not with \#(Account.token)!"}"#)
        #expect(receipt.failure(0)?.providerMessage == "not with [redacted]!")
    }

    @Test func oneVerdictHoldsForAll() async throws {
        #expect(try await update(#"{"success":true}"#).succeeded == 2)
        let failures = try await update(#"{"success":false}"#)
        #expect(failures.failed == 2)
        #expect(failures.failure(1)?.effect == .refused)
    }

    @Test(arguments: ["null", "[]", #"[{"id":999,"success":true}]"#, #"[{"index":7,"id":9}]"#, "[null,3]", "7"])
    func whatTheJobDoesNotSpeakOfIsUnknown(results: String) async throws {
        for status in ["completed", "failed", "killed"] {
            let receipt = try await create([.job("queued"), .job(status, results: results)])
            let effects = [receipt.failure(0)?.effect, receipt.failure(1)?.effect]
            #expect(effects == [.unknown, .unknown])
            #expect(receipt.failure(0)?.message.contains("V3-1") == true)
        }
    }

    @Test func aJobThatDoesNotEndIsUnknownAndNamed() async throws {
        let account = try Account([.job("queued", id: "V3-77")] + Array(repeating: .job("working"), count: 99))
        let outcome = await account.tools.bulkCreateTickets([.sample(), .sample()])
        let receipt = try outcome.get()
        for index in 0..<2 {
            #expect((receipt.failure(index)?.kind, receipt.failure(index)?.effect) == (.timeout, .unknown))
            #expect(receipt.failure(index)?.message.contains("V3-77") == true)
        }
        #expect(outcome.failure?.effect == .unknown)
        #expect(account.time.elapsed <= .seconds(120))
        #expect(account.lines.filter { $0.hasPrefix("POST") }.count == 1)
    }

    @Test func aJobThatIsLostSightOfIsUnknownAndNamed() async throws {
        let receipt = try await create([.job("queued"), .error(404, #"{"error":"RecordNotFound"}"#)])
        let failure = receipt.failure(1)
        #expect((failure?.kind, failure?.effect) == (.notFound, .unknown))
        #expect(failure?.message.contains("V3-1") == true)
    }

    @Test func sendsAJobOnceWhateverBecomesOfIt() async throws {
        let account = try Account([.loseAnswer, .job("queued")])
        let receipt = try await account.tools.bulkCreateTickets([.sample()]).get()
        #expect(receipt.failure(0)?.effect == .unknown)
        #expect(account.lines == ["POST /tickets/create_many"])
    }

    @Test func cutsABatchIntoHundreds() async throws {
        let answer = ScriptedTransport.Step { request in
            let tickets = request.json?["tickets"]?.array ?? []
            let results = tickets.map { ticket in
                JSONValue.object(["id": .string(ticket["subject"]?.string ?? ""), "success": true])
            }
            let job: JSONValue = ["job_status": ["id": "j", "status": "completed", "results": .array(results)]]
            return WireResponse(status: 200, body: job.serialized())
        }
        let account = try Account([answer, answer, answer])
        let items = (0..<201)
            .map { index in
                CreateTicket(requester: .ada, subject: "\(index)", description: index == 7 ? "" : "x")
            }
        let receipt = try await account.tools.bulkCreateTickets(items).get()
        #expect(account.bodies.compactMap { $0?["tickets"]?.array?.count }.sorted() == [100, 100])
        #expect(receipt.failure(7)?.field == "tickets[7].description")
        for index in 0..<201 where index != 7 { #expect(try receipt[index].get().ticketID == "\(index)") }
    }

    @Test func refusesItemsOneByOne() async throws {
        let account = try Account([.users(), .job("completed", results: #"[{"index":0,"id":5}]"#)])
        let items = [
            CreateTicket(requester: Requester(email: "new@example.com"), subject: "s", description: "d"),
            .sample(details: TicketDetails(tags: ["a b"])), .sample(),
        ]
        let receipt = try await account.tools.bulkCreateTickets(items).get()
        #expect(receipt.failure(0)?.field == "tickets[0].requester.name")
        #expect(receipt.failure(1)?.field == "tickets[1].tags[0]")
        #expect(try receipt[2].get().ticketID == "5")
    }
}

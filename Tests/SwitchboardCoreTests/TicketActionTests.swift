import FoundationEssentials
import SwitchboardCore
import Testing

/// The actions about tickets, searches and exports, with every field given, and with those only that must be.
struct TicketActionTests {
    private static let details: [String: JSONValue] = [
        "priority": "high", "type": "incident", "status": "open", "tags": ["a", "b"], "custom_fields": ["7": .null],
        "assignee_id": "1", "group_id": "2", "external_id": "hub-1",
    ]
    private static let requester: JSONValue = [
        "email": "ada@example.com", "user_id": "u1", "contact_id": "c1", "name": "Ada",
    ]

    private static func object(_ own: [String: JSONValue], details: Bool) -> JSONValue {
        .object(details ? own.merging(Self.details) { $1 } : own)
    }

    static let samples: [ActionSample] = [
        ActionSample(
            type: CreateTicket.self,
            full: object(["requester": requester, "subject": "s", "description": "secret text"], details: true),
            least: ["requester": ["user_id": "u1"], "subject": "s", "description": "secret text"]
        ),
        ActionSample(type: GetTicket.self, full: ["ticket_id": "1"], least: ["ticket_id": "1"]),
        ActionSample(
            type: UpdateTicket.self,
            full: object(
                [
                    "ticket_id": "1", "requester": requester, "subject": "s", "description": "secret text",
                    "comment": "secret comment", "public": false, "updated_stamp": "2026-01-02T03:04:05Z",
                ],
                details: true
            ),
            least: ["ticket_id": "1", "status": "solved"]
        ),
        ActionSample(type: DeleteTicket.self, full: ["ticket_id": "1"], least: ["ticket_id": "1"]),
        ActionSample(
            type: CommentTicket.self,
            full: ["ticket_id": "1", "body": "secret text", "public": true, "author_id": "3"],
            least: ["ticket_id": "1", "body": "secret text"]
        ),
        ActionSample(
            type: SearchTickets.self,
            full: [
                "text": "secret words", "status": "new", "priority": "low", "requester_email": "ada@example.com",
                "tags": ["a"], "limit": 10_000, "cursor": "c",
            ],
            least: ["text": "secret words"]
        ),
        ActionSample(
            type: MeasureTickets.self,
            full: ["start_date": "2026-01-01", "end_date": "2026-01-01"],
            least: ["start_date": "2026-01-01", "end_date": "2026-01-01"]
        ),
        ActionSample(type: GetSLAPolicies.self, full: ["policy_id": "1"], least: [:]),
        ActionSample(
            type: SearchContacts.self,
            full: ["query": ["email": "secret value"], "limit": 1, "cursor": "c"],
            least: ["text": "secret words"]
        ),
        ActionSample(
            type: DownloadExport.self,
            full: [
                "export_id": "1", "kind": "tickets", "from": "2026-01-02T03:04:05Z", "path": "secret/file",
                "cursor": "c",
            ],
            least: ["path": "secret/file"]
        ),
    ]

    private func form<A: Action>(_ type: A.Type, _ json: JSONValue) throws(Failure) -> JSONValue {
        try type.decode(json: Data(json.serialized())).checkedForm()
    }

    private func field<A: Action>(_ type: A.Type, _ json: JSONValue) -> String? {
        do throws(Failure) {
            _ = try form(type, json)
            return nil
        } catch {
            return error.kind == .invalidInput ? error.field : "\(error.kind)"
        }
    }

    private func audited<A: Action>(_ type: A.Type, _ json: JSONValue) throws -> String {
        String(decoding: type.fields.audited(try form(type, json)).serialized(), as: UTF8.self)
    }

    @Test func areNamedAsTheContractSays() {
        let names = Self.samples.map { $0.type.name } + [CreateTickets.name, UpdateTickets.name]
        #expect(
            names == [
                "ticket.create", "ticket.get", "ticket.update", "ticket.delete", "ticket.comment", "ticket.search",
                "ticket.metrics", "ticket.sla_policies", "contact.search", "export.download", "ticket.create_batch",
                "ticket.update_batch",
            ]
        )
        #expect((CreateTickets.itemsField, UpdateTickets.itemsField) == ("tickets", "updates"))
        let writes = Self.samples.filter { !$0.type.isRead }.map { $0.type.name }
        #expect(writes == ["ticket.create", "ticket.update", "ticket.delete", "ticket.comment"])
    }

    @Test(arguments: samples)
    func readTheirOwnFormBack(sample: ActionSample) throws {
        for json in [sample.full, sample.least] {
            let form = try form(sample.type, json)
            #expect(form == json)
            #expect(try self.form(sample.type, form) == form)
        }
    }

    @Test(arguments: samples)
    func auditNoTextAndNoPerson(sample: ActionSample) throws {
        let kept = try audited(sample.type, sample.full)
        #expect(!kept.contains("secret"))
        #expect(!kept.contains("ada@example.com"))
        #expect(!kept.contains("\"Ada\""))
    }

    @Test(arguments: samples)
    func refuseUnknownFields(sample: ActionSample) throws {
        var members = try #require(sample.least.object)
        members["colour"] = 1
        #expect(field(sample.type, .object(members)) == "colour")
    }

    @Test func areRefusedByField() {
        let ticket: (String, JSONValue) -> JSONValue = { name, value in
            var members = Self.samples[0].full.object ?? [:]
            members[name] = value
            return .object(members)
        }
        for name in ["subject", "description"] {
            #expect(field(CreateTicket.self, ticket(name, "")) == name)
        }
        #expect(field(CreateTicket.self, ticket("requester", ["name": "Ada"])) == "requester")
        #expect(field(CreateTicket.self, ticket("requester", ["email": "ada"])) == "requester.email")
        #expect(field(CreateTicket.self, ticket("priority", "medium")) == "priority")
        #expect(field(CreateTicket.self, ticket("status", "resolved")) == "status")
        #expect(field(CreateTicket.self, ticket("type", "bug")) == "type")
        #expect(field(UpdateTicket.self, ["ticket_id": "1"]) == "")
        #expect(field(UpdateTicket.self, ["ticket_id": "1", "updated_stamp": "2026-01-02T03:04:05Z"]) == "")
        #expect(field(UpdateTicket.self, ["ticket_id": "1", "status": "open", "public": true]) == "public")
        #expect(field(SearchTickets.self, ["limit": 5]) == "")
        #expect(field(SearchTickets.self, ["text": "x", "limit": 0]) == "limit")
        #expect(field(SearchTickets.self, ["text": "x", "limit": 10_001]) == "limit")
        #expect(field(SearchContacts.self, ["text": "x", "query": ["a": 1]]) == "query")
        #expect(field(SearchContacts.self, [:]) == "query")
        #expect(field(SearchContacts.self, ["query": [:]]) == "query")
        #expect(field(MeasureTickets.self, ["start_date": "2026-01-02", "end_date": "2026-01-01"]) == "end_date")
    }

    @Test func anExportThatWasEndedEarlyIsAPart() throws {
        let receipt = DownloadExport.Receipt(bytes: 3, count: 1, nextCursor: "c", stoppedBy: .rateLimited)
        #expect(receipt.shortfall?.kind == .partialFailure)
        #expect(receipt.shortfall?.effect == Failure.Effect.none)
        #expect(receipt.shortfall?.message.contains("next_cursor") == true)
        #expect(
            try JSONValue(encoding: receipt) == [
                "bytes": 3, "count": 1, "next_cursor": "c", "stopped_by": "rate_limited",
            ]
        )
    }
}

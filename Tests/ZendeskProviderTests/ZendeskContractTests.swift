import Foundation
import SwitchboardCore
import SwitchboardTesting
import Testing
import ZendeskProvider

struct ZendeskContractTests {
    private static let path =
        FileManager.default.temporaryDirectory.appendingPathComponent("zendesk-contract-\(UUID()).jsonl").path
    private static let known = Person(contactID: "1500000000007")
    private static let ada = Person(email: "ada@example.com")
    private static let create = CreateTicket(
        requester: Requester(email: "ada@example.com", name: "Ada Lovelace"),
        subject: "The printer burns",
        description: "It began this morning."
    )
    private static let solve = UpdateTicket(ticketID: "35436", details: TicketDetails(status: .solved))

    private static let ticket = WireResponse.respond(
        200,
        body: #"{"ticket":{"id":35436,"status":"open"},"audit":{"id":1,"events":[{"id":2,"type":"Comment"}]}}"#
    )
    private static let user = WireResponse.respond(
        200,
        body: #"{"user":{"id":1500000000007,"active":true,"created_at":"2020-01-01T00:00:00Z"}}"#
    )
    private static let found = WireResponse.respond(
        200,
        body: #"{"users":[{"id":1500000000007,"email":"ada@example.com","active":true}],"next_page":null,"count":1}"#
    )
    private static let tags = WireResponse.respond(200, body: #"{"tags":["vip-customer"]}"#)

    private static func job(_ status: String, results: String = "null") -> WireResponse {
        .respond(200, body: #"{"job_status":{"id":"V3-1","status":"\#(status)","results":\#(results)}}"#)
    }

    static let contract = ProviderContract<ZendeskProvider>(
        settings: ["subdomain": "acme", "email": "agent@example.com", "apiToken": "zd-token-1234567890"],
        samples: tickets + batches + reads + contacts,
        healthAnswer: .respond(200, body: #"{"user":{"id":1,"name":"Agent"}}"#),
        exceptions: [
            ContractException(
                .additions,
                of: "export.download",
                at: "GET /api/v2/incremental/tickets/cursor",
                because: "records go into the file whole, and the receipt counts their bytes"
            ),
            ContractException(
                .statuses,
                of: "export.download",
                at: "GET /api/v2/incremental/tickets/cursor",
                because: "the pages before it are kept, and the receipt says what ended the export"
            ),
        ]
    )

    private static let tickets = [
        ContractSample(create, answers: ticket, requires: ["ticket.id"]),
        ContractSample(GetTicket(ticketID: "35436"), answers: ticket, requires: ["ticket.id"]),
        ContractSample(solve, answers: ticket, requires: ["ticket.id"]),
        ContractSample(
            UpdateTicket(ticketID: "35436", comment: "We are on our way."),
            "with a comment",
            answers: ticket,
            requires: ["ticket.id"]
        ),
        ContractSample(DeleteTicket(ticketID: "35436"), answers: .respond(204)),
        ContractSample(
            CommentTicket(ticketID: "35436", body: "We are on our way."),
            answers: ticket,
            requires: ["ticket.id"]
        ),
    ]

    private static let batches = [
        ContractSample(
            CreateTickets(items: [create]),
            answers: job("queued"),
            job("working"),
            job("completed", results: #"[{"index":0,"id":35436}]"#)
        ),
        ContractSample(
            UpdateTickets(items: [solve]),
            answers: job("queued"),
            job("completed", results: #"[{"action":"update","id":35436,"status":"Updated","success":true}]"#)
        ),
    ]

    private static let reads = [
        ContractSample(
            SearchTickets(text: "printer on fire"),
            answers: .respond(
                200,
                body: #"{"results":[{"id":1,"result_type":"ticket","status":"open"}],"count":1,"next_page":null}"#
            ),
            requires: ["results", "results[0].id"]
        ),
        ContractSample(
            MeasureTickets(
                startDate: CalendarDate("2026-05-01").unsafelyUnwrapped,
                endDate: CalendarDate("2026-05-02").unsafelyUnwrapped
            ),
            answers: .respond(
                200,
                body: #"{"tickets":[{"id":1,"status":"open","priority":"high","created_at":"2026-05-01T01:00:00Z"}],"#
                    + #""after_cursor":"c1","end_of_stream":true}"#
            ),
            requires: ["tickets", "tickets[0].id"]
        ),
        ContractSample(
            GetSLAPolicies(),
            answers: .respond(
                200,
                body: #"{"sla_policies":[{"id":36,"title":"Urgent","policy_metrics":[{"metric":"first_reply_time","#
                    + #""priority":"urgent","target":60,"business_hours":false}]}],"next_page":null,"count":1}"#
            ),
            requires: ["sla_policies", "sla_policies[0].id"]
        ),
        ContractSample(
            DownloadExport(kind: "tickets", from: Timestamp("2026-01-02T03:04:05Z"), path: path),
            answers: .respond(200, body: #"{"tickets":[{"id":1}],"after_cursor":"a","end_of_stream":false}"#),
            .respond(200, body: #"{"tickets":[{"id":2}],"after_cursor":"b","end_of_stream":true}"#),
            requires: ["tickets"]
        ),
        ContractSample(
            SearchContacts(text: "ada lovelace"),
            answers: found,
            requires: ["users", "users[0].id"]
        ),
    ]

    private static let contacts = [
        ContractSample(GetContact(person: known), answers: user, requires: ["user.id"]),
        ContractSample(GetContact(person: ada), "by address", answers: found, user),
        ContractSample(UpsertContact(person: ada, name: "Ada Lovelace"), answers: user, requires: ["user.id"]),
        ContractSample(
            UpsertContact(person: known, name: "Ada Lovelace"),
            "by id",
            answers: user,
            requires: ["user.id"]
        ),
        ContractSample(DeleteContact(person: known), answers: user),
        ContractSample(TagContact(person: known, tag: "vip-customer"), answers: tags),
        ContractSample(TagContact(person: ada, tag: "vip-customer"), "by address", answers: found, tags),
        ContractSample(UntagContact(person: known, tag: "vip-customer"), answers: .respond(204)),
    ]

    @Test(.serialized, arguments: ProviderContract<ZendeskProvider>.Rule.allCases)
    func keeps(_ rule: ContractRule) async throws {
        defer { try? FileManager.default.removeItem(atPath: Self.path) }
        try await Self.contract.check(rule)
    }
}

import Foundation
import MixpanelProvider
import SwitchboardCore
import SwitchboardTesting
import Testing

struct MixpanelContractTests {
    private static let path = NSTemporaryDirectory() + "mixpanel-contract-\(UUID()).jsonl"
    private static let customer = Person(userID: "cust-42")
    private static let event = TrackEvent(
        person: customer,
        name: "Signed up",
        properties: ["plan": "enterprise-plus"],
        at: Timestamp(secondsSince1970: 1_779_999_000),
        eventID: "event-1"
    )

    private static let stored = WireResponse.respond(
        200,
        body: #"{"code":200,"num_records_imported":1,"status":"OK"}"#
    )
    private static let lines = WireResponse.respond(
        200,
        body: #"{"event":"Signed up","properties":{"time":1602611311,"distinct_id":"cust-42","$insert_id":"abc"}}"#
            + "\n"
    )

    static let contract = ProviderContract<MixpanelProvider>(
        settings: [
            "projectToken": "0123456789abcdef0123456789abcdef", "projectID": "1234",
            "serviceAccountUsername": "hub.abc.mp-service-account", "serviceAccountSecret": "S3cr3tS3cr3t",
        ],
        samples: events + profiles + reports,
        healthAnswer: .respond(200, body: #"{"status":"ok","results":{"id":1}}"#),
        exceptions: [
            ContractException(
                .additions,
                of: "engagement.report",
                at: "GET /api/query/events",
                because: "the names below values are those of events and days, and no members"
            )
        ]
    )

    private static let events = [
        ContractSample(event, answers: stored),
        ContractSample(TrackEventBatch(events: [event]), answers: stored),
        ContractSample(ExportEvents(fromDate: .monday, toDate: .sunday), answers: lines),
        ContractSample(ExportEvents(fromDate: .monday, toDate: .sunday, path: path), "into a file", answers: lines),
    ]

    private static let profiles = [
        ContractSample(
            GetContact(person: customer),
            answers: .respond(
                200,
                body: #"{"status":"ok","total":1,"results":[{"$distinct_id":"cust-42","$properties":{"plan":"pro","#
                    + #""$email":"ada@example.com","$created":"2008-12-12T11:20:47","tags":["vip"]}}]}"#
            ),
            requires: ["results"]
        ),
        ContractSample(UpsertContact(person: customer, name: "Ada Lovelace"), answers: stored),
        ContractSample(DeleteContact(person: customer), answers: stored),
        ContractSample(TagContact(person: customer, tag: "vip-customer"), answers: stored),
        ContractSample(UntagContact(person: customer, tag: "vip-customer"), answers: stored),
        ContractSample(IncrementContact(person: customer, amounts: ["logins": 1]), answers: stored),
    ]

    private static let reports = [
        ContractSample(
            ReportEngagement(fromDate: .monday, toDate: .sunday, names: ["Signed up"]),
            answers: .respond(200, body: #"{"data":{"values":{"Signed up":{"2026-01-20":6}}}}"#),
            requires: ["data", "data.values"]
        ),
        ContractSample(
            ReportEngagement(fromDate: .monday, toDate: .sunday),
            "of all events",
            answers: .respond(
                200,
                body: #"{"event":"Signed up","properties":{"time":1768867200,"distinct_id":"cust-42"}}"# + "\n"
            )
        ),
    ]

    @Test(.serialized, arguments: ProviderContract<MixpanelProvider>.Rule.allCases)
    func keeps(_ rule: ContractRule) async throws {
        defer { try? FileManager.default.removeItem(atPath: Self.path) }
        try await Self.contract.check(rule)
    }
}

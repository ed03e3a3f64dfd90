import Foundation
import IntercomProvider
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomContractTests {
    private static let path = NSTemporaryDirectory() + "intercom-contract-\(UUID()).csv"
    private static let ada = Person(contactID: "65f0ada")
    private static let address = Person(email: "ada@example.com")
    private static let event = TrackEvent(
        person: Person(email: "ada@example.com"),
        name: "invoice-opened",
        properties: ["plan": "enterprise-plus"],
        at: Timestamp("2026-05-01T09:00:00Z"),
        eventID: "event-1"
    )

    private static let contact = WireResponse.respond(200, body: #"{"type":"contact","id":"65f0ada","role":"user"}"#)
    private static let found = WireResponse.respond(
        200,
        body: #"{"type":"list","data":[{"id":"65f0ada","role":"user"}],"total_count":1,"pages":{"next":null}}"#
    )
    private static let tag = WireResponse.respond(200, body: #"{"type":"tag","id":"105","name":"vip-customer"}"#)
    private static let tagList = WireResponse.respond(200, body: #"{"data":[{"id":"105","name":"vip-customer"}]}"#)
    private static let conversation = WireResponse.respond(
        200,
        body: #"""
            {"type":"conversation","id":"1295","created_at":1734537424,"updated_at":1734537500,"open":true,
             "state":"open","source":{"type":"conversation","id":"900","body":"<p>help</p>",
             "author":{"type":"user","id":"65f0ada","name":"Ada"}},
             "contacts":{"contacts":[{"type":"contact","id":"65f0ada"}]},"tags":{"tags":[{"id":"1","name":"vip"}]},
             "conversation_parts":{"conversation_parts":[{"id":"901","part_type":"comment","body":"<p>on it</p>",
             "created_at":1734537450,"author":{"type":"admin","id":"991"}}]}}
            """#
    )
    private static let export = WireResponse.respond(
        200,
        body: #"{"job_identifier":"orzzsbd7","status":"pending","download_url":""}"#
    )

    static let contract = ProviderContract<IntercomProvider>(
        settings: ["accessToken": "dG9rOjEyMzQ1Njc4OTA-token", "adminID": "991"],
        samples: messages + contacts + conversations + data,
        healthAnswer: .respond(200, body: #"{"type":"admin","id":"991"}"#),
        exceptions: [
            ContractException(
                .statuses,
                of: "contact.upsert",
                at: "POST /contacts 409",
                because: "there is such a contact already, which is then found and updated"
            ),
            ContractException(
                .statuses,
                of: "contact.untag",
                at: "DELETE /contacts/{id}/tags/{tag_id} 404",
                because: "a tag that is not there need not be taken off"
            ),
            ContractException(
                .statuses,
                of: "contact.untag",
                at: "DELETE /contacts/{id}/tags/{tag_id} 410",
                because: "a tag that is not there need not be taken off"
            ),
        ]
    )

    private static let messages = [
        ContractSample(
            SendMessage(to: ada, body: "Your invoice is there."),
            answers: .respond(200, body: #"{"type":"admin_message","id":"19","message_type":"inapp"}"#),
            requires: ["id"]
        ),
        ContractSample(
            SendEmail(to: [Address("ada@example.com")], subject: "Your invoice of May", text: "It is attached."),
            answers: found,
            .respond(200, body: #"{"type":"admin_message","id":"21"}"#)
        ),
        ContractSample(
            NoteContact(person: ada, body: "wants a demonstration"),
            answers: .respond(200, body: #"{"type":"note","id":"17"}"#),
            requires: ["id"]
        ),
        ContractSample(event, answers: .respond(202)),
        ContractSample(TrackEventBatch(events: [event]), answers: .respond(202)),
    ]

    private static let contacts = [
        ContractSample(GetContact(person: ada), answers: contact, requires: ["id"]),
        ContractSample(GetContact(person: address), "by address", answers: found, requires: ["data", "data[0].id"]),
        ContractSample(UpsertContact(person: address, name: "Ada Lovelace"), answers: contact, requires: ["id"]),
        ContractSample(UpsertContact(person: ada, name: "Ada Lovelace"), "by id", answers: contact, requires: ["id"]),
        ContractSample(TagContact(person: ada, tag: "vip-customer"), answers: tag, tag),
        ContractSample(UntagContact(person: ada, tag: "vip-customer"), answers: tagList, tag),
        ContractSample(
            DeleteContact(person: address),
            answers: found,
            .respond(200, body: #"{"type":"contact","id":"65f0ada","deleted":true}"#)
        ),
        ContractSample(SearchContacts(text: "lovelace"), answers: found, requires: ["data", "data[0].id"]),
    ]

    private static let conversations = [
        ContractSample(
            StartConversation(person: ada, body: "Can you help me?"),
            answers: .respond(200, body: #"{"type":"user_message","id":"403","conversation_id":"1295"}"#),
            requires: ["id", "conversation_id"]
        ),
        ContractSample(GetConversation(conversationID: "1295"), answers: conversation, requires: ["id"]),
        ContractSample(
            ListConversations(),
            answers: .respond(
                200,
                body: #"{"conversations":[{"id":"1295","state":"open"}],"pages":{"next":{"starting_after":"abc"}}}"#
            ),
            requires: ["conversations", "conversations[0].id"]
        ),
        ContractSample(
            ReplyToConversation(conversationID: "1295", body: "We are on it."),
            answers: conversation,
            requires: ["id"]
        ),
        ContractSample(CloseConversation(conversationID: "1295"), answers: conversation, requires: ["id"]),
        ContractSample(ReopenConversation(conversationID: "1295"), answers: conversation, requires: ["id"]),
        ContractSample(
            SnoozeConversation(conversationID: "1295", until: Timestamp(secondsSince1970: 1_790_000_000)),
            answers: conversation,
            requires: ["id"]
        ),
        ContractSample(
            AssignConversation(conversationID: "1295", assigneeID: "992"),
            answers: conversation,
            requires: ["id"]
        ),
    ]

    private static let data = [
        ContractSample(
            ListAttributes(),
            answers: .respond(
                200,
                body: #"{"data":[{"id":12878,"name":"tier","data_type":"string","custom":true,"description":"x"}]}"#
            ),
            requires: ["data", "data[0].name"]
        ),
        ContractSample(
            CreateAttribute(name: "tier", dataType: .string),
            answers: .respond(200, body: #"{"id":12878,"name":"tier"}"#)
        ),
        ContractSample(
            StartExport(
                from: Timestamp(secondsSince1970: 1_770_000_000),
                to: Timestamp(secondsSince1970: 1_771_000_000)
            ),
            answers: export,
            requires: ["job_identifier"]
        ),
        ContractSample(GetExportStatus(exportID: "orzzsbd7"), answers: export),
        ContractSample(CancelExport(exportID: "orzzsbd7"), answers: export),
        ContractSample(DownloadExport(exportID: "orzzsbd7", path: path)) { _ in
            WireResponse(status: 200, body: Gzip.compress(Array("1,joe@example.com\n".utf8)))
        },
    ]

    @Test(.serialized, arguments: ProviderContract<IntercomProvider>.Rule.allCases)
    func keeps(_ rule: ContractRule) async throws {
        defer { try? FileManager.default.removeItem(atPath: Self.path) }
        try await Self.contract.check(rule)
    }
}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// Attributes, exports and deletion.
struct IntercomDataTests {
    @Test func listsContactAttributes() async throws {
        let workspace = try Workspace([
            .ok(
                #"""
                {"type":"list","data":[{"type":"data_attribute","model":"contact","name":"email","data_type":"string",
                "custom":false},{"id":12878,"name":"tier","data_type":"string","custom":true,"description":"how much"}]}
                """#
            )
        ])
        let attributes = try await workspace.tools.perform(ListAttributes()).get().attributes
        #expect(
            attributes == [
                ContactAttribute(id: nil, name: "email", dataType: "string", isCustom: false),
                ContactAttribute(
                    id: "12878",
                    name: "tier",
                    dataType: "string",
                    description: "how much",
                    isCustom: true
                ),
            ]
        )
        #expect(workspace.sent == [.get("/data_attributes?model=contact")])
    }

    @Test func createsAnAttributeOnce() async throws {
        let workspace = try Workspace([.ok(#"{"id":12878,"name":"tier"}"#), .loseAnswer])
        let action = CreateAttribute(name: "tier", dataType: .string, description: "how much")
        #expect(try await workspace.tools.perform(action).get().attributeID == "12878")
        #expect(
            workspace.sent == [
                .post(
                    "/data_attributes",
                    ["name": "tier", "model": "contact", "data_type": "string", "description": "how much"]
                )
            ]
        )
        #expect(await workspace.tools.perform(action).failure?.effect == .unknown)
        #expect(workspace.sent.count == 2)
    }

    @Test func refusesAttributeNamesThatIntercomRefuses() async throws {
        let workspace = try Workspace([])
        let failure = await workspace.tools.perform(CreateAttribute(name: "a/b", dataType: .date)).failure
        #expect(failure?.field == "name")
        #expect(workspace.sent == [])
    }

    @Test func startsAsksAfterAndCancelsAnExport() async throws {
        let job = { (status: String) in
            ScriptedTransport.Step.ok(#"{"job_identifier":"orzzsbd7","status":"\#(status)","download_url":""}"#)
        }
        let workspace = try Workspace([job("pending"), job("in_progress"), job("canceled")])
        let from = Timestamp(secondsSince1970: 1_734_537_424)
        let start = StartExport(from: from, to: from.advanced(by: .seconds(60)))
        let receipt = try await workspace.tools.perform(start).get()
        #expect((receipt.exportID, receipt.status) == ("orzzsbd7", "pending"))
        #expect(try await workspace.tools.perform(GetExportStatus(exportID: "orzzsbd7")).get().status == "in_progress")
        #expect(try await workspace.tools.perform(CancelExport(exportID: "orzzsbd7")).get().status == "canceled")
        #expect(
            workspace.sent.map(\.line) == [
                "POST \(Workspace.host)/export/content/data", "GET \(Workspace.host)/export/content/data/orzzsbd7",
                "POST \(Workspace.host)/export/cancel/orzzsbd7",
            ]
        )
        #expect(
            workspace.sent[0].body == ["created_at_after": 1_734_537_424, "created_at_before": 1_734_537_484]
        )
    }

    @Test func refusesExportsThatIntercomDoesNotHave() async throws {
        let workspace = try Workspace([])
        let from = Timestamp(secondsSince1970: 100)
        let backwards = StartExport(from: from, to: from)
        #expect(await workspace.tools.perform(backwards).failure?.field == "to")
        let tickets = StartExport(kind: "tickets", from: from, to: from.advanced(by: .seconds(1)))
        #expect(await workspace.tools.perform(tickets).failure?.field == "kind")
        #expect(workspace.sent == [])
    }

    @Test func deletesAContactForGood() async throws {
        let workspace = try Workspace([
            .found(#"{"id":"65f0ada","role":"user"}"#), .ok(#"{"type":"contact","id":"65f0ada","deleted":true}"#),
        ])
        let receipt = try await workspace.tools.perform(DeleteContact(person: Person(email: "ada@example.com"))).get()
        #expect((receipt.userID, receipt.status) == ("65f0ada", .deleted))
        #expect(workspace.sent == [.search("ada@example.com"), .delete("/contacts/65f0ada")])
    }
}

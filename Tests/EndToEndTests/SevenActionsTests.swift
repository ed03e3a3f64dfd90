import AuditStore
import Switchboard
import SwitchboardCore
import Testing

/// Each of Intercom's first seven actions, from the façade over libcurl to the sandbox and into the log.
struct SevenActionsTests {
    @Test func eachIsDoneAndTheLogKnowsIt() async throws {
        try await Stage.run { stage in
            let tools = stage.tools
            let created = try await tools.createUser(.ada, name: "Ada").get()
            #expect(created.created == true)
            let again = try await tools.createUser(.ada, name: "Ada Lovelace").get()
            #expect(again.created == false)
            #expect(again.contactID == created.contactID)
            #expect(try await tools.addTag("vip", to: .ada).get().userID == created.contactID)
            let contact = try await tools.getUser(.ada).get().contact
            #expect(contact.name == "Ada Lovelace")
            #expect(contact.tags == ["vip"])
            #expect(try await tools.removeTag("vip", from: .ada).get().tagName == "vip")
            #expect(try await tools.getUser(.ada).get().contact.tags == [])
            let note = try await tools.createNote(on: .ada, body: "a note").get()
            #expect(!note.noteID.isEmpty)
            #expect(try await tools.trackEvent("opened", by: .ada).get().eventName == "opened")
            let message = try await tools.sendMessage(to: .ada, body: "hello").get()
            #expect(message.contactID == created.contactID)

            let entries = try await stage.page(AuditQuery(person: "ada@example.com"))
            let outcomes = entries.filter { $0.kind == "outcome" }
            #expect(outcomes.count == 9)
            #expect(outcomes.allSatisfy { $0.outcome == "success" && $0.provider == "intercom" })
            #expect(entries.filter { $0.kind == "intent" }.count == 7, "reads leave no intent")
            #expect(try await stage.page(AuditQuery(reference: message.messageID)).count == 1)
            let byProviderID = try await stage.page(AuditQuery(person: created.contactID))
            #expect(byProviderID.count == entries.count, "the log finds the person by each id it learnt")
        }
    }

    @Test func anEmailMessageIsSentAsOne() async throws {
        try await Stage.run { stage in
            _ = try await stage.tools.createUser(.ada).get()
            let sent = await stage.tools.sendMessage(to: .ada, body: "hello", type: .email, subject: "Getting started")
            #expect(try sent.get().messageType == .email)
        }
    }
}

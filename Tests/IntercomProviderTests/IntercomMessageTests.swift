import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomMessageTests {
    @Test func sendsAMessageInsideTheProductByContactID() async throws {
        let workspace = try Workspace([.ok(#"{"type":"admin_message","id":"19","message_type":"inapp"}"#)])
        let outcome = await workspace.tools.perform(SendMessage(to: .ada, body: " Hi, Ada\n"))
        let receipt = try outcome.get()
        #expect(receipt.messageID == "19")
        #expect(receipt.userID == "65f0ada")
        #expect(receipt.contactID == "65f0ada")
        #expect(receipt.messageType == .inapp)
        #expect(
            workspace.sent == [
                .post(
                    "/messages",
                    [
                        "message_type": "in_app",
                        "body": " Hi, Ada\n",
                        "from": ["type": "admin", "id": 991],
                        "to": ["type": "user", "id": "65f0ada"],
                    ]
                )
            ]
        )
    }

    @Test(arguments: [(nil, "plain"), (SendMessage.Template.plain, "plain"), (.personal, "personal")])
    func sendsAnEmailWithItsTemplate(template: SendMessage.Template?, word: String) async throws {
        let workspace = try Workspace([.ok(#"{"id":"20"}"#)])
        let message = SendMessage(
            to: .ada,
            body: "Hi",
            messageType: .email,
            subject: "News",
            fromAdminID: "7",
            template: template
        )
        #expect(try await workspace.tools.perform(message).get().messageType == .email)
        #expect(
            workspace.sent == [
                .post(
                    "/messages",
                    [
                        "message_type": "email",
                        "subject": "News",
                        "body": "Hi",
                        "template": .string(word),
                        "from": ["type": "admin", "id": 7],
                        "to": ["type": "user", "id": "65f0ada"],
                    ]
                )
            ]
        )
    }

    @Test func addressesALeadAsALead() async throws {
        let workspace = try Workspace([.found(#"{"id":"c7","role":"lead"}"#), .ok(#"{"id":"21"}"#)])
        let outcome = await workspace.tools.perform(SendMessage(to: Person(email: "lea@example.com"), body: "Hi"))
        #expect(try outcome.get().contactID == "c7")
        #expect(workspace.sent.first == .search("lea@example.com"))
        #expect(workspace.sent.last?.body?["to"] == ["type": "lead", "id": "c7"])
    }

    @Test func refusesAMessageWithoutAnAdmin() async throws {
        let workspace = try Workspace([], environment: [:])
        let failure = await workspace.tools.perform(SendMessage(to: .ada, body: "Hi")).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.field == "from_admin_id")
        #expect(failure?.message.contains("INTERCOM_ADMIN_ID") == true)
        #expect(workspace.sent.isEmpty)
    }

    @Test func namesTheVariableOfItsOwnInstance() async throws {
        let workspace = try Workspace(
            [],
            environment: ["INTERCOM_EU_ACCESS_TOKEN": "abcd"],
            configuration: "providers: { intercom_eu: { type: intercom } }"
        )
        let outcome = await workspace.tools.perform(SendMessage(to: .ada, body: "Hi"), .init(provider: "intercom_eu"))
        #expect(outcome.failure?.message.contains("INTERCOM_EU_ADMIN_ID") == true)
    }

    @Test(arguments: ["ada", "-1", "0", "12 ", "99999999999999999999"])
    func refusesAnAdminThatIsNoNumber(admin: String) async throws {
        let workspace = try Workspace([])
        let message = await workspace.tools.perform(SendMessage(to: .ada, body: "Hi", fromAdminID: admin))
        #expect(message.failure?.kind == .invalidInput)
        #expect(message.failure?.field == "from_admin_id")
        let note = await workspace.tools.perform(NoteContact(person: .ada, body: "Hi", adminID: admin))
        #expect(note.failure?.kind == .invalidInput)
        #expect(note.failure?.field == "admin_id")
        #expect(workspace.sent.isEmpty)
    }

    @Test func refusesAnEmailWithoutASubject() async throws {
        let workspace = try Workspace([])
        let outcome = await workspace.tools.perform(SendMessage(to: .ada, body: "Hi", messageType: .email))
        #expect(outcome.failure?.kind == .invalidInput)
        #expect(outcome.failure?.field == "subject")
        #expect(workspace.sent.isEmpty)
    }

    @Test func readsAMessageIDThatIsANumber() async throws {
        let workspace = try Workspace([.ok(#"{"id":403918334,"surprise":{"nested":[null]}}"#)])
        #expect(try await workspace.tools.perform(SendMessage(to: .ada, body: "Hi")).get().messageID == "403918334")
    }

    @Test(arguments: ["", "{", "[]", "{}", #"{"id":null}"#, #"{"id":""}"#, #"{"id":["a"]}"#, "<html>"])
    func takesAnAnswerWithoutAnIDForAnUnknownFate(body: String) async throws {
        let workspace = try Workspace([.ok(body)])
        let failure = await workspace.tools.perform(SendMessage(to: .ada, body: "Hi")).failure
        #expect(failure?.kind == .malformedResponse)
        #expect(failure?.effect == .unknown)
        #expect(failure?.status == 200)
        #expect(workspace.sent.count == 1)
    }
}

struct IntercomNoteTests {
    @Test func writesANoteInTheNameOfTheConfiguredAdmin() async throws {
        let workspace = try Workspace([.ok(#"{"type":"note","id":31,"body":"<p>x</p>"}"#)])
        let receipt = try await workspace.tools.perform(NoteContact(person: .ada, body: "wants <a demo>")).get()
        #expect(receipt.noteID == "31")
        #expect(receipt.userID == "65f0ada")
        #expect(receipt.contactID == "65f0ada")
        #expect(
            workspace.sent == [.post("/contacts/65f0ada/notes", ["body": "wants <a demo>", "admin_id": "991"])]
        )
    }

    @Test func prefersTheAdminOfTheAction() async throws {
        let workspace = try Workspace([.ok(#"{"id":"1"}"#)])
        _ = await workspace.tools.perform(NoteContact(person: .ada, body: "x", adminID: "12"))
        #expect(workspace.sent.map(\.body) == [["body": "x", "admin_id": "12"]])
    }

    @Test func leavesTheAdminOutWhereThereIsNone() async throws {
        let workspace = try Workspace([.ok(#"{"id":"1"}"#)], environment: [:])
        _ = await workspace.tools.perform(NoteContact(person: .ada, body: "x"))
        #expect(workspace.sent == [.post("/contacts/65f0ada/notes", ["body": "x"])])
    }
}

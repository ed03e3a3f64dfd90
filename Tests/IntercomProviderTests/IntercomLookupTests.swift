import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomLookupTests {
    private let both = Person(email: "ada@example.com", userID: "u/1 ü")
    private static let note = ScriptedTransport.Step.ok(#"{"id":"1"}"#)

    @Test func usesAContactIDWithoutLookingItUp() async throws {
        let workspace = try Workspace([Self.note])
        let person = Person(email: "ada@example.com", userID: "u1", contactID: "a/../b")
        _ = try await workspace.tools.perform(NoteContact(person: person, body: "x")).get()
        #expect(workspace.sent.map(\.line) == ["POST \(Workspace.host)/contacts/a%2F..%2Fb/notes"])
    }

    @Test func asksForTheUserIDFirst() async throws {
        let workspace = try Workspace([.ok(#"{"id":"c1","role":"user"}"#), Self.note])
        let receipt = try await workspace.tools.perform(NoteContact(person: both, body: "x")).get()
        #expect(receipt.contactID == "c1")
        #expect(
            workspace.sent == [
                .get("/contacts/find_by_external_id/u%2F1%20%C3%BC"),
                .post("/contacts/c1/notes", ["body": "x", "admin_id": "991"]),
            ]
        )
    }

    @Test(arguments: [404, 410])
    func fallsBackToTheAddress(status: Int) async throws {
        let workspace = try Workspace([
            .error(status, "not_found", "User Not Found"), .found(#"{"id":"c2"}"#), Self.note,
        ])
        let receipt = try await workspace.tools.perform(NoteContact(person: both, body: "x")).get()
        #expect(receipt.contactID == "c2")
        #expect(workspace.sent.count == 3)
        #expect(workspace.sent[1] == .search("ada@example.com"))
    }

    @Test func doesNotFallBackOnAnotherFailure() async throws {
        let workspace = try Workspace([.error(401, "unauthorized", "Access Token Invalid")])
        let failure = await workspace.tools.perform(NoteContact(person: both, body: "x")).failure
        #expect(failure?.kind == .authenticationFailed)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(workspace.sent.count == 1)
    }

    @Test func refusesAWriteToNobody() async throws {
        let workspace = try Workspace([.error(404, "not_found", "User Not Found"), .found()])
        let failure = await workspace.tools.perform(NoteContact(person: both, body: "x")).failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
        #expect(workspace.sent.count == 2)
    }

    @Test func findsNobodyByUserIDAlone() async throws {
        let workspace = try Workspace([.error(404, "not_found", "User Not Found")])
        let failure = await workspace.tools.perform(NoteContact(person: Person(userID: "u1"), body: "x")).failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
        #expect(workspace.sent.count == 1)
    }

    @Test func refusesToChooseAmongUsersWithOneAddress() async throws {
        let workspace = try Workspace([.found(#"{"id":"c1","role":"user"}"#, #"{"id":"c2","role":"user"}"#)])
        let person = Person(email: "ada@example.com")
        let failure = await workspace.tools.perform(NoteContact(person: person, body: "x")).failure
        #expect(failure?.kind == .conflict)
        #expect(failure?.effect == .refused)
        #expect(failure?.message.contains("user_id") == true)
        #expect(workspace.sent.count == 1)
    }

    @Test func prefersTheUserToLeadsWithTheSameAddress() async throws {
        let workspace = try Workspace([
            .found(#"{"id":"c1","role":"lead"}"#, #"{"id":"c2","role":"user"}"#), .ok(#"{"id":"5"}"#),
        ])
        let outcome = await workspace.tools.perform(SendMessage(to: Person(email: "ada@example.com"), body: "x"))
        #expect(try outcome.get().contactID == "c2")
        #expect(workspace.sent.last?.body?["to"] == ["type": "user", "id": "c2"])
    }

    @Test func readsAContactIDThatIsANumber() async throws {
        let workspace = try Workspace([.found(#"{"id":77,"external_id":5}"#), Self.note])
        let outcome = await workspace.tools.perform(NoteContact(person: Person(email: "ada@example.com"), body: "x"))
        #expect(try outcome.get().contactID == "77")
    }

    @Test(arguments: ["", "{}", #"{"data":{}}"#, #"{"data":[{"role":"user"}]}"#, #"{"data":[{"id":""}]}"#, "null"])
    func takesASearchThatCannotBeReadForNothingDone(body: String) async throws {
        let workspace = try Workspace(Array(repeating: .ok(body), count: 4))
        let person = Person(email: "ada@example.com")
        let failure = await workspace.tools.perform(NoteContact(person: person, body: "x")).failure
        #expect(failure?.kind == .malformedResponse)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(workspace.sent.count == 4, "a read is tried again")
        #expect(
            workspace.audit.outcomes.last?.attempts.map(\.errorKind) == Array(repeating: .malformedResponse, count: 4)
        )
    }
}

struct IntercomGetContactTests {
    private static let full = """
        {"type":"contact","id":"c1","external_id":"u1","role":"user","email":"ada@example.com","name":"Ada","phone":"+49 1",
         "created_at":1700000000,"last_seen_at":null,"avatar":null,"unheard_of":[1],
         "custom_attributes":{"plan":"pro","seats":3,"paid":true,"left":null,"rate":0.5},
         "tags":{"type":"list","data":[{"id":"1"}],"total_count":2,"has_more":false}}
        """

    @Test func givesEverythingItKnows() async throws {
        let tags = #"{"type":"list","data":[{"id":"1","name":"vip"},{"id":2,"name":"beta"}]}"#
        let workspace = try Workspace([.ok(Self.full), .ok(tags)])
        let contact = try await workspace.tools.perform(GetContact(person: Person(contactID: "c1"))).get().contact
        #expect(
            contact
                == Contact(
                    id: "c1",
                    userID: "u1",
                    email: "ada@example.com",
                    name: "Ada",
                    phone: "+49 1",
                    attributes: ["plan": "pro", "seats": 3, "paid": true, "left": .null, "rate": 0.5],
                    tags: ["vip", "beta"],
                    createdAt: Timestamp(secondsSince1970: 1_700_000_000)
                )
        )
        #expect(workspace.sent == [.get("/contacts/c1"), .get("/contacts/c1/tags")])
    }

    @Test func asksForNoTagsWhereThereAreNone() async throws {
        let workspace = try Workspace([.ok(#"{"id":"c1","tags":{"data":[],"total_count":0}}"#)])
        let contact = try await workspace.tools.perform(GetContact(person: Person(userID: "u1"))).get().contact
        #expect(contact == Contact(id: "c1"))
        #expect(workspace.sent == [.get("/contacts/find_by_external_id/u1")])
    }

    @Test(arguments: [Person(contactID: "c1"), Person(userID: "u1"), Person(email: "ada@example.com")])
    func findsNobodyWithoutATrace(person: Person) async throws {
        let isSearch = person.email != nil
        let workspace = try Workspace([isSearch ? .found() : .error(404, "not_found", "User Not Found")])
        let failure = await workspace.tools.perform(GetContact(person: person)).failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == Failure.Effect.none)
    }

    @Test func cannotReadAContactWithoutAnID() async throws {
        let workspace = try Workspace(Array(repeating: .ok(#"{"email":"ada@example.com"}"#), count: 4))
        let failure = await workspace.tools.perform(GetContact(person: .ada)).failure
        #expect(failure?.kind == .malformedResponse)
        #expect(failure?.effect == Failure.Effect.none)
    }
}

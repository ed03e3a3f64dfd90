import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct SendGridContactTests {
    private static let ada = Person(email: "ada@example.com", userID: "u1")

    private static func found(_ name: String, externalID: String? = nil) -> ScriptedTransport.Step {
        let external = externalID.map { #","external_id":"\#($0)""# } ?? ""
        return .ok(#"{"result":{"\#(name)":{"contact":{"id":"c-1"\#(external)}}}}"#)
    }

    @Test func putsAContact() async throws {
        let workspace = try Workspace([.respond(202, body: #"{"job_id":"j-1"}"#)])
        let action = UpsertContact(
            person: Self.ada,
            name: "Ada King Lovelace",
            phone: "+441234567",
            attributes: ["e1_T": "pro", "e2_N": 3.5]
        )
        let outcome = await workspace.tools.perform(action)
        #expect(try JSONValue(encoding: outcome)["user_id"] == "u1")
        #expect(try JSONValue(encoding: outcome)["job_id"] == "j-1")
        #expect(try outcome.get().contactID == nil)
        #expect(try outcome.get().created == nil)
        #expect(workspace.audit.outcomes.map(\.reference) == ["j-1"])
        #expect(
            workspace.sent == [
                Sent(
                    "PUT",
                    "/v3/marketing/contacts",
                    [
                        "contacts": [
                            [
                                "email": "ada@example.com", "external_id": "u1", "first_name": "Ada",
                                "last_name": "King Lovelace", "phone_number_id": "+441234567",
                                "custom_fields": ["e1_T": "pro", "e2_N": 3.5],
                            ]
                        ]
                    ]
                )
            ]
        )
    }

    @Test(arguments: [("Ada", nil), (" Ada", nil), ("Ada ", nil), ("A  B", " B")] as [(String, String?)])
    func partsANameAtItsFirstSpace(name: String, last: String?) async throws {
        let workspace = try Workspace([.respond(202, body: #"{"job_id":"j-1"}"#)])
        _ = try await workspace.tools.perform(UpsertContact(person: Self.ada, name: name)).get()
        let contact = workspace.bodies.first?["contacts"]?.array?.first
        #expect(contact?["last_name"]?.string == last)
        #expect((contact?["first_name"]?.string ?? "") + (last.map { " " + $0 } ?? "") == name)
    }

    @Test(
        arguments: [
            ("person.contact_id", UpsertContact(person: Person(email: "a@example.com", contactID: "c"))),
            (
                "person.user_id",
                UpsertContact(person: Person(userID: String(repeating: "x", count: 255)))
            ),
            ("role", UpsertContact(person: ada, role: "lead")),
            ("attributes.a", UpsertContact(person: ada, attributes: ["a": ["b"]])),
            ("attributes.a", UpsertContact(person: ada, attributes: ["a": true])),
            ("name", UpsertContact(person: ada, name: "")),
            ("name", UpsertContact(person: ada, name: String(repeating: "x", count: 51))),
            ("name", UpsertContact(person: ada, name: "A " + String(repeating: "x", count: 51))),
        ]
    )
    func refusesWhatSendGridCannotKeep(field: String, action: UpsertContact) async throws {
        let failure = try #require(await Workspace([]).refusal(of: action))
        #expect(failure.kind == .invalidInput)
        #expect(failure.field == field)
    }

    @Test func deletesByAddress() async throws {
        let workspace = try Workspace([Self.found("ada@example.com"), .respond(202, body: #"{"job_id":{}}"#)])
        let receipt = try await workspace.tools
            .perform(
                DeleteContact(person: Person(email: "ADA@example.com"))
            )
            .get()
        #expect(receipt.userID == "c-1")
        #expect(receipt.status == .pending)
        #expect(
            workspace.sent == [
                Sent("POST", "/v3/marketing/contacts/search/emails", ["emails": ["ADA@example.com"]]),
                Sent("DELETE", "/v3/marketing/contacts?ids=c-1"),
            ]
        )
    }

    @Test func deletesByTheProvidersIDWithoutALookUp() async throws {
        let workspace = try Workspace([.respond(202)])
        #expect(await workspace.tools.perform(DeleteContact(person: Person(contactID: "C0ffee-9"))).isSuccess)
        #expect(workspace.sent == [Sent("DELETE", "/v3/marketing/contacts?ids=C0ffee-9")])
    }

    @Test(arguments: ["a,b", "a%2Cb", "a b", "\u{E9}"])
    func deletesOneAtATime(id: String) async throws {
        let failure = try await Workspace([]).refusal(of: DeleteContact(person: Person(contactID: id)))
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "person.contact_id")
    }

    @Test func looksForTheUserIDBeforeTheAddress() async throws {
        let workspace = try Workspace([.error(404, "not found"), Self.found("ada@example.com"), .respond(202)])
        #expect(await workspace.tools.perform(DeleteContact(person: Self.ada)).isSuccess)
        #expect(
            workspace.sent.first
                == Sent(
                    "POST",
                    "/v3/marketing/contacts/search/identifiers/external_id",
                    ["identifiers": ["u1"]]
                )
        )
    }

    @Test(arguments: [#"{"result":{"ada@example.com":{"error":"contact not found"}}}"#, #"{"result":{}}"#])
    func deletesNobodyWhoIsNotThere(body: String) async throws {
        let workspace = try Workspace([.ok(body)])
        let failure = await workspace.tools.perform(DeleteContact(person: Person(email: "ada@example.com"))).failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
        #expect(workspace.transport.sent.count == 1)
    }

    @Test func deletesNobodyElse() async throws {
        let workspace = try Workspace([.error(404, "not found"), Self.found("ada@example.com", externalID: "u2")])
        let failure = await workspace.tools.perform(DeleteContact(person: Self.ada)).failure
        #expect(failure?.kind == .conflict)
        #expect(workspace.transport.sent.count == 2)
    }

    @Test func hasNoContactsInTheEU() async throws {
        let workspace = try Workspace([], configuration: "providers: { sendgrid: { region: eu } }")
        let failures = [
            await workspace.refusal(of: UpsertContact(person: Self.ada)),
            await workspace.refusal(of: DeleteContact(person: Self.ada)),
        ]
        #expect(failures.allSatisfy { $0?.kind == .unsupportedAction && $0?.effect == Failure.Effect.none })
    }
}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomUpsertTests {
    private let action = UpsertContact(
        person: Person(email: "ada@example.com", userID: "u1"),
        name: "Ada",
        phone: "+49 1",
        attributes: ["plan": "pro", "left": .null],
        role: "user"
    )
    private let body: JSONValue = [
        "email": "ada@example.com", "external_id": "u1", "name": "Ada", "phone": "+49 1", "role": "user",
        "custom_attributes": ["plan": "pro", "left": .null],
    ]
    private static let conflict = "A contact matching those details already exists with id=65f0abc9"

    @Test func createsAContact() async throws {
        let workspace = try Workspace([.ok(#"{"type":"contact","id":"c1","name":null}"#)])
        let receipt = try await workspace.tools.perform(action).get()
        #expect(receipt.userID == "c1")
        #expect(receipt.contactID == "c1")
        #expect(receipt.created == true)
        #expect(workspace.sent == [.post("/contacts", body)])
    }

    @Test func updatesAContactThatIsNamedByItsID() async throws {
        let workspace = try Workspace([.ok(#"{"id":"c1"}"#)])
        let receipt = try await workspace.tools.perform(UpsertContact(person: .ada, name: "")).get()
        #expect(receipt.created == false)
        #expect(workspace.sent == [.put("/contacts/65f0ada", ["name": ""])])
    }

    @Test func updatesTheContactThatAConflictNames() async throws {
        let workspace = try Workspace([.error(409, "conflict", Self.conflict), .ok(#"{"id":"65f0abc9"}"#)])
        let receipt = try await workspace.tools.perform(action).get()
        #expect(receipt.contactID == "65f0abc9")
        #expect(receipt.created == false)
        #expect(workspace.sent == [.post("/contacts", body), .put("/contacts/65f0abc9", body)])
    }

    @Test func looksUpTheContactThatAConflictDoesNotName() async throws {
        let workspace = try Workspace([
            .error(409, "conflict", "An archived contact matches"), .ok(#"{"id":"c3"}"#), .ok(#"{"id":"c3"}"#),
        ])
        let receipt = try await workspace.tools.perform(action).get()
        #expect(receipt.contactID == "c3")
        #expect(receipt.created == false)
        #expect(
            workspace.sent == [
                .post("/contacts", body), .get("/contacts/find_by_external_id/u1"), .put("/contacts/c3", body),
            ]
        )
    }

    @Test func reportsTheConflictWhereNobodyIsFound() async throws {
        let workspace = try Workspace([
            .error(409, "conflict", "An archived contact matches"), .error(404, "not_found", "x"), .found(),
        ])
        let failure = await workspace.tools.perform(action).failure
        #expect(failure?.kind == .conflict)
        #expect(failure?.effect == .refused)
        #expect(failure?.providerMessage == "An archived contact matches")
    }

    @Test func doesNotClaimToKnowWhoCreatedAfterALostAnswer() async throws {
        let workspace = try Workspace([
            .loseAnswer, .error(409, "conflict", Self.conflict), .ok(#"{"id":"65f0abc9"}"#),
        ])
        let outcome = await workspace.tools.perform(action)
        #expect(try outcome.get().created == nil)
        #expect(try JSONValue(encoding: outcome)["created"] == nil)
        #expect(workspace.sent.count == 3)
        #expect(workspace.transport.sent[0].body == workspace.transport.sent[1].body)
    }

    @Test func staysUnknownWhereTheUpdateAfterALostAnswerIsRefused() async throws {
        let workspace = try Workspace([
            .loseAnswer, .error(409, "conflict", Self.conflict), .error(422, "parameter_invalid", "no"),
        ])
        let failure = await workspace.tools.perform(action).failure
        #expect(failure?.kind == .rejected)
        #expect(failure?.effect == .unknown)
    }

    @Test func refusesARoleThatIntercomDoesNotKnow() async throws {
        let workspace = try Workspace([])
        let failure = await workspace.tools.perform(UpsertContact(person: .ada, role: "boss")).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "role")
        #expect(workspace.sent.isEmpty)
    }

    @Test(arguments: [JSONValue.array([]), .object([:])])
    func refusesAttributesThatAreNotFlat(value: JSONValue) async throws {
        let workspace = try Workspace([])
        let failure = await workspace.tools.perform(UpsertContact(person: .ada, attributes: ["team": value])).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "attributes.team")
        #expect(workspace.sent.isEmpty)
    }

    @Test func takesACreationWithoutAnIDForAnUnknownFate() async throws {
        let workspace = try Workspace(Array(repeating: .ok(#"{"type":"contact"}"#), count: 4))
        let failure = await workspace.tools.perform(action).failure
        #expect(failure?.kind == .malformedResponse)
        #expect(failure?.effect == .unknown)
        #expect(workspace.sent.count == 4, "creating may be repeated")
    }
}

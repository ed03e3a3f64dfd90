import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomEventTests {
    private static let at = Timestamp(microsecondsSince1970: 1_700_000_000_900_000)
    private static let accepted = ScriptedTransport.Step.respond(202)

    private func event(
        _ person: Person = .ada,
        _ properties: [String: JSONValue] = [:],
        eventID: String? = "e-1"
    ) -> TrackEvent {
        TrackEvent(person: person, name: "signed up", properties: properties, at: Self.at, eventID: eventID)
    }

    private func properties(_ count: Int) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: (0..<count).map { ("key\($0)", .integer(Int64($0))) })
    }

    @Test(
        arguments: [
            (Person(email: "ada@example.com", userID: "u1", contactID: "c1"), "id", "c1"),
            (Person(email: "ada@example.com", userID: "u1"), "user_id", "u1"),
            (Person(email: "ada@example.com"), "email", "ada@example.com"),
        ]
    )
    func namesThePersonByOneID(person: Person, key: String, id: String) async throws {
        let workspace = try Workspace([Self.accepted])
        let receipt = try await workspace.tools.perform(event(person, ["plan": "pro"])).get()
        #expect(receipt.eventName == "signed up")
        #expect(receipt.user == id)
        let body: JSONValue = .object([
            "event_name": "signed up", "created_at": 1_700_000_000, "metadata": ["plan": "pro", "event_id": "e-1"],
            key: .string(id),
        ])
        #expect(workspace.sent == [.post("/events", body)])
    }

    @Test func sendsTheSameBytesAgainAfterALostAnswer() async throws {
        let workspace = try Workspace([.loseAnswer, .respond(503), Self.accepted])
        let action = TrackEvent(person: .ada, name: "signed up", time: workspace.time.source)
        #expect(await workspace.tools.perform(action).isSuccess)
        #expect(workspace.time.elapsed > .seconds(2))
        #expect(workspace.transport.sent.map(\.repeatability) == [.keyed, .keyed, .keyed])
        #expect(Set(workspace.transport.sent.map(\.body)).count == 1)
        #expect(workspace.sent[0].body?["created_at"] == 1_780_000_000)
    }

    @Test func givesUpAMadeIDForATenthProperty() async throws {
        let workspace = try Workspace([Self.accepted])
        _ = try await workspace.tools.perform(event(.ada, properties(10), eventID: nil)).get()
        #expect(workspace.sent[0].body?["metadata"] == .object(properties(10)))
    }

    @Test func keepsAMadeIDBesideNineProperties() async throws {
        let workspace = try Workspace([Self.accepted])
        _ = try await workspace.tools.perform(event(.ada, properties(9), eventID: nil)).get()
        #expect(workspace.sent[0].body?["metadata"]?.object?.count == 10)
        #expect(workspace.sent[0].body?["metadata"]?["event_id"]?.string?.count == 36)
    }

    @Test(arguments: [(10, "e-1"), (11, nil), (11, "e-1")])
    func refusesMorePropertiesThanIntercomKeeps(count: Int, eventID: String?) async throws {
        let workspace = try Workspace([])
        let failure = await workspace.tools.perform(event(.ada, properties(count), eventID: eventID)).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "properties")
        #expect(workspace.sent.isEmpty)
    }

    @Test(
        arguments: [
            JSONValue.null, .array([1]), .object([:]), ["a": 1], ["url": "https://example.com"],
            ["url": ["deep": 1], "value": "x"], ["amount": 1, "currency": .null], ["amount": [1], "currency": "eur"],
            ["amount": 1, "currency": "eur", "more": 1],
        ]
    )
    func refusesValuesThatIntercomCannotHold(value: JSONValue) async throws {
        let workspace = try Workspace([])
        let failure = await workspace.tools.perform(event(.ada, ["cart": value])).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "properties.cart")
        #expect(workspace.sent.isEmpty)
    }

    @Test func takesLinksAndAmounts() async throws {
        let workspace = try Workspace([Self.accepted])
        let properties: [String: JSONValue] = [
            "order": ["url": "https://example.com/1", "value": "1"], "price": ["amount": 349, "currency": "eur"],
        ]
        _ = try await workspace.tools.perform(event(.ada, properties)).get()
        #expect(workspace.sent[0].body?["metadata"]?["price"] == ["amount": 349, "currency": "eur"])
    }

    @Test func refusesTwoEventIDs() async throws {
        let workspace = try Workspace([])
        let failure = await workspace.tools.perform(event(.ada, ["event_id": "other"])).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "properties.event_id")
        #expect(workspace.sent.isEmpty)
    }

    @Test func leavesAnEventIDAmongThePropertiesAlone() async throws {
        let workspace = try Workspace([Self.accepted])
        _ = try await workspace.tools.perform(event(.ada, ["event_id": "mine"], eventID: nil)).get()
        #expect(workspace.sent[0].body?["metadata"] == ["event_id": "mine"])
    }

    @Test func reportsAnUnknownPerson() async throws {
        let workspace = try Workspace([.error(404, "not_found", "User Not Found")])
        let failure = await workspace.tools.perform(event()).failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
    }
}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// What is refused before it is sent, by its field; and what lies just inside the limits.
struct MixpanelEventRuleTests {
    private func failure(_ event: TrackEvent) async throws -> Failure? {
        let project = try Project([.imported])
        let failure = await project.tools.perform(event).failure
        #expect(project.sent.isEmpty == (failure != nil))
        return failure
    }

    private func refusesOnly(_ event: TrackEvent, _ field: String?) async throws {
        let failure = try await failure(event)
        #expect(failure?.field == field)
        #expect(failure?.kind == (field == nil ? nil : .invalidInput))
    }

    private static func list(_ count: Int) -> JSONValue { .array(Array(repeating: 1, count: count)) }

    private static func members(_ count: Int) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: (0..<count).map { ("key\($0)", .integer(Int64($0))) })
    }

    @Test(
        arguments: [
            (["list": list(254)], nil), (["list": list(255)], "properties.list"),
            (["map": .object(members(254))], nil), (["map": .object(members(255))], "properties.map"),
            (["a": ["b": ["c": 1]]], nil), (["a": ["b": ["c": ["d": 1]]]], nil),
            (["a": ["b": ["c": ["d": ["e": 1]]]]], "properties.a.b.c.d"),
            (["a": ["b": [[["c": 1]]]]], "properties.a.b[0][0]"),
            (["a": ["b": list(255)]], "properties.a.b"), (members(251), nil), (members(252), "properties"),
            (["time": 1], "properties.time"), (["distinct_id": "x"], "properties.distinct_id"),
            (["$insert_id": "x"], "properties.$insert_id"), (["token": "x"], "properties.token"),
            (["ip": "1.2.3.4"], nil),
            (["text": .string(String(repeating: "x", count: 255))], nil),
            (["text": .string(String(repeating: "x", count: 256))], "properties.text"),
            (["text": .string(String(repeating: "ü", count: 128))], "properties.text"),
            (["a": ["b": [.string(String(repeating: "x", count: 256))]]], "properties.a.b[0]"),
            (.lists(15), nil), (.lists(16), "properties"),
        ] as [([String: JSONValue], String?)]
    )
    func looksAtProperties(properties: [String: JSONValue], field: String?) async throws {
        try await refusesOnly(.sample(1, properties), field)
    }

    @Test(
        arguments: [
            "anon", "Anonymous", "nil", "none", "NULL", "n/a", "na", "undefined", "unknown", "<nil>", "0", "-1", "true",
            "false", "[]", "{}", "00000000-0000-0000-0000-000000000000",
        ]
    )
    func refusesPlaceholders(id: String) async throws {
        var event = TrackEvent.sample(1)
        event.person = Person(userID: id)
        try await refusesOnly(event, "person.user_id")
        event.person = Person(contactID: id)
        try await refusesOnly(event, "person.contact_id")
        event.person = .ada
        event.eventID = id
        let failure = try await failure(event)
        #expect(failure?.field == "event_id")
    }

    @Test(arguments: ["01", "null-1", "00000000-0000-0000-0000-000000000001"])
    func takesIDsThatOnlyLookLikeThem(id: String) async throws {
        var event = TrackEvent.sample(1)
        event.person = Person(userID: id)
        event.eventID = id
        try await refusesOnly(event, nil)
    }

    @Test(
        arguments: [
            (31_536_000, nil), (31_535_999, "at"), (1_780_003_600, nil), (1_780_003_601, "at"), (-1, "at"),
            (1_600_000_000, nil),
        ] as [(Int64, String?)]
    )
    func looksAtTheTime(seconds: Int64, field: String?) async throws {
        var event = TrackEvent.sample(1)
        event.at = Timestamp(secondsSince1970: seconds)
        try await refusesOnly(event, field)
    }

    @Test(arguments: ["$merge", "$identify", "$create_alias"])
    func refusesCommands(name: String) async throws {
        var event = TrackEvent.sample(1)
        event.name = name
        try await refusesOnly(event, "name")
    }

    @Test(
        arguments: [
            (Person(email: "ada@example.com"), "user_id", nil, "person.user_id"),
            (Person(email: "ada@example.com", userID: "u1"), "user_id", "u1", nil),
            (Person(email: "ada@example.com", userID: "u1", contactID: "c1"), "user_id", "c1", nil),
            (Person(email: "ada@example.com", userID: "u1"), "email", "ada@example.com", nil),
            (Person(userID: "u1"), "email", nil, "person.email"),
        ] as [(Person, String, String?, String?)]
    )
    func namesThePersonByOneID(person: Person, setting: String, id: String?, field: String?) async throws {
        var environment = Project.environment
        environment["MIXPANEL_DISTINCT_ID"] = setting
        let project = try Project([.imported], environment: environment)
        let outcome = await project.tools.perform(TrackEvent(person: person, name: "x", time: project.time.source))
        #expect(outcome.failure?.field == field)
        #expect(project.sent.first?.json?.array?[0]["properties"]?["distinct_id"]?.string == id)
        #expect((try? outcome.get().user) == id)
    }
}

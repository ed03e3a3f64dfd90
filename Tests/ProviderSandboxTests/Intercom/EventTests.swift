import SwitchboardCore
import Testing

@Suite struct EventTests {
    private static func event(with changes: [String: JSONValue] = [:]) -> JSONValue {
        let whole: [String: JSONValue] = [
            "event_name": "order", "created_at": 1_700_000_000, "email": "ada@example.com",
        ]
        return .object(whole.merging(changes) { _, new in new })
    }

    @Test(
        arguments: [
            ["email": "ADA@example.com"], ["email": .null, "user_id": "u1"],
            [
                "metadata": [
                    "price": ["amount": 100, "currency": "eur"], "page": ["url": "u", "value": "v"], "n": 1.5,
                ]
            ],
        ] as [[String: JSONValue]]
    )
    func keepsAnEventAndAnswersNothing(changes: [String: JSONValue]) async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser(externalID: "u1")
            let answer = try await client.intercom("POST", "/events", Self.event(with: changes))
            #expect(answer.status == 202)
            #expect(answer.text.isEmpty)
            let held = try #require(try await client.held("events").first)
            #expect(held["contact_id"]?.string == contact)
            #expect(held["metadata"] == changes["metadata"] ?? [:])
        }
    }

    @Test func dropsASecondEventOfTheSameSecond() async throws {
        try await withSandbox { client in
            _ = try await client.makeUser()
            for seconds in [1_700_000_000, 1_700_000_000, 1_700_000_001] as [JSONValue] {
                let answer = try await client.intercom("POST", "/events", Self.event(with: ["created_at": seconds]))
                #expect(answer.status == 202)
            }
            #expect(try await client.held("events").count == 2)
        }
    }

    @Test func knowsALeadByItsIDOnly() async throws {
        try await withSandbox { client in
            let lead: JSONValue = ["email": "ada@example.com", "role": "lead"]
            let id = try #require(try await client.intercom("POST", "/contacts", lead).json?["id"])
            #expect(try await client.intercom("POST", "/events", Self.event()).status == 404)
            let byID = Self.event(with: ["email": .null, "id": id])
            #expect(try await client.intercom("POST", "/events", byID).status == 202)
        }
    }

    @Test(
        arguments: [
            (["event_name": .null], 400, "parameter_not_found"),
            (["event_name": ""], 400, "parameter_not_found"),
            (["created_at": .null], 400, "parameter_not_found"),
            (["created_at": 1_700_000_000_000], 400, "parameter_invalid"),
            (["created_at": "now"], 400, "type_mismatch"),
            (["email": .null], 400, "parameter_not_found"),
            (["email": "bob@example.com"], 404, "not_found"),
            (["user_id": "u9"], 404, "not_found"),
            (["metadata": ["list": [1]]], 400, "type_mismatch"),
            (["metadata": ["deep": ["a": 1]]], 400, "type_mismatch"),
            (
                ["metadata": .object(Dictionary(uniqueKeysWithValues: (0...10).map { ("k\($0)", 1) }))], 400,
                "parameter_invalid"
            ),
            (["properties": [:]], 400, "parameter_invalid"),
        ] as [([String: JSONValue], Int, String)]
    )
    func refusesWrongEvents(changes: [String: JSONValue], status: Int, code: String) async throws {
        try await withSandbox { client in
            _ = try await client.makeUser()
            let answer = try await client.intercom("POST", "/events", Self.event(with: changes))
            #expect(answer.status == status)
            #expect(answer.errorCode == code)
            #expect(try await client.held("events").isEmpty)
        }
    }
}

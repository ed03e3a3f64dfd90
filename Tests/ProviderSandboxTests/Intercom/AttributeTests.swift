import SwitchboardCore
import Testing

@Suite struct AttributeTests {
    @Test func createsAndLists() async throws {
        try await withSandbox { client in
            let body: JSONValue = [
                "name": "plan_tier", "model": "contact", "data_type": "string", "description": "What they pay for",
            ]
            let made = try await client.intercom("POST", "/data_attributes", body)
            #expect(made.status == 200)
            #expect(made.json?["full_name"] == "custom_attributes.plan_tier")
            #expect(made.json?["custom"] == true)
            let listed = try await client.intercom("GET", "/data_attributes?model=contact").json?["data"]?.array
            #expect(listed?.last == made.json)
            #expect(listed?.contains { $0["name"] == "email" && $0["custom"] == false } == true)
            let others = try await client.intercom("GET", "/data_attributes?model=company").json?["data"]?.array
            #expect(others?.contains { $0["model"] != "company" } == false)
            #expect(try await client.held("data_attributes").count == 1)
        }
    }

    @Test func refusesTheSameNameTwiceInAModel() async throws {
        try await withSandbox { client in
            for (model, status) in [("contact", 200), ("company", 200), ("contact", 400)] {
                let body: JSONValue = ["name": "ring", "model": .string(model), "data_type": "integer"]
                let answer = try await client.intercom("POST", "/data_attributes", body)
                #expect(answer.status == status)
            }
        }
    }

    @Test(
        arguments: [
            ["name": .null], ["model": "user"], ["data_type": "number"], ["data_type": .null], ["name": "a?"],
            ["data_type": "options", "options": [["value": "one"]]], ["colour": "red"],
        ] as [[String: JSONValue]]
    )
    func refusesWrongAttributes(changes: [String: JSONValue]) async throws {
        try await withSandbox { client in
            let body: [String: JSONValue] = ["name": "a", "model": "contact", "data_type": "string"]
            let answer = try await client.intercom("POST", "/data_attributes", .object(body.merging(changes) { $1 }))
            #expect(answer.status == 400)
            #expect(try await client.held("data_attributes").isEmpty)
        }
    }

    @Test(arguments: ["?model=user", "?shoe=7"])
    func refusesWrongLists(query: String) async throws {
        try await withSandbox { client in
            let answer = try await client.intercom("GET", "/data_attributes\(query)")
            #expect(answer.status == 400)
        }
    }
}

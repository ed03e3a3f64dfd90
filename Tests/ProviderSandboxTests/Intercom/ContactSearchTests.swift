import SwitchboardCore
import Testing

@Suite struct ContactSearchTests {
    private static let ada: JSONValue = ["field": "email", "operator": "=", "value": "ada@example.com"]
    private static let users: JSONValue = ["field": "role", "operator": "=", "value": "user"]

    @Test(
        arguments: [
            (ada, ["ada"]),
            (["field": "email", "operator": "!=", "value": "ada@example.com"], ["bob", "cleo"]),
            (["field": "name", "operator": "=", "value": "ADA"], ["ada"]),
            (["field": "phone", "operator": "=", "value": .null], ["ada", "cleo"]),
            (["operator": "AND", "value": [ada, users]], ["ada"]),
            (
                ["operator": "OR", "value": [ada, ["field": "external_id", "operator": "=", "value": "b"]]],
                ["ada", "bob"]
            ),
            (["operator": "AND", "value": [users, ["operator": "OR", "value": [ada]]]], ["ada"]),
            (["operator": "AND", "value": [users, ["field": "id", "operator": "=", "value": "none"]]], []),
        ] as [(JSONValue, [String])]
    )
    func finds(query: JSONValue, names: [String]) async throws {
        try await withSandbox { client in
            for body in [
                ["name": "ada", "email": "ada@example.com"],
                ["name": "bob", "external_id": "b", "phone": "+49"],
                ["name": "cleo", "role": "lead"],
            ] as [JSONValue] {
                #expect(try await client.intercom("POST", "/contacts", body).status == 200)
            }
            let answer = try await client.intercom("POST", "/contacts/search", ["query": query])
            #expect(answer.json?["type"] == "list")
            #expect(answer.json?["total_count"] == .integer(Int64(names.count)))
            #expect(answer.json?["data"]?.array?.compactMap { $0["name"]?.string } == names)
        }
    }

    @Test func handsOutPagesByTheCursor() async throws {
        try await withSandbox { client in
            for number in 1...5 { _ = try await client.makeUser(email: "\(number)@example.com") }
            var emails: [[String]] = []
            var cursor: JSONValue?
            repeat {
                var pagination: [String: JSONValue] = ["per_page": 2]
                pagination["starting_after"] = cursor
                let body: JSONValue = ["query": Self.users, "pagination": .object(pagination)]
                let page = try #require(try await client.intercom("POST", "/contacts/search", body).json)
                emails.append(page["data"]?.array?.compactMap { $0["email"]?.string } ?? [])
                #expect(page["pages"]?["total_pages"] == 3)
                cursor = page["pages"]?["next"]?["starting_after"]
            } while cursor != nil
            #expect(
                emails == [["1@example.com", "2@example.com"], ["3@example.com", "4@example.com"], ["5@example.com"]]
            )
        }
    }

    @Test(
        arguments: [
            [:],
            ["query": ["field": "email", "operator": "AND", "value": "x"]],
            ["query": ["field": "email", "operator": "=", "value": ["x"]]],
            ["query": ["field": "email", "operator": "="]],
            ["query": ["field": "shoe_size", "operator": "=", "value": "x"]],
            ["query": ["operator": "AND", "value": []]],
            ["query": ["operator": "=", "value": [ada]]],
            ["query": ["operator": "OR", "value": .array(Array(repeating: ada, count: 16))]],
            [
                "query": [
                    "operator": "OR", "value": [["operator": "OR", "value": [["operator": "OR", "value": [ada]]]]],
                ]
            ],
            ["query": ada, "pagination": ["per_page": 151]],
            ["query": ada, "pagination": ["starting_after": "here"]],
            ["query": ada, "sort": "up"],
        ] as [JSONValue]
    )
    func refusesWrongQueries(body: JSONValue) async throws {
        try await withSandbox { client in
            let answer = try await client.intercom("POST", "/contacts/search", body)
            #expect(answer.status == 400)
            #expect(answer.json?["type"] == "error.list")
        }
    }
}

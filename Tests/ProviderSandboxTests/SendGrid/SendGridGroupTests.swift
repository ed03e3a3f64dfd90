import SwitchboardCore
import Testing

@Suite struct SendGridGroupTests {
    private func makeGroup(_ client: SandboxClient) async throws -> Int64 {
        let body: JSONValue = ["name": "News", "description": "Every month"]
        let answer = try await client.sendgrid("POST", "/asm/groups", body)
        #expect(answer.status == 201)
        return try #require(answer.json?["id"]?.integer)
    }

    @Test func keepsGroups() async throws {
        try await withSandbox { client in
            let id = try await makeGroup(client)
            let shape: JSONValue = [
                "id": .integer(id), "name": "News", "description": "Every month", "is_default": false,
                "unsubscribes": 0,
            ]
            #expect(try await client.sendgrid("GET", "/asm/groups/\(id)").json == shape)
            #expect(try await client.sendgrid("GET", "/asm/groups").json == [shape])
            #expect(try await client.sendgrid("GET", "/asm/groups?id=1").json == [])
            let changed = try await client.sendgrid("PATCH", "/asm/groups/\(id)", ["name": "Old news"])
            #expect(changed.status == 201)
            #expect(changed.json?["name"] == "Old news")
            #expect(changed.json?["description"] == "Every month")
            #expect(try await client.sendgrid("DELETE", "/asm/groups/\(id)").status == 204)
            #expect(try await client.sendgrid("GET", "/asm/groups/\(id)").status == 404)
        }
    }

    @Test func dropsTheMailsOfAGroupAlone() async throws {
        try await withSandbox { client in
            let id = try await makeGroup(client)
            let path = "/asm/groups/\(id)/suppressions"
            let body: JSONValue = ["recipient_emails": ["ada@example.com", "Ada@example.com"]]
            #expect(try await client.sendgrid("POST", path, body).status == 201)
            #expect(try await client.sendgrid("GET", path).json == ["ada@example.com"])
            let others: JSONValue = ["recipient_emails": ["x@y.io", "ada@example.com"]]
            #expect(try await client.sendgrid("POST", "\(path)/search", others).json == ["ada@example.com"])
            let groups = try await client.sendgrid("GET", "/asm/suppressions/ada@example.com").json?["suppressions"]
            #expect(groups?.array?.first?["suppressed"] == true)
            _ = try await client.sendMail(to: "ada@example.com")
            _ = try await client.sendMail(to: "ada@example.com", ["asm": ["group_id": .integer(id)]])
            #expect(try await client.events(ofMail: 0) == ["delivered"])
            #expect(try await client.events(ofMail: 1) == ["dropped"])
            #expect(try await client.sendgrid("DELETE", "\(path)/ada@example.com").status == 204)
            #expect(try await client.sendgrid("GET", path).json == [])
        }
    }

    @Test(
        arguments: [
            ("POST", "/asm/groups", ["name": "News"], 400, "description"),
            (
                "POST", "/asm/groups", ["description": "x", "name": .string(String(repeating: "x", count: 31))], 400,
                "name"
            ),
            ("POST", "/asm/groups", ["name": "x", "description": "x", "is_default": 1], 400, "is_default"),
            ("PATCH", "/asm/groups/1", ["name": "x"], 404, nil), ("GET", "/asm/groups/1/suppressions", nil, 404, nil),
            ("GET", "/asm/groups?id=x", nil, 400, "id"),
        ] as [(String, String, JSONValue?, Int, String?)]
    )
    func refusesWrongGroups(method: String, path: String, body: JSONValue?, status: Int, field: String?) async throws {
        try await withSandbox { client in
            let answer = try await client.sendgrid(method, path, body)
            #expect(answer.status == status)
            #expect(answer.errorFields == [field])
            #expect(try await client.held("groups", by: "sendgrid").isEmpty)
        }
    }
}

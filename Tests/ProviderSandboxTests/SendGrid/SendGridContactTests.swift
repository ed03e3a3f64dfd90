import SwitchboardCore
import Testing

@Suite struct SendGridContactTests {
    private func upsert(_ client: SandboxClient, _ contacts: JSONValue) async throws -> JSONValue? {
        let answer = try await client.sendgrid("PUT", "/marketing/contacts", ["contacts": contacts])
        #expect(answer.status == 202, "\(answer.text)")
        let job = try #require(answer.json?["job_id"]?.string)
        return try await client.sendgrid("GET", "/marketing/contacts/imports/\(job)").json
    }

    private func find(_ client: SandboxClient, _ emails: JSONValue) async throws -> Answer {
        try await client.sendgrid("POST", "/marketing/contacts/search/emails", ["emails": emails])
    }

    @Test func createsThenUpdates() async throws {
        try await withSandbox { client in
            let first: JSONValue = [
                "email": "Ada@Example.com", "external_id": "u-1", "custom_fields": ["e1_T": "pro", "e2_N": 1],
            ]
            let created = try await upsert(client, [first, ["email": "bob@example.com"]])
            #expect(created?["status"] == "completed")
            #expect(created?["results"]?["created_count"] == 2)
            let second: JSONValue = ["email": "ada@example.com", "first_name": "Ada", "custom_fields": ["e2_N": 2]]
            let updated = try await upsert(client, [second])
            #expect(updated?["results"]?["created_count"] == 0)
            #expect(updated?["results"]?["updated_count"] == 1)
            let found = try await find(client, ["ADA@example.com"]).json?["result"]?["ADA@example.com"]?["contact"]
            #expect(found?["email"] == "ada@example.com")
            #expect(found?["external_id"] == "u-1")
            #expect(found?["first_name"] == "Ada")
            #expect(found?["last_name"] == "")
            #expect(found?["custom_fields"] == ["e1_T": "pro", "e2_N": 2])
            #expect(try await client.held("contacts", by: "sendgrid").count == 2)
        }
    }

    @Test func findsByIdentifiers() async throws {
        try await withSandbox { client in
            _ = try await upsert(client, [["external_id": "u-1"], ["email": "ada@example.com"]])
            let path = "/marketing/contacts/search/identifiers"
            let one = try await client.sendgrid("POST", "\(path)/external_id", ["identifiers": ["u-1", "u-2"]])
            #expect(one.json?["result"]?["u-1"]?["contact"]?["external_id"] == "u-1")
            #expect(one.json?["result"]?["u-2"]?["error"]?.string != nil)
            #expect(try await client.sendgrid("POST", "\(path)/email", ["identifiers": ["x@y.io"]]).status == 404)
            #expect(try await client.sendgrid("POST", "\(path)/shoe_size", ["identifiers": ["44"]]).status == 404)
        }
    }

    @Test func deletesByIDs() async throws {
        try await withSandbox { client in
            _ = try await upsert(client, [["email": "a@b.io"], ["email": "c@d.io"], ["email": "e@f.io"]])
            let found = try await find(client, ["a@b.io", "c@d.io", "nobody@d.io"])
            #expect(found.json?["result"]?["nobody@d.io"]?["contact"] == nil)
            let ids = ["a@b.io", "c@d.io"].compactMap { found.json?["result"]?[$0]?["contact"]?["id"]?.string }
            let path = "/marketing/contacts?ids=\(ids.joined(separator: ","))"
            let deleted = try await client.sendgrid("DELETE", path)
            #expect(deleted.status == 202)
            let job = try #require(deleted.json?["job_id"]?.string)
            let results = try await client.sendgrid("GET", "/marketing/contacts/imports/\(job)").json?["results"]
            #expect(results?["deleted_count"] == 2)
            #expect(try await find(client, ["a@b.io"]).status == 404)
            let all = try await client.sendgrid("DELETE", "/marketing/contacts?delete_all_contacts=true")
            #expect(all.status == 202)
            #expect(try await client.held("contacts", by: "sendgrid").isEmpty)
        }
    }

    @Test(
        arguments: [
            (["contacts": []], "contacts"), ([:], "contacts"),
            (["contacts": [["email": "a@b.io"], ["first_name": "Ada"]]], "contacts.1"),
            (["contacts": [["email": "nobody"]]], "contacts.0.email"),
            (["contacts": [["email": "a@b.io", "nickname": "x"]]], "contacts.0.nickname"),
            (
                ["contacts": [["email": "a@b.io", "first_name": .string(String(repeating: "x", count: 51))]]],
                "contacts.0.first_name"
            ),
            (["contacts": [["email": "a@b.io"]], "list_ids": "x"], "list_ids"),
        ] as [(JSONValue, String)]
    )
    func refusesWrongContacts(body: JSONValue, field: String) async throws {
        try await withSandbox { client in
            let answer = try await client.sendgrid("PUT", "/marketing/contacts", body)
            #expect(answer.status == 400)
            #expect(answer.errorFields == [field])
            #expect(try await client.held("contacts", by: "sendgrid").isEmpty)
        }
    }

    @Test func refusesToDeleteWhatIsNotNamed() async throws {
        try await withSandbox { client in
            let deleted = try await client.sendgrid("DELETE", "/marketing/contacts")
            #expect(deleted.status == 400)
            #expect(try await client.sendgrid("GET", "/marketing/contacts/imports/unknown").status == 404)
        }
    }
}

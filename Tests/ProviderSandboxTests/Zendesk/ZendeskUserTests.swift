import SwitchboardCore
import Testing

@Suite struct ZendeskUserTests {
    private func upsert(_ client: SandboxClient, _ user: JSONValue) async throws -> Answer {
        try await client.zendesk("POST", "/users/create_or_update", ["user": user])
    }

    @Test func createsThenUpdates() async throws {
        try await withSandbox { client in
            let made = try await upsert(client, ["name": "Ada", "email": "ada@example.com", "external_id": "u1"])
            #expect(made.status == 201)
            let id = try #require(made.json?["user"]?["id"])
            let byEmail = try await upsert(client, ["email": "ADA@example.com", "user_fields": ["plan": "pro"]])
            #expect(byEmail.status == 200)
            let byID = try await upsert(client, ["external_id": "U1", "email": "lady@example.com", "phone": "+49"])
            let user = try #require(byID.json?["user"])
            #expect(user["id"] == id)
            #expect(user["email"] == "ada@example.com")
            #expect(user["user_fields"] == ["plan": "pro"])
            #expect(user["phone"] == "+49")
            // The second address finds the same user.
            #expect(try await upsert(client, ["email": "lady@example.com"]).json?["user"]?["id"] == id)
            #expect(try await client.held("users", by: "zendesk").count == 3)
        }
    }

    @Test(
        arguments: [
            (["email": "new@example.com"], "name"), (["name": "Ada"], "email"),
            (["name": "", "email": "a@b.io"], "name"),
            (["name": "Ada", "email": "ada"], "email"), (["name": "Ada", "email": "a@b.io", "role": "king"], "role"),
            (["name": "Ada", "email": "a@b.io", "photo": [:]], "photo"),
        ] as [([String: JSONValue], String)]
    )
    func refusesWrongUsers(user: [String: JSONValue], field: String) async throws {
        try await withSandbox { client in
            let answer = try await upsert(client, .object(user))
            #expect(answer.status == 422)
            #expect(Array(answer.fieldProblems.keys) == [field])
            #expect(try await client.held("users", by: "zendesk").count == 2)
        }
    }

    @Test func refusesAnAddressThatSomeoneElseHas() async throws {
        try await withSandbox { client in
            _ = try await client.makePerson(["name": "Ada", "email": "ada@example.com"])
            let bob = try await client.makePerson(["name": "Bob", "external_id": "b"])
            let answer = try await client.zendesk("PUT", "/users/\(bob)", ["user": ["email": "Ada@example.com"]])
            #expect(answer.status == 422)
            #expect(
                answer.fieldProblems == ["email": "Email: Ada@example.com is already being used by another user"]
            )
        }
    }

    @Test func findsUsers() async throws {
        try await withSandbox { client in
            let ada = try await client.makePerson(["name": "Ada L", "email": "ada@example.com", "external_id": "u1"])
            let bob = try await client.makePerson(["name": "Bob", "email": "ada@example.org", "notes": "knows Ada"])
            for (query, ids) in [
                ("query=email:ada@example.com", [ada]), ("query=ada", [ada, bob]), ("external_id=U1", [ada]),
                ("query=%22Ada%20L%22", [ada]), ("query=tags:none%20bob", [bob]),
                ("query=ada&per_page=1&page=2", [bob]),
            ] {
                #expect(try await client.zendesk("GET", "/users/search?\(query)").ids("users") == ids, "\(query)")
            }
            #expect(try await client.zendesk("GET", "/users/show_many?ids=\(bob),7,\(ada)").ids("users") == [bob, ada])
            #expect(try await client.zendesk("GET", "/users/show_many?external_ids=u1,u2").ids("users") == [ada])
        }
    }

    @Test func deletesAUser() async throws {
        try await withSandbox { client in
            let id = try await client.makePerson(["name": "Ada", "email": "ada@example.com"])
            let answer = try await client.zendesk("DELETE", "/users/\(id)")
            #expect(answer.status == 200)
            #expect(answer.json?["user"]?["active"] == false)
            #expect(try await client.zendesk("GET", "/users/\(id)").json?["user"]?["active"] == false)
            #expect(try await client.zendesk("GET", "/users/search?query=ada").ids("users").isEmpty)
            #expect(try await client.zendesk("DELETE", "/users/\(id)").status == 404)
            #expect(try await client.makePerson(["name": "Ada", "email": "ada@example.com"]) != id)
        }
    }

    @Test func keepsTags() async throws {
        try await withSandbox { client in
            let id = try await client.makePerson(["name": "Ada", "email": "ada@example.com"])
            let path = "/users/\(id)/tags"
            let set = try await client.zendesk("POST", path, ["tags": ["VIP", "b"]])
            #expect(set.status == 201)
            #expect(set.json == ["tags": ["vip", "b"]])
            #expect(try await client.zendesk("PUT", path, ["tags": ["b", "c"]]).json == ["tags": ["vip", "b", "c"]])
            let removed = try await client.zendesk("DELETE", path, ["tags": ["b", "none"]])
            #expect(removed.status == 204)
            #expect(removed.body.isEmpty)
            #expect(try await client.zendesk("GET", path).json == ["tags": ["vip", "c"]])
            #expect(try await client.zendesk("PUT", path, ["tags": ["a b"]]).status == 400)
            #expect(try await client.zendesk("PUT", path, [:]).status == 400)
        }
    }
}

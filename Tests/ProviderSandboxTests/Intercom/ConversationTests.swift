import SwitchboardCore
import Testing

@Suite struct ConversationTests {
    private static let admin: JSONValue = "991267583"

    private func begin(_ client: SandboxClient, by contact: String) async throws -> String {
        let body: JSONValue = ["from": ["type": "user", "id": .string(contact)], "body": "Hello"]
        let answer = try await client.intercom("POST", "/conversations", body)
        return try #require(answer.json?["conversation_id"]?.string, "\(answer.text)")
    }

    private func part(
        _ client: SandboxClient,
        _ id: String,
        _ kind: String,
        _ others: [String: JSONValue] = [:]
    ) async throws -> Answer {
        let members: [String: JSONValue] = ["message_type": .string(kind), "type": "admin", "admin_id": Self.admin]
        return try await client.intercom("POST", "/conversations/\(id)/parts", .object(members.merging(others) { $1 }))
    }

    @Test func beginsWithAMessage() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let contact = try await client.makeUser(externalID: "u1")
            let body: JSONValue = ["from": ["type": "contact", "id": .string(contact)], "body": "Hello"]
            let message = try #require(try await client.intercom("POST", "/conversations", body).json)
            #expect(message["type"] == "user_message")
            #expect(message["message_type"] == "inapp")
            let id = try #require(message["conversation_id"]?.string)
            let conversation = try #require(try await client.intercom("GET", "/conversations/\(id)").json)
            #expect(conversation["state"] == "open")
            #expect(conversation["source"]?["id"] == message["id"])
            #expect(conversation["source"]?["body"] == "<p>Hello</p>")
            let contacts: JSONValue = [["type": "contact", "id": .string(contact), "external_id": "u1"]]
            #expect(conversation["contacts"]?["contacts"] == contacts)
            #expect(conversation["conversation_parts"]?["total_count"] == 0)
            #expect(try await client.held("conversations") == [conversation])
        }
    }

    @Test func beginsWithoutWaitingForAnAnswer() async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser()
            let message: JSONValue = [
                "message_type": "in_app", "body": "Hi", "from": ["type": "admin", "id": 991_267_583],
                "to": ["type": "user", "id": .string(contact)], "create_conversation_without_contact_reply": true,
            ]
            let answer = try await client.intercom("POST", "/messages", message).json
            let id = try #require(answer?["conversation_id"]?.string)
            let conversation = try await client.intercom("GET", "/conversations/\(id)").json
            #expect(conversation?["source"]?["delivered_as"] == "admin_initiated")
        }
    }

    @Test func keepsReplies() async throws {
        try await withSandbox { client in
            let id = try await begin(client, by: client.makeUser())
            let path = "/conversations/\(id)/reply"
            for (kind, body) in [("comment", "On it"), ("note", "A bug")] {
                let reply: JSONValue = [
                    "message_type": .string(kind), "type": "admin", "admin_id": Self.admin, "body": .string(body),
                ]
                #expect(try await client.intercom("POST", path, reply).status == 200)
            }
            _ = try await part(client, id, "close")
            let reply: JSONValue = [
                "message_type": "comment", "type": "user", "email": "ada@example.com", "body": "Thanks",
            ]
            let conversation = try #require(try await client.intercom("POST", path, reply).json)
            let parts = conversation["conversation_parts"]?["conversation_parts"]?.array
            #expect(parts?.map { $0["part_type"] } == ["comment", "note", "close", "comment"])
            #expect(parts?.map { $0["author"]?["type"] } == ["admin", "admin", "admin", "user"])
            #expect(parts?.first?["body"] == "<p>On it</p>")
            #expect(conversation["state"] == "open")
        }
    }

    @Test func closesOpensSnoozesAndAssigns() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let id = try await begin(client, by: client.makeUser())
            let closed = try await part(client, id, "close", ["body": "Done"]).json
            #expect(closed?["state"] == "closed")
            #expect(closed?["open"] == false)
            #expect(try await part(client, id, "open").json?["state"] == "open")
            let snoozed = try await part(client, id, "snoozed", ["snoozed_until": 1_700_000_060]).json
            #expect(snoozed?["state"] == "snoozed")
            #expect(snoozed?["snoozed_until"] == 1_700_000_060)
            let mine = try await part(client, id, "assignment", ["assignee_id": "814860"]).json
            #expect(mine?["admin_assignee_id"] == 814_860)
            let ours = try await part(client, id, "assignment", ["type": "team", "assignee_id": "5"]).json
            #expect(ours?["team_assignee_id"] == 5)
            let nobodys = try await part(client, id, "assignment", ["assignee_id": "0"]).json
            #expect(nobodys?["admin_assignee_id"] == .null)
            let parts = nobodys?["conversation_parts"]?["conversation_parts"]?.array
            #expect(parts?.map { $0["assigned_to"]?["id"] } == [nil, nil, nil, "814860", "5", nil])
        }
    }

    @Test(
        arguments: [
            ("close", ["snoozed_until": 1_700_000_060], 400, "parameter_invalid"),
            ("close", ["type": .null], 400, "parameter_not_found"),
            ("close", ["admin_id": 7], 404, "not_found"),
            ("open", ["body": "x"], 400, "parameter_invalid"),
            ("snoozed", [:], 400, "parameter_not_found"),
            ("snoozed", ["snoozed_until": 1_700_000_000], 400, "parameter_invalid"),
            ("snoozed", ["snoozed_until": 1_700_000_060_000], 400, "parameter_invalid"),
            ("assignment", [:], 400, "parameter_not_found"),
            ("assignment", ["assignee_id": "7"], 404, "not_found"),
            ("assignment", ["assignee_id": "team"], 400, "parameter_invalid"),
            ("sleep", [:], 400, "parameter_invalid"),
        ] as [(String, [String: JSONValue], Int, String)]
    )
    func refusesWrongParts(kind: String, others: [String: JSONValue], status: Int, code: String) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let id = try await begin(client, by: client.makeUser())
            let answer = try await part(client, id, kind, others)
            #expect(answer.status == status)
            #expect(answer.errorCode == code)
            #expect(try await client.held("conversations").first?["conversation_parts"]?["total_count"] == 0)
        }
    }

    @Test(
        arguments: [
            ("/conversations", ["body": "x"], 400), ("/conversations", ["from": ["type": "admin", "id": "1"]], 400),
            ("/conversations", ["from": ["type": "user", "id": "none"], "body": "x"], 404),
            ("/conversations/7/parts", ["message_type": "open", "admin_id": "991267583"], 404),
            (
                "/conversations/x/reply",
                ["message_type": "note", "type": "admin", "admin_id": 991_267_583, "body": "x"], 404
            ),
            ("/conversations/7/reply", ["message_type": "note", "type": "user", "email": "a@b.io", "body": "x"], 400),
            ("/conversations/7/reply", ["message_type": "comment", "type": "user", "body": "x"], 400),
            ("/conversations/7/reply", ["message_type": "comment", "type": "admin", "body": "x"], 400),
        ] as [(String, JSONValue, Int)]
    )
    func refusesWrongBodies(path: String, body: JSONValue, status: Int) async throws {
        try await withSandbox { client in
            let answer = try await client.intercom("POST", path, body)
            #expect(answer.status == status)
        }
    }

    @Test func refusesAReplyOfAnotherContact() async throws {
        try await withSandbox { client in
            let id = try await begin(client, by: client.makeUser())
            _ = try await client.makeUser(email: "bob@example.com")
            let reply: JSONValue = ["message_type": "comment", "type": "user", "email": "bob@example.com", "body": "x"]
            #expect(try await client.intercom("POST", "/conversations/\(id)/reply", reply).status == 404)
        }
    }

    @Test func searchesByStateAndContact() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let (ada, bob) = (try await client.makeUser(), try await client.makeUser(email: "bob@example.com"))
            let ids = [
                try await begin(client, by: ada), try await begin(client, by: bob), try await begin(client, by: ada),
            ]
            _ = try await part(client, ids[0], "close")
            let open: JSONValue = ["field": "state", "operator": "=", "value": "open"]
            let hers: JSONValue = ["field": "contact_ids", "operator": "=", "value": .string(ada)]
            let old: JSONValue = ["field": "created_at", "operator": ">", "value": 0]
            let young: JSONValue = ["field": "created_at", "operator": ">", "value": 1_700_000_000]
            for (query, found) in [
                (open, [ids[1], ids[2]]), (hers, [ids[0], ids[2]]), (old, ids), (young, []),
                (["operator": "AND", "value": [open, hers]], [ids[2]]),
            ] {
                let answer = try await client.intercom("POST", "/conversations/search", ["query": query])
                #expect(answer.json?["type"] == "conversation.list")
                let list = answer.json?["conversations"]?.array
                #expect(list?.compactMap { $0["id"]?.string } == found)
                #expect(list?.allSatisfy { $0["conversation_parts"] == nil } == true)
            }
            let body: JSONValue = ["query": old, "pagination": ["per_page": 2]]
            let page = try await client.intercom("POST", "/conversations/search", body).json
            #expect(page?["total_count"] == 3)
            let cursor = try #require(page?["pages"]?["next"]?["starting_after"])
            let next: JSONValue = ["query": old, "pagination": ["per_page": 2, "starting_after": cursor]]
            let last = try await client.intercom("POST", "/conversations/search", next).json
            #expect(last?["conversations"]?.array?.count == 1)
            #expect(last?["pages"]?["next"] == nil)
            let wrong: JSONValue = ["query": ["field": "created_at", "operator": "!=", "value": 0]]
            #expect(try await client.intercom("POST", "/conversations/search", wrong).status == 400)
        }
    }
}

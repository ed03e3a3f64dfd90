import ProviderSandbox
import SwitchboardCore
import Testing

@Suite struct ZendeskTicketTests {
    @Test func opensATicketForSomeoneNew() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let requester: JSONValue = ["name": "Ada", "email": "ada@example.com"]
            let ticket = JSONValue.ticket(["requester": requester, "priority": "high", "tags": ["VIP", "vip"]])
            let answer = try await client.zendesk("POST", "/tickets", ["ticket": ticket])
            #expect(answer.status == 201)
            #expect(answer.headers["location"] == "\(client.address.zendesk)/api/v2/tickets/1.json")
            let shown = try #require(try await client.zendesk("GET", "/tickets/1").json?["ticket"])
            #expect(shown == answer.json?["ticket"])
            #expect(shown["description"] == "The printer is on fire")
            #expect(shown["tags"] == ["vip"])
            #expect(shown["status"] == "new")
            #expect(shown["type"] == .null)
            #expect(shown["created_at"] == "2023-11-14T22:13:20Z")
            let id = try #require(shown["requester_id"]?.integer)
            #expect(id > Int64(UInt32.max))
            #expect(try await client.zendesk("GET", "/users/\(id)").json?["user"]?["email"] == "ada@example.com")
            let again = try await client.openTicket(["requester": ["email": "ADA@example.com"]])
            #expect(
                try await client.zendesk("GET", "/tickets/\(again)").json?["ticket"]?["requester_id"] == .integer(id)
            )
        }
    }

    @Test func repeatsTheAnswerToAKeyForTwoHours() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            func open(_ subject: JSONValue) async throws -> Answer {
                let body: JSONValue = ["ticket": .ticket(["subject": subject])]
                return try await client.zendesk("POST", "/tickets", body, headers: ["Idempotency-Key": "k"])
            }
            let first = try await open("A")
            #expect(first.headers["x-idempotency-lookup"] == "miss")
            let second = try await open("A")
            #expect(second.status == 201)
            #expect(second.json == first.json)
            #expect(second.headers["x-idempotency-lookup"] == "hit")
            let other = try await open("B")
            #expect(other.status == 400)
            #expect(other.json?["error"] == "IdempotentRequestError")
            #expect(try await client.held("tickets", by: "zendesk").count == 1)
            time.advance(bySeconds: 7200)
            #expect(try await open("B").headers["x-idempotency-lookup"] == "miss")
            #expect(try await client.held("tickets", by: "zendesk").count == 2)
        }
    }

    @Test func dropsWhatItDoesNotKnowAndSaysSo() async throws {
        try await withSandbox { client in
            let others: [String: JSONValue] = [
                "nope": 1, "id": 7, "comment": ["body": "x", "loud": true], "created_at": "2020-01-01T00:00:00Z",
            ]
            let answer = try await client.zendesk("POST", "/tickets", ["ticket": .ticket(others)])
            #expect(answer.status == 201)
            #expect(
                answer.headers["x-zendesk-api-warn"]
                    == #"{:unpermitted_keys=>["ticket.comment.loud", "ticket.created_at", "ticket.id", "ticket.nope"]}"#
            )
            #expect(answer.json?["ticket"]?["id"] == 1)
            #expect(try await client.change(1, ["subject": "New"]).headers["x-zendesk-api-warn"] == nil)
        }
    }

    @Test(
        arguments: [
            (["comment": .null], "base", "Description: cannot be blank"),
            (["comment": .null, "description": "x"], "base", "Description: cannot be blank"),
            (["comment": ["body": ""]], "comment", "Comment: cannot be blank"),
            (["comment": ["body": "x", "html_body": "x"]], "comment", "Comment: needs body or html_body, not both"),
            (["comment": ["body": "x", "author_id": 7]], "comment", "Comment: author_id is invalid"),
            (["priority": "medium"], "priority", "Priority: must be one of low, normal, high, urgent"),
            (["status": "resolved"], "status", "Status: must be one of new, open, pending, hold, solved, closed"),
            (["type": 1], "type", "Type: must be a string, not a number"),
            (["tags": ["a b"]], "tags", "Tags: a tag has no spaces"),
            (["custom_fields": [["value": 1]]], "custom_fields", "Custom fields: 0.id is required"),
            (
                ["requester": ["email": "new@example.com"]], "requester",
                "Requester: Name:  is too short (minimum is 1 character)"
            ),
            (["requester": ["name": "Ada"]], "requester", "Requester: Email: cannot be blank"),
            (["requester_id": 7], "requester_id", "Requester id: is invalid"),
            (["assignee_id": 7], "assignee_id", "Assignee id: is invalid"),
            (["due_at": "soon"], "due_at", "Due at: must be a time such as 2026-01-31T12:00:00Z"),
            (["followers": []], "followers", "Followers: is not played by this sandbox"),
            (
                ["comment": ["body": "x", "uploads": ["t"]]], "comment",
                "Comment: uploads are not played by this sandbox"
            ),
        ] as [([String: JSONValue], String, String)]
    )
    func refusesWrongTickets(others: [String: JSONValue], field: String, sentence: String) async throws {
        try await withSandbox { client in
            let answer = try await client.zendesk("POST", "/tickets", ["ticket": .ticket(others)])
            #expect(answer.status == 422)
            #expect(answer.json?["error"] == "RecordInvalid")
            #expect(answer.fieldProblems[field] == sentence)
            #expect(try await client.held("tickets", by: "zendesk").isEmpty)
            #expect(try await client.held("users", by: "zendesk").count == 2)
        }
    }

    @Test func listsEveryFieldThatIsWrong() async throws {
        try await withSandbox { client in
            let ticket = JSONValue.ticket(["priority": "medium", "status": "resolved", "tags": "x"])
            let answer = try await client.zendesk("POST", "/tickets", ["ticket": ticket])
            #expect(Set(answer.fieldProblems.keys) == ["priority", "status", "tags"])
        }
    }

    @Test func deletesATicket() async throws {
        try await withSandbox { client in
            let id = try await client.openTicket()
            let answer = try await client.zendesk("DELETE", "/tickets/\(id)")
            #expect(answer.status == 204)
            #expect(answer.body.isEmpty)
            for method in ["GET", "DELETE"] {
                let gone = try await client.zendesk(method, "/tickets/\(id)")
                #expect(gone.status == 404)
                #expect(gone.json?["error"] == "RecordNotFound")
            }
            #expect(try await client.openTicket() == id + 1)
        }
    }
}

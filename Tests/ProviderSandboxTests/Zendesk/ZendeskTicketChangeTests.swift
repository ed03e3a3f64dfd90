import SwitchboardCore
import Testing

@Suite struct ZendeskTicketChangeTests {
    @Test func changesAndSaysWhatIsNamed() async throws {
        try await withSandbox { client in
            let id = try await client.openTicket(["tags": ["a"], "custom_fields": [["id": 1, "value": "x"]]])
            let change: JSONValue = [
                "status": "pending", "tags": ["b"], "custom_fields": [["id": 2, "value": true]],
                "comment": ["html_body": "<b>On our way</b>", "public": false],
            ]
            let answer = try await client.change(id, change)
            #expect(answer.status == 200)
            let ticket = try #require(answer.json?["ticket"])
            #expect(ticket["status"] == "pending")
            #expect(ticket["tags"] == ["b"])
            #expect(ticket["custom_fields"] == [["id": 1, "value": "x"], ["id": 2, "value": true]])
            #expect(ticket["subject"] == "Help")
            let events = try #require(answer.json?["audit"]?["events"]?.array)
            #expect(events.map { $0["type"] } == ["Change", "Change", "Change", "Comment"])
            #expect(events.first?["field_name"] == "status")
            #expect(events.first?["previous_value"] == "new")
            let comments = try await client.zendesk("GET", "/tickets/\(id)/comments").json?["comments"]?.array
            #expect(comments?.count == 2)
            #expect(comments?.last?["id"] == events.last?["id"])
            #expect(comments?.last?["body"] == "On our way")
            #expect(comments?.map { $0["public"] } == [true, false])
        }
    }

    @Test func clearsWithNull() async throws {
        try await withSandbox { client in
            let id = try await client.openTicket(["priority": "high"])
            #expect(try await client.change(id, ["priority": .null]).json?["ticket"]?["priority"] == .null)
        }
    }

    @Test func refusesAStaleChange() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            let id = try await client.openTicket()
            let stamp: JSONValue = "2023-11-14T22:13:20Z"
            time.advance(bySeconds: 5)
            #expect(
                try await client.change(id, ["subject": "A", "safe_update": true, "updated_stamp": stamp]).status == 200
            )
            let late: JSONValue = [
                "subject": "B", "safe_update": true, "updated_stamp": stamp, "comment": ["body": "late"],
            ]
            let answer = try await client.change(id, late)
            #expect(answer.status == 409)
            #expect(answer.json?["error"] == "UpdateConflict")
            let ticket = try await client.held("tickets", by: "zendesk").first
            #expect(ticket?["subject"] == "A")
            #expect(ticket?["comments"]?.array?.count == 1)
            #expect(try await client.change(id, ["subject": "C", "updated_stamp": stamp]).status == 200)
            let blind = try await client.change(id, ["safe_update": true])
            #expect(blind.fieldProblems["updated_stamp"] != nil)
        }
    }

    @Test func refusesToChangeAClosedTicket() async throws {
        try await withSandbox { client in
            let id = try await client.openTicket(["status": "closed"])
            let answer = try await client.change(id, ["comment": ["body": "x"]])
            #expect(answer.status == 422)
            #expect(answer.fieldProblems == ["status": "Status: closed prevents ticket update"])
        }
    }

    @Test func measuresWhatHappens() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            let requester: JSONValue = ["name": "Ada", "email": "ada@example.com"]
            let id = try await client.openTicket(["requester": requester])
            let path = "/tickets/\(id)/metrics"
            let fresh = try await client.zendesk("GET", path).json?["ticket_metric"]
            #expect(fresh?["reply_time_in_minutes"] == ["calendar": .null, "business": .null])
            #expect(fresh?["replies"] == 0)
            let user = try #require(try await client.held("users", by: "zendesk").last?["id"])
            time.advance(bySeconds: 60)
            _ = try await client.change(id, ["comment": ["body": "Hurry", "author_id": user]])
            time.advance(bySeconds: 60)
            _ = try await client.change(id, ["comment": ["body": "A note", "public": false]])
            time.advance(bySeconds: 60)
            _ = try await client.change(id, ["comment": ["body": "Coming"], "status": "open"])
            time.advance(bySeconds: 60)
            _ = try await client.change(id, ["status": "solved"])
            _ = try await client.change(id, ["status": "open"])
            time.advance(bySeconds: 60)
            _ = try await client.change(id, ["status": "solved"])
            let metrics = try #require(try await client.zendesk("GET", path).json?["ticket_metric"])
            #expect(metrics["replies"] == 1)
            #expect(metrics["reply_time_in_minutes"]?["calendar"] == 3)
            #expect(metrics["reply_time_in_seconds"]?["calendar"] == 180)
            #expect(metrics["reopens"] == 1)
            #expect(metrics["first_resolution_time_in_minutes"]?["calendar"] == 4)
            #expect(metrics["full_resolution_time_in_minutes"]?["calendar"] == 5)
            #expect(metrics["requester_updated_at"] == "2023-11-14T22:14:20Z")
            let list = try await client.zendesk("GET", "/ticket_metrics").json
            #expect(list?["ticket_metrics"] == [metrics])
        }
    }

    @Test func showsItsPolicies() async throws {
        try await withSandbox { client in
            let list = try await client.zendesk("GET", "/slas/policies").json
            #expect(list?["count"] == 2)
            let policy = try #require(list?["sla_policies"]?.array?.first)
            #expect(policy["policy_metrics"]?.array?.first?["target"] == 10)
            #expect(try await client.zendesk("GET", "/slas/policies/25").json == ["sla_policy": policy])
        }
    }
}

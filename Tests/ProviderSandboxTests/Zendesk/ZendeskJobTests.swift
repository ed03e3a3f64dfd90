import ProviderSandbox
import SwitchboardCore
import Testing

@Suite struct ZendeskJobTests {
    /// Starts a job, and returns what it shows, question by question, up to its end.
    private func run(
        _ client: SandboxClient,
        _ method: String,
        _ path: String,
        _ body: JSONValue
    ) async throws -> [JSONValue] {
        let started = try await client.zendesk(method, path, body)
        var seen = [try #require(started.json?["job_status"], "\(started.text)")]
        let id = try #require(seen[0]["id"]?.string)
        while seen.last?["status"] != "completed", seen.count < 9 {
            seen.append(try #require(try await client.zendesk("GET", "/job_statuses/\(id)").json?["job_status"]))
        }
        return seen
    }

    @Test func opensManyAndTellsWhichFailed() async throws {
        try await withSandbox { client in
            let tickets: JSONValue = [.ticket(), .ticket(["comment": .null]), .ticket(["nope": 1])]
            let seen = try await run(client, "POST", "/tickets/create_many", ["tickets": tickets])
            #expect(seen.map { $0["status"] } == ["queued", "completed"])
            #expect(seen[0]["results"] == .null)
            let results = try #require(seen[1]["results"]?.array)
            #expect(results.map { $0["index"] } == [0, 1, 2])
            #expect(results.map { $0["id"] } == [1, nil, 2])
            #expect(results[1]["success"] == false)
            #expect(results[1]["error"] == "RecordInvalid")
            #expect(results[1]["details"] == "Description: cannot be blank")
            #expect(try await client.held("tickets", by: "zendesk").count == 2)
            #expect(try await client.held("jobs", by: "zendesk").count == 1)
        }
    }

    @Test func worksLongerOnMany() async throws {
        try await withSandbox { client in
            let tickets = JSONValue.array(Array(repeating: .ticket(), count: 100))
            let seen = try await run(client, "POST", "/tickets/create_many", ["tickets": tickets])
            #expect(seen.map { $0["status"] } == ["queued", "working", "completed"])
            #expect(seen.map { $0["progress"] } == [.null, 50, 100])
            #expect(seen[2]["results"]?.array?.count == 100)
            let url = try #require(seen[0]["url"]?.string)
            #expect(url.hasPrefix("\(client.address.zendesk)/api/v2/job_statuses/V3-"))
        }
    }

    @Test func changesManyEachInItsWay() async throws {
        try await withSandbox { client in
            let open = try await client.openTicket(["tags": ["a", "b"]])
            let closed = try await client.openTicket(["status": "closed"])
            let tickets: JSONValue = [
                ["id": .integer(open), "additional_tags": ["c"], "remove_tags": ["a"], "status": "solved"],
                ["id": .integer(closed), "status": "open"],
                ["id": 99, "status": "open"],
            ]
            let results = try await run(client, "PUT", "/tickets/update_many", ["tickets": tickets]).last?["results"]
            #expect(results?.array?.map { $0["success"] } == [true, false, false])
            #expect(results?.array?.map { $0["id"] } == [.integer(open), .integer(closed), 99])
            #expect(results?.array?.map { $0["error"] } == [nil, "RecordInvalid", "TicketNotFound"])
            let ticket = try await client.zendesk("GET", "/tickets/\(open)").json?["ticket"]
            #expect(ticket?["tags"] == ["b", "c"])
            #expect(ticket?["status"] == "solved")
        }
    }

    @Test func changesManyInTheSameWay() async throws {
        try await withSandbox { client in
            let ids = [try await client.openTicket(), try await client.openTicket()]
            let path = "/tickets/update_many?ids=\(ids[0]),\(ids[1])"
            let results = try await run(client, "PUT", path, ["ticket": ["priority": "low"]]).last?["results"]?.array
            #expect(results?.map { $0["status"] } == ["Updated", "Updated"])
            #expect(try await client.held("tickets", by: "zendesk").map { $0["priority"] } == ["low", "low"])
        }
    }

    @Test(
        arguments: [
            (
                "POST", "/tickets/create_many", ["tickets": .array(Array(repeating: .ticket(), count: 101))],
                "TooManyValues"
            ),
            ("POST", "/tickets/create_many", ["tickets": []], nil),
            ("POST", "/tickets/create_many", ["ticket": .ticket()], nil),
            ("PUT", "/tickets/update_many", ["tickets": [["status": "open"]]], nil),
            ("PUT", "/tickets/update_many?ids=1", ["tickets": []], nil),
            ("PUT", "/tickets/update_many?ids=x", ["ticket": [:]], nil),
        ] as [(String, String, JSONValue, String?)]
    )
    func refusesAWrongBatch(method: String, path: String, body: JSONValue, code: String?) async throws {
        try await withSandbox { client in
            let answer = try await client.zendesk(method, path, body)
            #expect(answer.status == 400)
            #expect(answer.json?["error"]?.string == code)
            #expect(answer.json?["max_count"] == (code == nil ? nil : 100))
            #expect(try await client.held("jobs", by: "zendesk").isEmpty)
        }
    }
}

import SwitchboardCore
import Testing

@Suite struct MixpanelImportTests {
    @Test func takesEvents() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let answer = try await client.importEvents([.event("a", "i-1", ["plan": "pro"]), .event("b", "i-2")])
            #expect(answer.status == 200)
            #expect(answer.json == ["code": 200, "num_records_imported": 2, "status": "OK"])
            #expect(!answer.headers.keys.contains { $0.contains("ratelimit") })
            #expect(try await client.held("events", by: "mixpanel").first == .event("a", "i-1", ["plan": "pro"]))
        }
    }

    @Test func knowsAnEventAgain() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let events: JSONValue = [.event("a", "i-1"), .event("a", "i-2")]
            for _ in 0..<2 { #expect(try await client.importEvents(events).json?["num_records_imported"] == 2) }
            // Milliseconds name the same moment; another name, person or moment makes another event.
            let others: JSONValue = [
                .event("a", "i-1", ["time": 1_700_000_000_000]), .event("b", "i-1"),
                .event("a", "i-1", ["distinct_id": ""]), .event("a", "i-1", ["time": 1_700_000_001]),
            ]
            _ = try await client.importEvents(others)
            #expect(try await client.held("events", by: "mixpanel").count == 5)
            #expect(try await client.control("GET", "/_state").json?["mixpanel"]?["duplicates"] == 3)
        }
    }

    @Test func takesTheGoodEventsOfABatch() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let events: JSONValue = [.event("a", "i-1"), .event("a", "i_2"), .event("a", "i-3", ["time": .null])]
            let answer = try await client.importEvents(events)
            #expect(answer.status == 400)
            #expect(answer.json?["code"] == 400)
            #expect(answer.json?["num_records_imported"] == 1)
            let failed = try #require(answer.json?["failed_records"]?.array)
            #expect(failed.map { $0["index"] } == [1, 2])
            #expect(failed.map { $0["$insert_id"] } == ["i_2", "i-3"])
            #expect(failed.map { $0["field"] } == ["properties.$insert_id", "properties.time"])
            #expect(try await client.held("events", by: "mixpanel").count == 1)
            let silent = try await client.mixpanel("POST", "/import?strict=0&project_id=1", events)
            #expect(silent.json == ["code": 200, "num_records_imported": 1, "status": "OK"])
        }
    }

    @Test(arguments: [false, true])
    func takesLinesAndCompressedBodies(isLines: Bool) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let events: [JSONValue] = [.event("a", "i-1"), .event("a", "i-2")]
            let lines = events.map { String(decoding: $0.serialized(), as: UTF8.self) }.joined(separator: "\n")
            let plain = isLines ? Array("\(lines)\n".utf8) : JSONValue.array(events).serialized()
            var headers = SandboxClient.mixpanelAccount
            headers["Content-Type"] = isLines ? "application/x-ndjson" : "application/json"
            headers["Content-Encoding"] = "gzip"
            let path = "/mixpanel/import?strict=1&project_id=1"
            let answer = try await client.send("POST", path, body: Gzip.compress(plain), headers: headers)
            #expect(answer.json?["num_records_imported"] == 2)
            let entry = try #require(try await client.log().first)
            #expect(entry["query"] == "strict=1&project_id=1")
            #expect(entry["body"] == (isLines ? .string("\(lines)\n") : .array(events)))
        }
    }

    @Test func refusesABodyThatIsTooLarge() async throws {
        try await withSandbox { client in
            let many = JSONValue.array(Array(repeating: .event("a", "i"), count: 2001))
            #expect(try await client.importEvents(many).status == 413)
            let headers = SandboxClient.mixpanelAccount.merging([
                "Content-Type": "application/json", "Content-Encoding": "gzip",
            ]) { $1 }
            let large = Gzip.compress([UInt8](repeating: 32, count: 10 * 1024 * 1024 + 1))
            let path = "/mixpanel/import?strict=1&project_id=1"
            let answer = try await client.send("POST", path, body: large, headers: headers)
            #expect(answer.status == 413)
            #expect(answer.json?["status"] == "Request Entity Too Large")
            #expect(try await client.send("POST", path, body: [1, 2], headers: headers).status == 400)
        }
    }

    @Test(arguments: [[], [:], "text"] as [JSONValue])
    func refusesWhatIsNoListOfEvents(body: JSONValue) async throws {
        try await withSandbox { client in
            let answer = try await client.importEvents(body)
            #expect(answer.status == 400)
            #expect(answer.json?["failed_records"] == nil)
        }
    }
}

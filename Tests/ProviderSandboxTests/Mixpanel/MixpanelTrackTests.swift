import SwitchboardCore
import Testing

@Suite struct MixpanelTrackTests {
    private func track(_ client: SandboxClient, _ query: String, _ events: JSONValue) async throws -> Answer {
        let headers = ["Content-Type": "application/json"]
        return try await client.send("POST", "/mixpanel/track\(query)", body: events.serialized(), headers: headers)
    }

    private static let event: JSONValue = ["event": "a", "properties": ["token": "t", "distinct_id": "u-1"]]

    @Test func saysOneWhenItTakesEverything() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let answer = try await track(client, "", [Self.event])
            #expect(answer.status == 200)
            #expect(answer.text == "1")
            #expect(answer.headers["content-type"]?.hasPrefix("text/plain") == true)
            #expect(try await track(client, "?verbose=1", [Self.event]).json == ["status": 1, "error": .null])
            let held = try await client.held("events", by: "mixpanel")
            #expect(held.count == 2)
            #expect(held.first?["properties"]?["token"] == nil)
        }
    }

    @Test(
        arguments: [
            ["event": "a", "properties": [:]], ["event": "a"], [:],
            ["event": "a", "properties": ["token": "t", "time": 1_699_567_999]],
        ] as [JSONValue]
    )
    func saysZeroWhenItTakesNothing(event: JSONValue) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let answer = try await track(client, "", [Self.event, event])
            #expect(answer.status == 200)
            #expect(answer.text == "0")
            let verbose = try await track(client, "?verbose=1", [event]).json
            #expect(verbose?["status"] == 0)
            #expect(verbose?["error"]?.string?.hasPrefix("[0] ") == true)
            #expect(try await client.held("events", by: "mixpanel").isEmpty)
        }
    }

    @Test func doesNotTellThatATokenIsWrong() async throws {
        try await withSandbox { client in
            let events: JSONValue = [["event": "a", "properties": ["token": "invalid"]]]
            let answer = try await track(client, "", events)
            #expect(answer.text == "1")
            #expect(try await client.held("events", by: "mixpanel").isEmpty)
        }
    }
}

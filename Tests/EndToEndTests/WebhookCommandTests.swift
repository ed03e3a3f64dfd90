import Foundation
import SwitchboardCore
import Testing

/// `switchboard webhook read`.
struct WebhookCommandTests {
    private static let variables = ["ZENDESK_WEBHOOK_SECRET": "another dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="]
    private static let headers = [
        "--header", "x-zendesk-webhook-signature:smvpNYWH+fuK2a+NQlLrCUCbk2v3O/+Q4N3vE701rck=",
        "--header", "X-Zendesk-Webhook-Signature-Timestamp: 2026-01-02T03:04:05Z",
    ]

    /// Reads a body with the tool, in a folder where `body.json` holds it too.
    private func read(
        _ arguments: [String],
        body: String = #"{"ticket":{"id":"35436"}}"#,
        variables: [String: String] = variables
    ) async throws -> Tool.Run {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try Data(body.utf8).write(to: URL(fileURLWithPath: "\(tool.folder)/body.json"))
        let run = try await tool.bash(
            #"switchboard webhook read "$@" < body.json"#,
            arguments,
            variables: variables
        )
        #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/var"), "no audit log is made")
        return run
    }

    @Test(arguments: [["zendesk"], ["zendesk", "-"], ["zendesk", "body.json"]])
    func printsTheEventsOfASavedRequest(arguments: [String]) async throws {
        let at = ["--at", "2026-01-02T03:05:00Z"]
        let json = try await read(arguments + at + ["--format", "json"] + Self.headers)
        #expect(json.status == 0)
        #expect(
            json.json
                == ["events": [["kind": "unknown", "name": "", "details": ["ticket": ["id": "35436"]]]]]
        )
        let table = try await read(arguments + at + Self.headers)
        #expect(table.status == 0)
        #expect(table.output.hasPrefix("TIME  EVENT    PERSON  REASON  REFERENCE  NAME  ID  AUDIT ID\n"))
        #expect(table.output.contains("      unknown\n"))
    }

    @Test func refusesWhatIsTooOldForTheClock() async throws {
        let run = try await read(["zendesk"] + Self.headers)
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("webhook refused: its signed time is more than 600 s from our clock"))
    }

    @Test func endsWithTheStatusThatTheFailureHas() async throws {
        let at = ["--at", "2026-01-02T03:05:00Z"]
        let altered = try await read(["zendesk"] + at + Self.headers, body: "{}")
        #expect(altered.status == 1)
        #expect(altered.errors.contains("the signature does not fit"))
        let keyless = try await read(["zendesk"] + at + Self.headers, variables: [:])
        #expect(keyless.status == 3)
        #expect(keyless.errors.contains("Set ZENDESK_WEBHOOK_SECRET."))
        for arguments in [["nobody"], ["mixpanel"], ["zendesk", "no-such-file"], ["zendesk", "--header", "no colon"]] {
            let run = try await read(arguments + at)
            #expect(run.status == 2, "\(arguments)")
            #expect(!run.errors.isEmpty)
        }
        let unreadable = try await read(
            ["intercom", "--header", "X-Hub-Signature: sha1="],
            variables: [
                "INTERCOM_CLIENT_SECRET": "client-secret-0123456789"
            ]
        )
        #expect(unreadable.status == 1)
        #expect(!unreadable.errors.contains("0123456789"))
    }
}

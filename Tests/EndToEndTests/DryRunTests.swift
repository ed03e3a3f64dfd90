import Foundation
import ProviderSandbox
import SwitchboardCore
import Testing

/// `switchboard perform --dry-run`.
struct DryRunTests {
    /// Every action of Intercom's with a person to look up, the first request, and what is said about the rest.
    static let actions: [(name: String, input: String, request: String, followUp: JSONValue)] = [
        ("message.send", #"{"to": {"user_id": "u 1"}, "body": "hush"}"#, byUserID, "expected"),
        ("contact.note", #"{"person": {"email": "ada@example.com"}, "body": "hush"}"#, search, "expected"),
        ("contact.note", #"{"person": {"contact_id": "c1"}, "body": "hush"}"#, "POST /contacts/c1/notes", "possible"),
        ("event.track", #"{"person": {"user_id": "u 1"}, "name": "paid"}"#, "POST /events", "possible"),
        ("contact.get", #"{"person": {"contact_id": "c1"}}"#, "GET /contacts/c1", "possible"),
        ("contact.upsert", #"{"person": {"email": "ada@example.com"}}"#, "POST /contacts", "possible"),
        ("contact.tag", #"{"person": {"contact_id": "c1"}, "tag": "vip"}"#, "POST /tags", "possible"),
        ("contact.untag", #"{"person": {"user_id": "u 1"}, "tag": "vip"}"#, byUserID, "expected"),
    ]
    private static let byUserID = "GET /contacts/find_by_external_id/u%201"
    private static let search = "POST /contacts/search"

    @Test func everyActionShowsItsFirstRequestAndSendsNothing() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            for (action, input, request, followUp) in Self.actions {
                let run = try await tool.perform(action, input, "--dry-run")
                #expect(run.status == 0, "\(action)")
                #expect(run.json["dry_run"] == true)
                #expect(run.json["provider"] == "intercom")
                let chosen: JSONValue = ["provider": "intercom", "verdict": "chosen"]
                #expect(run.json["route"]?["candidates"]?.array?.contains(chosen) == true)
                #expect(run.json["follow_up"] == followUp, "\(action)")
                let shown = try #require(run.json["requests"]?.array?.first)
                let url = shown["url"]?.string?.replacing(sandbox.intercom, with: "") ?? ""
                #expect("\(shown["method"]?.string ?? "") \(url)" == request)
                let headers = shown["headers"]?.array ?? []
                #expect(headers.contains(["name": "Authorization", "value": "Bearer [redacted]"]))
                #expect(!(run.output + run.errors).contains(Tool.token), "\(action)")
            }
            #expect(try await sandbox.requests().isEmpty)
            #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/audit"), "no audit log is made")
        }
    }

    @Test func theTextReadsLikeTheRequest() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            let input = #"{"person": {"contact_id": "c1"}, "body": "hush"}"#
            let text = try await tool.perform("contact.note", input, "--dry-run", "--format", "text").output
            for part in [
                "nothing was sent", "route by built-in; intercom: chosen",
                "POST \(sandbox.intercom)/contacts/c1/notes\n",
                "Authorization: Bearer [redacted]\n", "\"body\" : \"hush\"",
                "the adapter may send more, depending on the answer",
            ] {
                #expect(text.contains(part), "\(part)")
            }
            #expect(!text.contains(Tool.token))
        }
    }

    @Test func theTextTellsOfAFailureToo() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let input = #"{"person": {"email": "ada@example.com"}}"#
        let run = try await tool.perform("contact.get", input, "--dry-run", "--format", "text")
        #expect(run.status == 1)
        #expect(run.output.hasPrefix("dry run: nothing was sent"))
        #expect(
            run.output.contains("it would fail: not_configured: Intercom not configured. Set INTERCOM_ACCESS_TOKEN")
        )
        #expect(!run.output.contains("{"))
    }

    @Test(arguments: [
        ("contact.note", #"{"person": {"email": "a@b.io"}, "bdy": "x"}"#, [:], Int32(2), "invalid_input"),
        ("contact.note", #"{"person": {"email": "nobody"}, "body": "x"}"#, [:], 2, "invalid_input"),
        ("contact.get", #"{"person": {"email": "a@b.io"}}"#, [:], 1, "not_configured"),
        (
            "message.send", #"{"to": {"email": "a@b.io"}, "body": "x"}"#, ["INTERCOM_ACCESS_TOKEN": "abcd"], 2,
            "invalid_input"
        ),
        ("contact.get", "{}", ["INTERCOM_REGION": "mars"], 3, "not_configured"),
        (
            "contact.get", "{}", ["INTERCOM_ACCESS_TOKEN": "abcd", "INTERCOM_BASE_URL": "http://x.io"], 3,
            "not_configured"
        ),
    ])
    func failsAsPerformDoes(
        _ action: String,
        _ input: String,
        _ variables: [String: String],
        _ status: Int32,
        _ kind: String
    ) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let rehearsed = try await tool.perform(action, input, "--dry-run", variables: variables)
        #expect(rehearsed.status == status)
        #expect(rehearsed.json["error_kind"] == .string(kind))
        #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/audit"))
        let performed = try await tool.perform(action, input, variables: variables)
        #expect(performed.status == status)
        for key in ["success", "error", "error_kind", "effect", "field", "provider"] {
            #expect(rehearsed.json[key] == performed.json[key], "\(key)")
        }
    }
}

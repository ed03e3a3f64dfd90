import Foundation
import ProviderSandbox
import SwitchboardCore
import Testing

/// `switchboard workflow run`.
struct WorkflowCommandTests {
    /// A workflow whose fourth action takes away a tag that nobody has.
    private static func ticket(onFailure: String) -> String {
        """
        {
          "workflow_name": "Import broken",
          "trigger": {"type": "event_based", "conditions": {"event": "import_failed"}},
          "person": {"email": "ada@example.com", "user_id": "u-1"},
          "actions": [
            {"type": "create_ticket", "subject": "Import broken", "description": "Her third import failed.",
             "requester": {"email": "ada@example.com", "name": "Ada"}},
            {"type": "send_email", "subject": "We are on it", "text": "A colleague looks at your import."},
            {"type": "track_event", "name": "support_promised"},
            {"type": "remove_tag", "tag": "never used"},
            {"type": "create_task", "title": "Ask Ada on Friday whether it works"}
          ],
          "on_failure": "\(onFailure)"
        }
        """
    }

    /// Runs the workflow for a person who exists, and reads the log afterwards.
    private func run(
        onFailure: String,
        _ body: (_ run: Tool.Run, _ requests: [String], _ outcomes: [JSONValue]) throws -> Void
    ) async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: nil)
            defer { tool.removeFolder() }
            let variables = Dictionary(uniqueKeysWithValues: sandbox.environment.map { ($0.key, $0.value) })
            let ada = #"{"person": {"email": "ada@example.com", "user_id": "u-1"}, "name": "Ada"}"#
            #expect(try await tool.perform("contact.upsert", ada, variables: variables).status == 0)
            let file = URL(fileURLWithPath: "\(tool.folder)/ticket.json")
            try Data(Self.ticket(onFailure: onFailure).utf8).write(to: file)
            let options = ["--correlation", "ticket-1", "--format", "json"]
            let run = try await tool.run(["workflow", "run", "ticket.json"] + options, variables: variables)
            let list = ["audit", "list", "--correlation", "ticket-1", "--kind", "outcome", "--format", "json"]
            let entries = try await tool.run(list, variables: variables).json["entries"]?.array ?? []
            try body(run, try await sandbox.requests(), entries)
        }
    }

    @Test func goesOnAfterTheFourthActionFailed() async throws {
        try await run(onFailure: "continue") { run, requests, outcomes in
            #expect(run.status == 1, "\(run.errors)")
            #expect(run.json["status"] == "partial" && run.json["success"] == false)
            #expect(run.json["error_kind"] == "partial_failure" && run.json["effect"] == "none")
            #expect(run.json["error"]?.string?.hasPrefix("4 of 5 actions were done; actions[3]: ") == true)
            #expect(run.json["counts"] == ["done": 4, "failed": 1, "unknown": 0, "skipped": 0])
            let actions = run.json["actions"]?.array ?? []
            #expect(actions.map { $0["status"] } == ["done", "done", "done", "failed", "done"])
            #expect(actions.count > 3 && actions[3]["error_kind"] == "not_found")
            #expect(run.json["tracking"]?["tracked"] == 4)
            #expect(requests.contains { $0.hasPrefix("POST /contacts/") && $0.hasSuffix("/notes") })
            let failed = outcomes.filter { $0["outcome"] == "failure" }.map { $0["action"] }
            #expect(failed == ["contact.untag"])
            #expect(outcomes.count == 6, "five actions and what was tracked of four")
        }
    }

    @Test func stopsAtTheFourthActionUnlessToldToGoOn() async throws {
        try await run(onFailure: "stop") { run, requests, outcomes in
            #expect(run.status == 1, "\(run.errors)")
            #expect(run.json["counts"] == ["done": 3, "failed": 1, "unknown": 0, "skipped": 1])
            #expect(run.json["tracking"]?["tracked"] == 3)
            #expect(!requests.contains { $0.hasSuffix("/notes") })
            #expect(!outcomes.contains { $0["action"] == "contact.note" })
        }
    }
}

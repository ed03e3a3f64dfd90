import Foundation
import ProviderSandbox
import SwitchboardCore
import Testing

/// `perform --lines`: one process, one action a line.
struct PerformLinesTests {
    private static let notes = """
        {"person": {"contact_id": "c-1"}, "body": "one"}

        {"person": {"user_id": "u-1"}, "body": "two"}
        {"person": {"user_id": "u-1"}, "body": 3}
        not json
        {"person": {"user_id": "u-1"}, "body": "five"}
        """

    @Test(arguments: [1, 4]) func performsEachLineAndSaysWhichItWas(jobs: Int) async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            _ = try await tool.perform("contact.upsert", #"{"person": {"user_id": "u-1"}}"#)
            let run = try await tool.run(
                ["perform", "contact.note", "--lines", "--jobs", "\(jobs)", "--audit", "audit"],
                input: Data(Self.notes.utf8)
            )
            #expect(run.status == 1)
            let outcomes = try run.output.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
            let kinds = Dictionary(
                outcomes.map { ($0["line"], $0["error_kind"]?.string ?? "done") },
                uniquingKeysWith: { first, _ in first }
            )
            #expect(outcomes.count == 5)
            #expect(kinds == [1: "not_found", 3: "done", 4: "invalid_input", 5: "invalid_input", 6: "done"])
            #expect(try await sandbox.requests().filter { $0.hasPrefix("POST ") && $0.hasSuffix("/notes") }.count == 3)
        }
    }

    @Test func saysZeroWhereAllIsDone() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            let line = #"{"person": {"email": "ada@example.com"}}"#
            let run = try await tool.run(
                ["perform", "contact.upsert", "--lines", "--audit", "audit"],
                input: Data("\(line)\r\n\(line)".utf8)
            )
            #expect(run.status == 0)
            #expect(run.output.split(separator: "\n").count == 2)
        }
    }

    @Test(arguments: [["--jobs", "2"], ["--lines", "--dry-run"], ["--lines", "--jobs", "0"], ["{}", "--lines"]])
    func refusesWhatDoesNotGoTogether(options: [String]) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run(["perform", "contact.note"] + options)
        #expect(run.status == 2)
    }
}

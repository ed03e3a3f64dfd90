import AuditStore
import Foundation
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// `switchboard providers` over processes that run.
struct RunningProcessTests {
    /// A process that uses the tool's audit folder and reaches no provider; its waits take no time.
    private func process(_ tool: Tool, named name: String) throws -> CommunicationTools {
        var configuration = try SwitchboardConfiguration.parse(
            "service: { name: \(name) }\nproviders: { intercom: {} }\n",
            file: nil,
            environment: [
                "INTERCOM_BASE_URL": "http://127.0.0.1:1", "INTERCOM_ACCESS_TOKEN": Tool.token,
                "INTERCOM_ADMIN_ID": "991267583",
            ]
        )
        configuration.audit.directory = "\(tool.folder)/audit"
        return try CommunicationTools(configuration: configuration, time: ManualTime().source)
    }

    @Test func showsWhatEachRunningProcessSays() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try tool.configure("audit: { directory: audit }\n")
        let processes = [try process(tool, named: "crm"), try process(tool, named: "worker")]
        let note = NoteContact(person: Person(contactID: "63ea5dd4f7b2a1b5f8f0c001"), body: "hi")
        for process in processes {
            while await process.perform(note).failure?.kind != .circuitOpen {}
        }
        let running = RunningFile(directory: "\(tool.folder)/audit")
        while try running.processes(at: TimeSource.system.wallClock()).count < 2 { await Task.yield() }
        let json = try await tool.run(["providers", "--format", "json"]).json
        let shown = json["processes"]?.array ?? []
        #expect(Set(shown.map { $0["service"]?.string }) == ["crm", "worker"])
        #expect(shown.allSatisfy { $0["pid"] == .integer(Int64(ProcessInfo.processInfo.processIdentifier)) })
        #expect(shown.allSatisfy { $0["config"]?["state"] == "taken" && $0["config"]?["version"]?.string?.count == 16 })
        let rows = json["providers"]?.array ?? []
        let intercom = try #require(rows.first { $0["name"] == "intercom" }?["running"]?.array)
        #expect(intercom.map { $0["breaker"]?["state"] } == ["open", "open"])
        #expect(intercom.allSatisfy { $0["breaker"]?["failures"] == 5 && $0["breaker"]?["until"]?.string != nil })
        #expect(intercom.allSatisfy { $0["credentials_missing"] == false && $0["stood_in"] == 0 })
        #expect(intercom.allSatisfy { $0["limiter"]?["free_places"]?.integer != nil && $0["since"]?.string != nil })
        let others = rows.first { $0["name"] == "sendgrid" }?["running"]?.array ?? []
        #expect(others.map { $0["credentials_missing"] } == [true, true])
        let text = try await tool.run(["providers"]).output
        #expect(text.matches(of: #/\nintercom +\d+ +open until .+, 5 failures in a row/#).count == 2)
        #expect(!text.contains(#/sendgrid +\d+ +credentials missing/#), "nobody here has them either")
        #expect(!text.contains(Tool.token))
        for process in processes { await process.shutdown() }
        let after = try await tool.run(["providers", "--format", "json"])
        #expect(after.json["processes"] == [])
        #expect(try await !tool.run(["providers"]).output.contains("PROCESS"))
    }

    @Test func listsTheInstancesAlsoWhereWhatProcessesSayCannotBeRead() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try tool.configure("audit: { directory: audit }\n")
        try FileManager.default.createDirectory(
            atPath: "\(tool.folder)/audit/running.sqlite",
            withIntermediateDirectories: true
        )
        let run = try await tool.run(["providers", "--format", "json"])
        #expect(run.status == 0)
        #expect(run.errors.contains("reading what the running processes say"))
        #expect(run.json["processes"] == [])
        #expect(run.json["providers"]?.array?.isEmpty == false)
    }
}

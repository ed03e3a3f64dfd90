import AuditStore
import Foundation
import GRDB
import ProviderSandbox
import Switchboard
import SwitchboardCore
import Testing

/// `switchboard provider disable` and its like.
struct SwitchCommandTests {
    private static let configuration = "audit: { directory: audit }\nproviders:\n  intercom: {}\n"
    private static let note = #"{"person": {"contact_id": "63ea5dd4f7b2a1b5f8f0c001"}, "body": "hi"}"#

    private func tool(_ sandbox: SandboxAddress? = nil) throws -> Tool {
        let tool = try Tool(sandbox: sandbox)
        try tool.configure(Self.configuration)
        return tool
    }

    /// What operators did, oldest first.
    private func events(_ tool: Tool) async throws -> [JSONValue] {
        let list = try await tool.run(["audit", "list", "--audit", "audit", "--format", "json"])
        return (list.json["entries"]?.array?.reversed() ?? []).filter { $0["kind"] == "operator" }
    }

    @Test func aDisabledProviderIsNotCalled() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try tool(sandbox)
            defer { tool.removeFolder() }
            let off = try await tool.run(["provider", "disable", "intercom", "--reason", "bounce storm"])
            #expect(off.status == 0, "\(off.errors)")
            #expect(off.output == "intercom is switched off; whoever uses audit obeys within 2 s\n")
            let run = try await tool.perform("contact.note", Self.note)
            #expect(run.status == 1)
            #expect(run.json["error_kind"] == "no_route")
            #expect(run.json["error"]?.string?.contains(#/intercom is switched off by .+: bounce storm/#) == true)
            #expect(try await sandbox.requests().isEmpty)
            let on = try await tool.run(["provider", "enable", "intercom", "--reason", "it is over"])
            #expect(on.status == 0)
            _ = try await tool.perform("contact.note", Self.note)
            #expect(try await !sandbox.requests().isEmpty)
        }
    }

    @Test func writesWhoSwitchedWhatAndWhy() async throws {
        let tool = try tool()
        defer { tool.removeFolder() }
        let commands = [
            ["provider", "disable", "intercom"], ["provider", "disable", "intercom"],
            ["provider", "enable", "intercom"],
            ["breaker", "force-open", "intercom"], ["breaker", "force-close", "intercom"],
            ["breaker", "reset", "intercom"], ["routes", "freeze"], ["routes", "thaw"],
        ]
        for command in commands {
            let run = try await tool.run(command + ["--reason", "drill", "--format", "json"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.json["changed"] == true)
            #expect(run.json["reason"] == "drill")
            #expect(run.json["audit"] == "audit")
        }
        let events = try await events(tool)
        #expect(
            events.map { $0["action"] } == [
                "provider.disable", "provider.disable", "provider.enable", "breaker.force_open", "breaker.force_close",
                "breaker.reset", "routes.freeze", "routes.thaw",
            ]
        )
        #expect(events.allSatisfy { $0["actor"]?.string?.hasPrefix("cli:") == true })
        #expect(events.allSatisfy { $0["detail"]?["reason"] == "drill" })
        #expect(events.first?["detail"]?["provider"] == "intercom")
        #expect(events.first?["detail"]?["before"] == nil)
        #expect(events[1]["detail"]?["before"]?["reason"] == "drill")
    }

    @Test func providersShowsWhatIsSwitched() async throws {
        let tool = try tool()
        defer { tool.removeFolder() }
        #expect(try await tool.run(["providers", "--format", "json"]).json["routes"]?["frozen"] == .null)
        _ = try await tool.run(["provider", "disable", "intercom", "--reason", "bounce storm"])
        _ = try await tool.run(["breaker", "force-open", "sendgrid", "--reason", "duplicates"])
        _ = try await tool.run(["routes", "freeze", "--reason", "release week"])
        let run = try await tool.run(["providers", "--format", "json"])
        let rows = run.json["providers"]?.array ?? []
        #expect(rows.first { $0["name"] == "intercom" }?["switched_off"]?["reason"] == "bounce storm")
        #expect(rows.first { $0["name"] == "sendgrid" }?["breaker"]?["forced"] == "open")
        #expect(run.json["routes"]?["frozen"]?["reason"] == "release week")
        let text = try await tool.run(["providers"], variables: ["INTERCOM_ACCESS_TOKEN": "abcd"]).output
        #expect(text.contains(#/intercom +switched off/#))
        #expect(text.contains(#/intercom: switched off by .+ UTC: bounce storm/#))
        #expect(text.contains(#/sendgrid: breaker forced open by .+ UTC: duplicates/#))
        #expect(text.contains(#/routes frozen by .+ UTC: release week/#))
    }

    @Test func refusesANameThatNobodyKnows() async throws {
        let tool = try tool()
        defer { tool.removeFolder() }
        let run = try await tool.run(["provider", "disable", "intercmo", "--reason", "drill"])
        #expect(run.status == 2)
        #expect(run.errors == "NAME: intercmo is not a configured provider; did you mean intercom?\n")
        #expect(try await tool.run(["breaker", "reset", "elsewhere", "--reason", "drill"]).status == 2)
        #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/audit"))
    }

    @Test func wantsAReason() async throws {
        let tool = try tool()
        defer { tool.removeFolder() }
        #expect(try await tool.run(["provider", "disable", "intercom"]).status == 2)
        #expect(try await tool.run(["routes", "freeze", "--reason", " "]).status == 2)
        #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/audit"))
    }

    @Test func saysWhereThereIsNothingToTakeBack() async throws {
        let tool = try tool()
        defer { tool.removeFolder() }
        let run = try await tool.run(["routes", "thaw", "--reason", "drill"])
        #expect(run.status == 0)
        #expect(run.output == "no operator has frozen the routes in audit; nothing changed\n")
        #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/audit"))
    }

    @Test func switchesNothingThatTheLogCannotHave() async throws {
        let tool = try tool()
        defer { tool.removeFolder() }
        _ = try await tool.run(["routes", "freeze", "--reason", "drill"])
        // Another key: the log cannot be opened.
        let key = ["SWITCHBOARD_MASTER_KEY": Data(repeating: 9, count: 32).base64EncodedString()]
        let run = try await tool.run(["routes", "thaw", "--reason", "drill"], variables: key)
        #expect(run.status == 3)
        #expect(try await tool.run(["providers", "--format", "json"]).json["routes"]?["frozen"]?["reason"] == "drill")
    }

    @Test func tellsTheLogOfASwitchThatCouldNotBeMadeAfterAll() async throws {
        let tool = try tool()
        defer { tool.removeFolder() }
        _ = try await tool.run(["routes", "freeze", "--reason", "drill"])
        let database = try DatabaseQueue(path: "\(tool.folder)/audit/control.sqlite")
        // The switch is written and the commit refused: what it refers to is missing.
        try await database.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE broken (id INTEGER PRIMARY KEY REFERENCES broken(other) DEFERRABLE INITIALLY DEFERRED,
                        other INTEGER UNIQUE);
                    CREATE TRIGGER breaking AFTER INSERT ON switches BEGIN INSERT INTO broken VALUES (1, 2); END;
                    """
            )
        }
        let run = try await tool.run(["provider", "disable", "intercom", "--reason", "bounce storm"])
        #expect(run.status == 1)
        let last = try await events(tool).suffix(2)
        #expect(last.map { $0["action"] } == ["provider.disable", "switch.failed"])
        #expect(last.last?["detail"]?["switch"] == "provider.disable")
        #expect(last.last?["detail"]?["provider"] == "intercom")
        #expect(last.last?["detail"]?["reason"] == "bounce storm")
        #expect(last.last?["detail"]?["interrupted"] == nil)
        let rows = try await tool.run(["providers", "--format", "json"]).json["providers"]?.array
        #expect(rows?.first { $0["name"] == "intercom" }?["switched_off"] == nil)
    }

    @Test func theNextSwitchTellsTheLogOfAnInterruptedOne() async throws {
        let tool = try tool()
        defer { tool.removeFolder() }
        _ = try await tool.run(["routes", "freeze", "--reason", "drill"])
        let database = try DatabaseQueue(path: "\(tool.folder)/audit/control.sqlite")
        try await database.write { db in
            try db.execute(
                sql: "INSERT INTO announced VALUES ('provider', 'intercom', 'disabled', 'bounce storm', 'ada', 7)"
            )
        }
        #expect(try await tool.run(["routes", "thaw", "--reason", "drill"]).status == 0)
        let last = try await events(tool).suffix(2)
        #expect(last.map { $0["action"] } == ["switch.failed", "routes.thaw"])
        #expect(last.first?["detail"]?["interrupted"] == true)
        #expect(last.first?["detail"]?["by"] == "ada")
        #expect(last.first?["detail"]?["switch"] == "provider.disable")
    }

    @Test func aRunningProcessObeysWithinTwoSeconds() async throws {
        let tool = try tool()
        defer { tool.removeFolder() }
        var configuration = SwitchboardConfiguration()
        configuration.audit.directory = "\(tool.folder)/audit"
        let tools = try CommunicationTools(configuration: configuration)
        let began = ContinuousClock.now
        let run = try await tool.run(["routes", "freeze", "--reason", "drill"])
        #expect(run.status == 0, "\(run.errors)")
        while tools.switches.frozen == nil, ContinuousClock.now < began.advanced(by: .seconds(60)) {
            await Task.yield()
        }
        #expect(tools.switches.frozen?.reason == "drill")
        await tools.shutdown()
    }
}

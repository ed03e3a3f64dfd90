import Foundation
import SwitchboardCore
import Testing

/// `switchboard config`.
struct ConfigCommandTests {
    @Test(arguments: [true, false]) func checkSaysEverythingThatIsWrong(hasToken: Bool) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try tool.configure(
            "providers:\n  intercom:\n    regoin: eu\n    baseURL: http://example.com\nresilience: { retries: many }\n"
        )
        var variables = ["INTERCOM_REGION": "mars", "INTERCOM_ADMIN_ID": "ada"]
        if hasToken { variables["INTERCOM_ACCESS_TOKEN"] = "abcd-0123456789" }
        let run = try await tool.run("config", "check", variables: variables)
        #expect(run.status == 3)
        let file = "config/switchboard.yaml"
        let lines = run.output.split(separator: "\n").filter { !$0.hasPrefix("warning") }
        #expect(
            lines.dropLast() == [
                "\(file):3: providers.intercom.regoin: unknown key; did you mean region?",
                "\(file):4: providers.intercom.baseURL: is not usable; give an https address, or an http one on a loopback host",
                "\(file):5: resilience.retries: is not a whole number from 0 to 20",
                "INTERCOM_REGION: is not one of us, eu, au",
                "INTERCOM_ADMIN_ID: is not an Intercom admin's id; give the digits that GET /admins shows",
            ]
        )
        #expect(lines.last?.hasPrefix("\(file): 5 errors, ") == true)
        #expect(run.output.contains(#/warning: [^\n]*INTERCOM_ACCESS_TOKEN/#) != hasToken)
        for command in [["providers"], ["config", "show"], ["audit"], ["perform", "contact.get", "{}"]] {
            let run = try await tool.run(command, variables: variables)
            #expect(run.status == 3)
            #expect((run.errors + run.output).contains("INTERCOM_ADMIN_ID: is not an Intercom admin's id"))
        }
    }

    @Test func checkWarnsOfMissingCredentials() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run("config", "check")
        #expect(run.status == 0)
        #expect(run.output.contains("warning: providers.intercom: Intercom not configured. Set INTERCOM_ACCESS_TOKEN"))
        #expect(run.output.contains(#/no errors, \d+ warning/#))
        let complete = try await tool.run("config", "check", variables: ["INTERCOM_ACCESS_TOKEN": "abcd"])
        #expect(!complete.output.contains("providers.intercom"))
        #expect(try await tool.run("config", "check", "--config", "/does/not/exist").status == 3)
    }

    @Test func showPrintsAFileThatLoadsAgain() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let variables = ["INTERCOM_ACCESS_TOKEN": Tool.token, "INTERCOM_REGION": "eu"]
        let first = try await tool.run("config", "show", "--audit", "elsewhere", variables: variables)
        #expect(first.status == 0)
        #expect(first.output.contains("  region: eu  # INTERCOM_REGION\n"))
        #expect(first.output.contains("  # accessToken: [redacted]  # INTERCOM_ACCESS_TOKEN\n"))
        #expect(first.output.contains("  directory: elsewhere  # --audit\n"))
        try tool.configure(first.output)
        let second = try await tool.run("config", "show", "--format", "json")
        #expect(second.status == 0)
        #expect(second.json["configuration"]?["providers"]?["intercom"]?["region"] == "eu")
        #expect(second.json["configuration"]?["audit"]?["directory"] == "elsewhere")
        #expect(second.json["origins"]?["audit.directory"]?.string?.hasPrefix("config/switchboard.yaml:") == true)
        #expect(!first.output.contains(Tool.token))
    }

    @Test func aVariableThatNothingReadsIsSaid() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let variables = ["INTERCOM_ACCESS_TOKEN": "abcd", "INTERCOM_REGON": "eu"]
        let check = try await tool.run("config", "check", variables: variables)
        #expect(check.status == 0)
        let warning = "INTERCOM_REGON: is ignored: no key has this variable; did you mean INTERCOM_REGION?"
        #expect(check.output.contains("warning: \(warning)\n"))
        #expect(try await tool.run("providers", variables: variables).errors.contains(warning))
    }

    @Test(arguments: [("", "is empty"), ("config", "is a folder"), ("nowhere.yaml", "there is no such file")])
    func aFileThatIsNoneIsNamed(path: String, problem: String) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try tool.configure("")
        let run = try await tool.run("config", "show", "--config", path)
        #expect(run.status == 3)
        #expect(run.errors.contains(problem))
    }

    @Test func showRefusesAWrongConfiguration() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run("config", "show", variables: ["INTERCOM_REGION": "mars"])
        #expect(run.status == 3)
        #expect(run.errors.contains("INTERCOM_REGION: is not one of us, eu, au"))
    }
}

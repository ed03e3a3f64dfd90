import Foundation
import SwitchboardCore
import Testing

/// `switchboard config`.
struct ConfigCommandTests {
    @Test func checkSaysEverythingThatIsWrong() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try tool.configure(
            "providers:\n  intercom:\n    regoin: eu\n    baseURL: http://example.com\nresilience: { retries: many }\n"
        )
        let variables = ["INTERCOM_REGION": "mars", "INTERCOM_ACCESS_TOKEN": "abcd-0123456789"]
        let run = try await tool.run("config", "check", variables: variables)
        #expect(run.status == 3)
        let file = "config/switchboard.yaml"
        #expect(
            Set(run.output.split(separator: "\n").map(String.init)) == [
                "\(file):5: resilience.retries: is not a whole number from 0 to 20",
                "INTERCOM_REGION: is not one of us, eu, au",
                "\(file):3: providers.intercom.regoin: unknown key; did you mean region?",
                "\(file):4: providers.intercom.baseURL: is not usable; give an https address, or an http one on a loopback host",
            ]
        )
    }

    @Test func checkWarnsOfMissingCredentials() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run("config", "check")
        #expect(run.status == 0)
        #expect(run.output.contains("warning: providers.intercom: Intercom not configured. Set INTERCOM_ACCESS_TOKEN"))
        #expect(run.output.contains("nothing is wrong"))
        let complete = try await tool.run("config", "check", variables: ["INTERCOM_ACCESS_TOKEN": "abcd"])
        #expect(complete.output == "no file; the defaults and the environment: nothing is wrong\n")
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

    @Test func showRefusesAWrongConfiguration() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run("config", "show", variables: ["INTERCOM_REGION": "mars"])
        #expect(run.status == 3)
        #expect(run.errors.contains("INTERCOM_REGION: is not one of us, eu, au"))
    }
}

import Foundation
import ProviderSandbox
import SwitchboardCore
import Testing

/// `switchboard providers`.
struct ProvidersCommandTests {
    @Test func listsInstancesWithTheOriginsOfTheirValues() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try Data("file-token-0123456789\n".utf8).write(to: URL(fileURLWithPath: "\(tool.folder)/token"))
        try tool.configure("providers:\n  intercom:\n    region: eu\n  other: { type: intercom, enabled: false }\n")
        let variables = ["INTERCOM_ACCESS_TOKEN_FILE": "token", "INTERCOM_ADMIN_ID": "7"]
        let run = try await tool.run("providers", "--format", "json", variables: variables)
        #expect(run.status == 0)
        let rows = (run.json["providers"]?.array ?? []).filter { $0["type"] == "intercom" }
        #expect(rows.map { $0["state"] } == ["configured", "disabled"])
        let row = try #require(rows.first)
        #expect(row["base_url"] == "https://api.eu.intercom.io")
        #expect(row["rate_limit"] == "1666/10s")
        #expect(row["values"]?["accessToken"] == "[redacted]")
        #expect(row["values"]?["clientSecret"] == .null)
        #expect(row["origins"]?["region"] == "config/switchboard.yaml:3")
        #expect(row["origins"]?["adminID"] == "INTERCOM_ADMIN_ID")
        #expect(row["origins"]?["accessToken"] == "token, named by INTERCOM_ACCESS_TOKEN_FILE")
        #expect(row["origins"]?["resilience.breaker.failures"] == "built-in default")
        #expect(row["health"] == nil)
        #expect(!run.output.contains("0123456789"))
        let text = try await tool.run("providers", variables: variables).output
        #expect(text.contains(#/intercom +configured +1666\/10s +intercom +https:\/\/api.eu.intercom.io/#))
        #expect(!text.contains("0123456789"))
        #expect(rows.last?["base_url"] == "https://api.intercom.io", "a disabled instance lives somewhere too")
        #expect(rows.last?["rate_limit"] == "1666/10s")
    }

    @Test func namesTheVariableThatIsMissing() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run("providers", "--check", "--format", "json")
        #expect(run.status == 1, "nothing was asked, so nothing is known to be well")
        #expect(run.errors.contains("nothing was checked"))
        let row = try #require(run.json["providers"]?.array?.first)
        #expect(row["state"] == "not_configured")
        #expect(row["missing"]?.string?.contains("INTERCOM_ACCESS_TOKEN") == true)
        #expect(try await tool.run("providers").output.contains("Set INTERCOM_ACCESS_TOKEN"))
    }

    @Test func asksEachInstanceHowItIs() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            let run = try await tool.run("providers", "--check", "--format", "json")
            #expect(run.status == 0)
            let health = run.json["providers"]?.array?.first?["health"]
            #expect(health?["reachable"] == true)
            #expect(health?["credentials_accepted"] == true)
            #expect(health?["latency_ms"]?.integer != nil)
            #expect(try await sandbox.requests() == ["GET /me"])
            #expect(try await tool.run("providers", "--check").output.contains("reachable, credentials accepted after"))
            #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/var"), "no audit log is made")
        }
    }

    @Test func oneInstanceThatFailsMakesTheCheckFail() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            try tool.configure(
                "providers:\n  intercom: {}\n  away: { type: intercom }\n  revoked: { type: intercom }\n"
            )
            let variables = [
                "REVOKED_BASE_URL": sandbox.intercom, "REVOKED_ACCESS_TOKEN": "invalid-0123456789",
                "AWAY_BASE_URL": "http://127.0.0.1:1", "AWAY_ACCESS_TOKEN": "away-0123456789",
            ]
            let run = try await tool.run("providers", "--check", "--format", "json", variables: variables)
            #expect(run.status == 1)
            let rows = (run.json["providers"]?.array ?? []).filter { $0["type"] == "intercom" }
            let health = rows.map { $0["health"] }
            #expect(health.map { $0?["reachable"] } == [true, false, true])
            #expect(health.map { $0?["credentials_accepted"] } == [true, nil, false])
            #expect(health.map { $0?["error_kind"] } == [nil, "network", "authentication_failed"])
            #expect(health.last??["http_status"] == 401)
            #expect(!(run.output + run.errors).contains("0123456789"))
        }
    }

    @Test func aWrongConfigurationHasItsOwnStatus() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let region = try await tool.run("providers", variables: ["INTERCOM_REGION": "mars"])
        #expect(region.status == 3)
        let url = ["INTERCOM_ACCESS_TOKEN": "abcd", "INTERCOM_BASE_URL": "http://example.com"]
        #expect(try await tool.run("providers", variables: url).status == 3)
    }
}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomHealthTests {
    @Test func asksWhoTheTokenBelongsTo() async throws {
        let workspace = try Workspace([.ok(#"{"type":"admin","id":"991","app":null}"#)])
        let health = try #require(await workspace.tools.checkHealth().first)
        #expect(health.failure == nil)
        #expect(health.acceptsCredentials == true)
        #expect(workspace.sent == [.get("/me")])
        #expect(workspace.audit.entries.isEmpty)
    }

    @Test func tellsARevokedTokenFromAnUnreachableHost() async throws {
        let revoked = try Workspace([.error(401, "unauthorized", "Access Token Invalid")])
        let answer = try #require(await revoked.tools.checkHealth().first)
        #expect(answer.isReachable)
        #expect(answer.acceptsCredentials == false)
        #expect(answer.failure?.providerCode == "unauthorized")
        let away = try #require(await Workspace([]).tools.checkHealth().first)
        #expect(!away.isReachable)
        #expect(away.acceptsCredentials == nil)
    }
}

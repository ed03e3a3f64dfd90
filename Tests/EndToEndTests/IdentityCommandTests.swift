import Foundation
import ProviderSandbox
import SwitchboardCore
import Testing

/// `switchboard identity`.
struct IdentityCommandTests {
    private static let ada = #"{"person": {"email": "ada@example.com"}}"#

    /// A tool that has just made a contact and so remembers it.
    private func run(_ body: (Tool, _ contact: String) async throws -> Void) async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            let made = try await tool.perform("contact.upsert", Self.ada)
            #expect(made.status == 0, "\(made.output)")
            try await body(tool, try #require(made.json["contact_id"]?.string))
        }
    }

    private func identities(_ run: Tool.Run) -> [JSONValue] { run.json["identities"]?.array ?? [] }

    /// What operators did, newest first.
    private func operators(_ tool: Tool) async throws -> [JSONValue] {
        let list = try await tool.run(["audit", "list", "--audit", "audit", "--format", "json"])
        return (list.json["entries"]?.array ?? []).filter { $0["kind"] == "operator" }
    }

    @Test func showsWhatIsRemembered() async throws {
        try await run { tool, contact in
            let json = try await tool.run("identity", "show", "--email", "Ada@example.com", "--format", "json")
            #expect(json.status == 0, "\(json.errors)")
            let entry = try #require(identities(json).first)
            #expect(entry["provider"] == "intercom")
            #expect(entry["known_by"] == "email")
            #expect(entry["contact_id"]?.string == contact)
            let since = try #require(entry["since"]?.string.flatMap { Timestamp($0) })
            #expect(entry["until"]?.string == "\(since.advanced(by: .seconds(86_400)))")
            let text = try await tool.run("identity", "show", "--email", "ada@example.com").output
            #expect(text.contains(try Regex("intercom +email +\(contact)")))
            let audited = try #require(try await operators(tool).first)
            #expect(audited["action"] == "identity.show")
            #expect(audited["actor"]?.string?.hasPrefix("cli:") == true)
            #expect(audited["subjects"]?.array?.count == 1)
        }
    }

    @Test func aDryRunShowsWhoIsRemembered() async throws {
        try await run { tool, contact in
            let note = #"{"person": {"email": "ada@example.com"}, "body": "hi"}"#
            let run = try await tool.perform("contact.note", note, "--dry-run")
            #expect(run.json["requests"]?.array?.first?["url"]?.string?.hasSuffix("/contacts/\(contact)/notes") == true)
        }
    }

    @Test func checksWithTheProvider() async throws {
        try await run { tool, contact in
            let check = { () async throws in
                try await tool.run("identity", "check", "--email", "ada@example.com", "--format", "json")
            }
            let same = try await check()
            #expect(same.status == 0, "\(same.errors)")
            #expect(identities(same).map { $0["verdict"] } == ["same"])
            // A log of its own: whoever uses another folder does not tell us.
            let delete = [
                "perform", "contact.delete", #"{"person": {"contact_id": "\#(contact)"}}"#, "--audit", "other",
            ]
            #expect(try await tool.run(delete).status == 0)
            let unreachable = try await tool.run(
                "identity",
                "check",
                "--email",
                "ada@example.com",
                "--format",
                "json",
                variables: ["INTERCOM_ACCESS_TOKEN": ""]
            )
            #expect(unreachable.status == 1)
            #expect(identities(unreachable).map { $0["verdict"] } == ["failed"])
            let gone = try await check()
            #expect(gone.status == 0)
            #expect(identities(gone).map { $0["verdict"] } == ["gone"])
            #expect(identities(try await check()).isEmpty, "what is gone is forgotten")
        }
    }

    @Test func tellsOfAnotherContact() async throws {
        try await run { tool, contact in
            let other = ["--audit", "other"]
            let delete = ["perform", "contact.delete", #"{"person": {"contact_id": "\#(contact)"}}"#] + other
            #expect(try await tool.run(delete).status == 0)
            let made = try await tool.run(["perform", "contact.upsert", Self.ada] + other)
            let new = try #require(made.json["contact_id"]?.string)
            let check = try await tool.run("identity", "check", "--email", "ada@example.com")
            #expect(check.status == 0)
            #expect(check.output.contains(try Regex("intercom +email +\(contact) +changed +\(new)")))
            #expect(
                try await tool.run("identity", "show", "--email", "ada@example.com").output == "nothing is remembered\n"
            )
        }
    }

    @Test func forgetsAPersonOrAProvider() async throws {
        try await run { tool, _ in
            let person = try await tool.run("identity", "forget", "--email", "ada@example.com", "--format", "json")
            #expect(person.status == 0, "\(person.errors)")
            #expect(person.json["forgotten"] == 1)
            let audited = try #require(try await operators(tool).first)
            #expect(audited["action"] == "identity.forget")
            #expect(audited["subjects"]?.array?.count == 1)
            _ = try await tool.perform("contact.upsert", Self.ada)
            let everybody = try await tool.run("identity", "forget", "--provider", "intercom")
            #expect(everybody.output == "forgot 1 entry in audit\n")
            #expect(try await operators(tool).first?["detail"]?["provider"] == "intercom")
            #expect(
                try await tool.run("identity", "forget", "--provider", "intercom").output == "nothing is remembered\n"
            )
        }
    }

    @Test func wantsSomebodyToBeNamed() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        for command in [["show"], ["check"], ["forget"], ["show", "--email", "nobody"], ["show", "--user-id", ""]] {
            #expect(try await tool.run(["identity"] + command, variables: [:]).status == 2, "\(command)")
        }
        let typo = try await tool.run("identity", "forget", "--provider", "intercmo")
        #expect(typo.status == 2)
        #expect(typo.errors == "--provider: intercmo is not a configured provider; did you mean intercom?\n")
    }

    @Test func makesNothingWhereNothingIs() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        for command in ["show", "check", "forget"] {
            let run = try await tool.run("identity", command, "--user-id", "u-1")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "nothing is remembered\n")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/audit"))
    }
}

import Foundation
import ProviderSandbox
import SwitchboardCore
import Testing

/// `switchboard explain` and `switchboard plan`, over a log that the tool itself has written.
struct PlanCommandTests {
    private static let tag = #"{"person": {"email": "ada@example.com"}, "tag": "vip"}"#

    /// Runs a test over a log with a contact that is made once and tagged twice.
    private func withLog(_ body: (Tool, [String: String], _ ids: [String]) async throws -> Void) async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            let variables = Dictionary(uniqueKeysWithValues: sandbox.environment.map { ($0.key, $0.value) })
            try tool.configure("routes: { default: { first: [intercom, zendesk] } }\n")
            let contact = #"{"person": {"email": "ada@example.com", "user_id": "u-1"}, "role": "user"}"#
            var ids: [String] = []
            for (action, input) in [
                ("contact.upsert", contact), ("contact.tag", Self.tag), ("contact.tag", Self.tag),
            ] {
                let run = try await tool.perform(action, input, variables: variables)
                #expect(run.status == 0, "\(run.output)")
                ids.append(try #require(run.json["audit_id"]?.string))
            }
            try await body(tool, variables, ids)
        }
    }

    private func write(_ text: String, _ name: String, _ tool: Tool) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(tool.folder)/\(name)"))
    }

    @Test func explainsWhyAnActionWentThere() async throws {
        try await withLog { tool, variables, ids in
            let run = try await tool.run("explain", ids[1], variables: variables)
            #expect(run.status == 0)
            #expect(run.output.contains("rule      routes.default\n"))
            #expect(run.output.contains(", the present configuration\n"))
            #expect(run.output.contains(#/intercom +chosen +\d +was asked and did it/#))
            #expect(run.output.contains("could have done it; was not needed"))
            #expect(run.output.contains("POST /contacts/{id}/tags"))

            let json = try await tool.run("explain", ids[1], "--format", "json", variables: variables).json
            #expect(json["rule"] == "default")
            #expect(json["version_is_present"] == true)
            #expect(json["redirected"] == false)
            #expect(json["candidates"]?.array?.map { $0["verdict"] } == ["chosen", "usable"])
            #expect(json["candidates"]?.array?.first?["attempts"]?.array?.isEmpty == false)
            let shown = try await tool.run(
                "config",
                "show",
                "--format",
                "json",
                "--audit",
                "audit",
                variables: variables
            )
            #expect(shown.json["version"] == json["version"])
            #expect(json["version"]?.string?.count == 16)

            try tool.configure("routes: { default: { first: [zendesk] } }\n")
            let later = try await tool.run("explain", ids[1], variables: variables)
            #expect(later.output.contains(", not the present configuration\n"))
        }
    }

    @Test func explainsWhatEndedWithoutAProvider() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.perform("contact.tag", Self.tag)
        let id = try #require(run.json["audit_id"]?.string)
        let explained = try await tool.run("explain", id)
        #expect(explained.output.contains("no route applies: the first configured provider that can, and nobody else"))
        #expect(explained.output.contains(#/intercom +not configured +lacks its credentials/#))
        #expect(try await tool.run("explain", "019ab2d4-7c11-7a3e-9f20-5d1c8e4b6a07").status == 1)
    }

    @Test func plansWhatWouldMove() async throws {
        try await withLog { tool, _, ids in
            try write("routes: { contact.tag: { first: [zendesk] } }\n", "new.yaml", tool)
            // No credentials here: neither for the one that the log shows at work, nor for the one that the file names.
            let environment = ["INTERCOM_ACCESS_TOKEN": "", "INTERCOM_ADMIN_ID": ""]
            let run = try await tool.run("plan", "new.yaml", "--format", "json", variables: environment)
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.json["actions"] == 3)
            #expect(run.json["staying"] == 1)
            let moves = try #require(run.json["moves"]?.array)
            #expect(moves.count == 1)
            #expect(moves[0]["action"] == "contact.tag")
            #expect(moves[0]["from"] == ["intercom"])
            #expect(moves[0]["to"] == ["zendesk"])
            #expect(moves[0]["count"] == 2)
            #expect(moves[0]["example"] == .string(ids[2]))
            #expect(run.json["assumed_configured"] == ["intercom", "zendesk"])
            let text = try await tool.run("plan", "new.yaml", "--last", "1")
            #expect(text.output.contains(#/1 +contact.tag +intercom +zendesk/#))
            #expect(text.output.contains("stay         0\nmove         1\n"))
        }
    }

    @Test func plansWhatWouldBeLostAndWhatNobodyWouldDo() async throws {
        try await withLog { tool, variables, _ in
            try write("routes: { default: { first: [sendgrid] } }\n", "strict.yaml", tool)
            let strict = try await tool.run("plan", "strict.yaml", variables: variables)
            #expect(strict.status == 1)
            #expect(strict.output.contains("nobody       3\n"))
            #expect(strict.output.contains("invalid_input: role: is more than sendgrid can do"))
            #expect(strict.output.contains("unsupported_action: sendgrid cannot do contact.tag"))
            let lossy = """
                routes:
                  default: { first: [intercom] }
                  contact.upsert: { first: [sendgrid], allowLoss: [role] }

                """
            try write(lossy, "lossy.yaml", tool)
            let run = try await tool.run("plan", "lossy.yaml", variables: variables)
            #expect(run.status == 0)
            #expect(run.output.contains(#/1 +contact.upsert +sendgrid +role/#))
        }
    }

    @Test func reportsAWrongFileAsConfigCheckDoes() async throws {
        try await withLog { tool, variables, _ in
            try write("routes:\n  contact.tag: { first: [nobody] }\n", "wrong.yaml", tool)
            let check = try await tool.run("config", "check", "--config", "wrong.yaml", variables: variables)
            let plan = try await tool.run("plan", "wrong.yaml", variables: variables)
            #expect(plan.status == 3)
            let problem = try #require(check.output.split(separator: "\n").first)
            #expect(problem.hasPrefix("wrong.yaml:2: "))
            #expect(plan.errors.contains(problem))
            #expect(plan.output.isEmpty)
        }
    }
}

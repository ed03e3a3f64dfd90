import Foundation
import ProviderSandbox
import SwitchboardCore
import Testing

/// `switchboard campaign send`.
struct CampaignCommandTests {
    private static let letter = """
        {"campaign_name": "Welcome", "template_kind": "onboarding", "subject": "Welcome, {{name}}",
         "text": "You have the {{plan}} plan."}
        """
    private static let shared = """
        {"campaign_name": "Welcome", "template_kind": "onboarding", "template_id": "d-7e1f7c4d9b0a4b0f8a53"}
        """
    private static let people =
        "email,name,user_id,plan\nada@example.com,Ada,7,pro\nbob@example.com,Bob,8,free\neve@example.com,Eve,9,pro\n"

    /// Runs a test with a tool whose providers are all played, and a letter and its recipients in its folder.
    private func withTool(
        letter: String = letter,
        people: String = people,
        _ body: (Tool, SandboxAddress, [String: String]) async throws -> Void
    ) async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: nil)
            defer { tool.removeFolder() }
            try Data(letter.utf8).write(to: URL(fileURLWithPath: "\(tool.folder)/letter.json"))
            try Data(people.utf8).write(to: URL(fileURLWithPath: "\(tool.folder)/people.csv"))
            try await body(
                tool,
                sandbox,
                Dictionary(uniqueKeysWithValues: sandbox.environment.map { ($0.key, $0.value) })
            )
        }
    }

    private static let send = ["campaign", "send", "letter.json", "--recipients", "people.csv"]

    @Test func sendsAndTheLogFindsEachRecipient() async throws {
        try await withTool { tool, sandbox, variables in
            let options = ["--correlation", "spring", "--format", "json"]
            let run = try await tool.run(Self.send + options, variables: variables)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.json["status"] == "sent" && run.json["success"] == true)
            #expect(run.json["counts"] == ["sent": 3])
            #expect(run.json["delivery"]?["providers"] == ["sendgrid": ["sent": 3]])
            #expect(run.json["tracking"]?["tracked"] == 3)
            #expect(run.json["results"]?.array?.compactMap { $0["line"]?.integer } == [2, 3, 4])
            let mails = try await sandbox.requests().filter { $0 == "POST /v3/mail/send" }
            #expect(mails.count == 2, "Ada's and Eve's texts come out alike, and share a request")
            let found = try await tool.run(
                ["audit", "list", "--correlation", "spring", "--limit", "1000", "--format", "json"],
                variables: variables
            )
            let entries = found.json["entries"]?.array ?? []
            #expect(entries.filter { $0["kind"] == "item" && $0["action"] == "email.send_batch" }.count == 3)
            #expect(entries.allSatisfy { $0["correlation_id"] == "spring" })
            let bob = try await tool.run(
                ["audit", "list", "--correlation", "spring", "--person", "bob@example.com", "--format", "json"],
                variables: variables
            )
            let items = (bob.json["entries"]?.array ?? []).filter { $0["kind"] == "item" }
            #expect(items.map { $0["outcome"] } == ["success"])
        }
    }

    @Test func aSharedTemplateNeedsOneRequestAThousand() async throws {
        let people = "email,name\n" + (0..<2500).map { "person\($0)@example.com,Person \($0)\n" }.joined()
        try await withTool(letter: Self.shared, people: people) { tool, sandbox, variables in
            let onlyMail = variables.filter { $0.key.hasPrefix("SENDGRID") }
            let run = try await tool.run(Self.send + ["--format", "json"], variables: onlyMail)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.json["counts"] == ["sent": 2500])
            #expect(try await sandbox.requests() == Array(repeating: "POST /v3/mail/send", count: 3))
        }
    }

    @Test func aDryRunSendsNothing() async throws {
        try await withTool { tool, sandbox, variables in
            let run = try await tool.run(Self.send + ["--dry-run"], variables: variables)
            #expect(run.status == 0, "\(run.errors)")
            #expect(
                run.output.hasPrefix("Welcome  dry run\nrecipients   3 to send to, 0 bad\nnames        name, plan\n")
            )
            #expect(
                run.output.contains(
                    "requests     at most 3: the text is rendered here; where it differs for each recipient, each needs a request"
                )
            )
            #expect(run.output.contains("You have the pro plan."))
            #expect(run.output.contains("Authorization: Bearer [redacted]"))
            #expect(try await sandbox.requests().isEmpty)
            #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/audit"))
        }
    }

    @Test func tellsOfABadRowByItsLine() async throws {
        try await withTool(people: Self.people + "nobody,N,1,x\n") { tool, sandbox, variables in
            let run = try await tool.run(Self.send + ["--correlation", "c"], variables: variables)
            #expect(run.status == 1)
            #expect(run.output.hasPrefix("Welcome  partial\n"))
            #expect(
                run.output.contains(
                    "recipients   4, 3 sent, 1 bad\nprovider     sendgrid: 3 sent\ntracking     3 events\n"
                )
            )
            #expect(run.output.contains(#/RECIPIENT +PROBLEM\nline 5 +email is not an email address/#))
            #expect(run.errors == "", "no progress where nobody sits at a terminal")
        }
    }

    @Test(arguments: [
        ("{}", CampaignCommandTests.people, Int32(2), "campaign_name: is missing; give a string"),
        (CampaignCommandTests.letter, "name,plan\nx,y\n", 2, "has no column email on line 1"),
        (
            CampaignCommandTests.letter, "email,name\na@b.io,A\n", 2,
            "plan: stands for nothing here, and text asks for it"
        ),
    ])
    func whatIsWrongSendsNothing(letter: String, people: String, status: Int32, message: String) async throws {
        try await withTool(letter: letter, people: people) { tool, sandbox, variables in
            for options in [[], ["--dry-run"]] {
                let run = try await tool.run(Self.send + options, variables: variables)
                #expect(run.status == status)
                #expect((run.output + run.errors).contains(message), "\(run.output)\(run.errors)")
            }
            #expect(try await sandbox.requests().isEmpty)
        }
    }

    @Test func whatIsScheduledCanBeCancelled() async throws {
        let later = TimeSource.system.wallClock().advanced(by: .seconds(3600))
        let letter = String(Self.letter.dropLast()) + ", \"send_at\": \"\(later)\"}"
        try await withTool(letter: letter) { tool, sandbox, variables in
            let run = try await tool.run(Self.send + ["--format", "json"], variables: variables)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.json["status"] == "scheduled" && run.json["counts"] == ["scheduled": 3])
            let batchID = try #require(run.json["delivery"]?["batch_id"]?.string)
            let cancel = try await tool.run(
                "perform",
                "email.cancel_scheduled",
                "{\"batch_id\": \"\(batchID)\"}",
                variables: variables
            )
            #expect(cancel.json["status"] == "cancel", "\(cancel.output)")
        }
    }

    @Test func aTerminalSeesHowFarItIs() async throws {
        try await withTool { tool, _, variables in
            let shown = try await tool.run(
                onTerminal: Self.send,
                variables: variables.merging(["NO_COLOR": "1"]) { $1 }
            )
            #expect(shown.contains("\r3 of 3 recipients\n"))
            #expect(shown.contains("Welcome  sent\n"))
        }
    }
}

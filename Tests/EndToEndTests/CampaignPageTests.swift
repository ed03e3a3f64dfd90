import Foundation
import ProviderSandbox
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// docs/campaigns.md shows what runs.
struct CampaignPageTests {
    private static let page = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/campaigns.md")

    /// The blocks of a language, in order.
    private func blocks(_ language: String) throws -> [String] {
        try String(contentsOf: Self.page, encoding: .utf8).components(separatedBy: "```\(language)\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
    }

    @Test func theFirstUseDoesWhatItSays() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: nil)
            defer { tool.removeFolder() }
            try Data(try blocks("json")[0].utf8).write(to: URL(fileURLWithPath: "\(tool.folder)/welcome.json"))
            try Data(try blocks("csv")[0].utf8).write(to: URL(fileURLWithPath: "\(tool.folder)/new.csv"))
            let variables = Dictionary(uniqueKeysWithValues: sandbox.environment.map { ($0.key, $0.value) })
            let scripts = try blocks("sh")
            let shown = try blocks("text")
            // The first block starts the sandbox, which runs in this process.
            let rehearsal = try await tool.bash(scripts[1], [], variables: variables)
            #expect(rehearsal.output.hasPrefix(shown[0]), "\(rehearsal.output)\(rehearsal.errors)")
            #expect(try await sandbox.requests().isEmpty)
            let sending = try await tool.bash(scripts[2], [], variables: variables)
            #expect(sending.output == shown[1], "\(sending.output)\(sending.errors)")
            #expect(try await sandbox.requests().filter { $0 == "POST /v3/mail/send" }.count == 3)
            let lines = scripts[3].split(separator: "\n").map(String.init)
            let all = try await tool.bash(lines[0], [], variables: variables).output
            #expect(
                all.split(separator: "\n").filter { $0.contains("item") && $0.contains("email.send_batch") }.count == 3
            )
            let bob = try await tool.bash(lines[1], [], variables: variables).output
            #expect(bob.split(separator: "\n").filter { $0.contains("item") }.count == 1)
            #expect(scripts[4].contains(CancelScheduledEmails.name))
        }
    }

    @Test func theSwiftIsWhatIsBuilt() async throws {
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let flat = { (text: String) in
            text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
        }
        #expect(flat(source).contains(flat(try blocks("swift")[0])))
        // Its file is not here, which is refused before anything is sent.
        let recording = try RecordingTools()
        #expect(await sendExample(with: recording.tools).status == .refused)
        #expect(recording.calls.isEmpty)
    }

    @Test func namesEveryFieldAndKind() throws {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        for field in PersonalizedEmail.fields { #expect(page.contains("`\(field.name)`"), "\(field.name)") }
        for kind in PersonalizedEmail.TemplateKind.allCases { #expect(page.contains("`\(kind.rawValue)`"), "\(kind)") }
    }
}

/// The page's example; built so that it cannot rot.
private func sendExample(with tools: CommunicationTools) async -> CampaignResult {
    let letter = PersonalizedEmail(
        campaign: "Spring welcome",
        .onboarding,
        subject: "Welcome, {{name}}",
        text: "Hello {{name}}, you have the {{plan}} plan."
    )
    let result = await tools.sendPersonalizedEmail(letter, to: .csv(path: "new.csv")) { progress in
        print("\(progress.done) of \(progress.total)")
    }
    return result
}

import Foundation
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

import Foundation
import SwitchboardTesting
import Testing

/// The page for those who test says what runs here.
struct TestingPageTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The text with its lines' indentation taken away.
    private func flat(_ text: some StringProtocol) -> String {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    }

    @Test func showsNothingThatIsNotRunHere() throws {
        let folder = "Tests/SwitchboardTestingTests/Examples"
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent(folder).path)
        let examples = try files.map { flat(try text("\(folder)/\($0)")) }
        let snippets = try text("docs/testing.md").components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        #expect(snippets.count == 3)
        for snippet in snippets {
            let isRun = examples.contains { $0.contains(flat(snippet)) }
            #expect(isRun, "no example holds:\n\(snippet)")
        }
    }

    @Test func namesEveryRule() throws {
        let page = try text("docs/testing.md")
        for rule in ContractRule.allCases { #expect(page.contains("| `\(rule)` |"), "\(rule)") }
    }
}

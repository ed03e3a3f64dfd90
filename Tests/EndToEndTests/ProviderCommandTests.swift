import Foundation
import Switchboard
import SwitchboardCore
import Testing

/// `switchboard provider`.
struct ProviderCommandTests {
    @Test func writesWhatTheTutorialShows() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run(["provider", "new", "acme"])
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.last == "next: cd acme-provider && swift test")
        #expect(try Set(lines.dropLast()) == tool.files())
        let shown = try Self.tutorial()
        for path in lines.dropLast() {
            let short = try #require(path.wholeMatch(of: #/acme-provider/(.*)/#)).1
            let text = try #require(shown[String(short)], "docs/adding-a-provider.md does not show \(short)")
            #expect(try tool.text(of: path) == text, "docs/adding-a-provider.md shows another \(short)")
        }
    }

    @Test func spellsANameAsEachPlaceNeedsIt() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run([
            "provider", "new", "my_desk2", "--directory", "work/desk", "--switchboard", "a \"clone\"",
        ])
        #expect(run.status == 0, "\(run.errors)")
        let provider = try tool.text(of: "work/desk/Sources/MyDesk2Provider/MyDesk2Provider.swift")
        #expect(provider.contains("public static let name = \"my_desk2\"\n"))
        #expect(provider.contains("public static let displayName = \"My Desk2\"\n"))
        #expect(provider.contains("https://api.my-desk2.example"))
        let bench = try tool.text(of: "work/desk/Tests/MyDesk2ProviderTests/MyDesk2Bench.swift")
        #expect(bench.contains("\"MY_DESK2_API_TOKEN\""))
        let manifest = try tool.text(of: "work/desk/Package.swift")
        #expect(manifest.contains("name: \"my-desk2-provider\""))
        #expect(manifest.contains(#/path: "/[^"\n]*/a \\"clone\\""/#))
        #expect(try tool.text(of: "work/desk/hub.yaml").contains("  my_desk2: {"))
        let everything = try tool.files().map { try tool.text(of: $0) }.joined()
        #expect(!everything.lowercased().contains("acme"))
    }

    @Test(arguments: [
        "", "Acme", "9lives", "_acme", "acme_", "a__b", "a-b", "ac me", "../acme", "größe",
        String(repeating: "a", count: 41),
        "intercom", "sendgrid", "send_grid", "mixpanel", "zendesk", "switchboard",
    ])
    func refusesANameThatCannotServe(name: String) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run(["provider", "new", name])
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("NAME: "))
        #expect(try tool.files().isEmpty)
    }

    @Test func overwritesNothing() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try tool.configure("providers: {}")
        let run = try await tool.run(["provider", "new", "acme", "--directory", "config"])
        #expect(run.status == 2)
        #expect(run.errors == "--directory: config is not empty; name a new folder, nothing is overwritten\n")
        let onFile = try await tool.run(["provider", "new", "acme", "--directory", "config/switchboard.yaml"])
        #expect(onFile.status == 2)
        #expect(onFile.errors == "--directory: config/switchboard.yaml is a file; name a folder\n")
        let nowhere = try await tool.run(["provider", "new", "acme", "--directory", "config/switchboard.yaml/below"])
        #expect(nowhere.status == 2)
        #expect(nowhere.errors.hasPrefix("--directory: config/switchboard.yaml/below cannot be written: "))
        #expect(try tool.files() == ["config/switchboard.yaml"])
        #expect(try tool.text(of: "config/switchboard.yaml") == "providers: {}")
    }

    @Test func saysWhereTheLibraryIsMissing() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let without = try await tool.run(["provider", "new", "acme"])
        #expect(without.status == 0)
        #expect(without.errors == "no sources of Switchboard in ../switchboard: give Package.swift their path first\n")
        let script =
            "mkdir -p work/switchboard && touch work/switchboard/Package.swift && switchboard provider new acme"
        let beside = try await tool.bash("\(script) --directory work/acme", [])
        #expect(beside.errors.isEmpty)
        let elsewhere = try await tool.bash(
            "switchboard provider new acme --directory a/b --switchboard work/switchboard",
            []
        )
        #expect(elsewhere.errors.isEmpty)
    }

    @Test func takesAnEmptyFolder() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let made = try await tool.bash("mkdir empty && switchboard provider new acme --directory empty/", [])
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.output.hasPrefix("empty/Package.swift\n"))
    }

    /// The files that the tutorial shows, each as it is shown first, by their paths.
    private static func tutorial() throws -> [String: String] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/adding-a-provider.md"), encoding: .utf8)
        let blocks = page.matches(of: #/\n`(?<path>[^`\n]+)`\n\n```[a-z]+\n(?<text>(?s:.*?))```\n/#)
        return Dictionary(blocks.map { (String($0.path), String($0.text)) }) { first, _ in first }
    }
}

extension Tool {
    /// Every file below the folder, by its path in it.
    fileprivate func files() throws -> Set<String> {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return Set(
            paths.filter { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
        )
    }

    fileprivate func text(of path: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    }
}

import Foundation
import Switchboard
import SwitchboardCore
import Testing

/// What the pages tell must be what the tool does.
struct DocumentationTests {
    private let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func page(_ name: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent("docs/\(name)"), encoding: .utf8)
    }

    @Test func theCommandLinePageIsTheToolsOwnHelp() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let generated = try await tool.run("reference").output
        let parts = try page("command-line.md").split(separator: #/<!-- scripts/docs [^\n]*-->\n/#, maxSplits: 1)
        #expect(parts.count == 2)
        #expect(
            parts.last?.trimmingCharacters(in: .newlines) == generated.trimmingCharacters(in: .newlines),
            "docs/command-line.md is not what the tool says: run scripts/docs"
        )
    }

    @Test func theReadmeSaysWhoCanDoWhat() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let generated = try await tool.run("reference", "--capabilities").output
        let readme = try page("../README.md")
        let table = readme.split(separator: "<!-- capabilities begin -->")[1]
            .split(separator: "<!-- capabilities end -->")
        #expect(
            table[0].trimmingCharacters(in: .newlines) == generated.trimmingCharacters(in: .newlines),
            "the table in README.md is not what the providers say: run scripts/docs"
        )
    }

    @Test func everyProvidersPageNamesAllItsActions() throws {
        for provider in builtInProviders {
            let folder = provider.displayName.filter { !$0.isWhitespace }
            let page = try page("../Providers/\(folder)/README.md")
            for entry in ActionCatalog(providers: [provider]).entries {
                #expect(page.contains("`\(entry.action.name)`"), "\(folder)")
            }
        }
    }

    @Test func everyCommandHasExamples() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let sections = try await tool.run("reference").output.split(separator: "OVERVIEW: ").dropFirst()
        #expect(sections.count >= 8)
        for section in sections {
            #expect(section.contains("Examples:\n"), "\(section.prefix(60))")
            let examples = section.split(separator: "\n").filter { $0.hasPrefix("  switchboard ") }
            #expect(examples.allSatisfy { $0.count <= 80 }, "a usual terminal shows them unbroken")
        }
    }

    @Test(arguments: [
        "provider", "method", "path", "status", "headers", "body", "delay_ms", "drop", "truncate", "drip_ms",
        "not_http",
        "not_json", "commit", "times",
    ])
    func theSandboxPageExplainsEveryMemberOfAFault(name: String) throws {
        #expect(try page("sandbox.md").contains("| `\(name)` |"))
    }
}

import ArgumentParser
import Switchboard
import SwitchboardCore

/// Prints what the documentation takes over as Markdown; `scripts/docs` puts it into its pages.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Prints the help of every command as Markdown, for docs/command-line.md.",
        shouldDisplay: false
    )

    @Flag(help: "Print the table of who can do what, for README.md, instead.")
    var capabilities = false

    func run() throws {
        guard !capabilities else { return try Output.text(Self.capabilities(of: ActionCatalog())) }
        try Output.text(Self.sections(of: SwitchboardCommand.self, below: []).joined(separator: "\n"))
    }

    private static func capabilities(of catalog: ActionCatalog) -> String {
        let row = { (cells: [String]) in "| \(cells.joined(separator: " | ")) |" }
        let heading = row(["action", "what it does"] + builtInProviders.map { $0.displayName })
        let rule =
            "|\(String(repeating: "---|", count: 2))\(String(repeating: ":---:|", count: builtInProviders.count))"
        let rows = catalog.entries.map { entry in
            let marks = builtInProviders.map { entry.providers.contains($0.name) ? "yes" : "" }
            return row(["`\(entry.action.name)`", entry.action.summary] + marks)
        }
        return ([heading, rule] + rows).joined(separator: "\n")
    }

    private static func sections(of command: any ParsableCommand.Type, below parents: [String]) -> [String] {
        let path = parents + [command.configuration.commandName ?? ""]
        // A width of its own, so that the page does not depend on the terminal of whoever makes it.
        let help = SwitchboardCommand.helpMessage(for: command, columns: 100).replacing(#/\s+$/#, with: "")
        let section = """
            \(String(repeating: "#", count: path.count + 1)) \(path.joined(separator: " "))

            ```text
            \(help)
            ```

            """
        let subcommands = command.configuration.subcommands.filter { subcommand in
            subcommand.configuration.shouldDisplay
        }
        return [section] + subcommands.flatMap { subcommand in sections(of: subcommand, below: path) }
    }
}

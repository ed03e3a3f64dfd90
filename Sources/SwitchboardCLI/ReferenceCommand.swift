import ArgumentParser

/// Prints the help of every command as Markdown; `scripts/docs` makes `docs/command-line.md` of it.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Prints the help of every command as Markdown, for docs/command-line.md.",
        shouldDisplay: false
    )

    func run() throws {
        try Output.text(Self.sections(of: SwitchboardCommand.self, below: []).joined(separator: "\n"))
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

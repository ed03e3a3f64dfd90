import ArgumentParser
import AuditStore
import SwitchboardCore

/// Asks the audit log.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Asks the audit log what was done, to whom, through whom, and what came of it.",
        discussion: """
            Without a subcommand it lists entries.

            Examples:
              switchboard audit --person ada@example.com
              switchboard audit --outcome unknown --since 24h
              switchboard audit show 019ab2d4-7c11-7a3e-9f20-5d1c8e4b6a07
              switchboard audit open
              switchboard audit stats --since 24h --per hour
              switchboard audit verify
            """,
        subcommands: [
            AuditListCommand.self, AuditShowCommand.self, AuditOpenCommand.self, AuditTailCommand.self,
            AuditStatsCommand.self, AuditResolveCommand.self, AuditExportCommand.self, AuditVerifyCommand.self,
            AuditKeyCommand.self, AuditPruneCommand.self, AuditEraseCommand.self, AuditRotateKeyCommand.self,
        ],
        defaultSubcommand: AuditListCommand.self
    )
}

/// How the audit commands print.
enum AuditFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}

/// How the audit commands print lists.
enum AuditListFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
}

/// Lists the actions whose fate nobody has recorded.
struct AuditOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Lists the actions that were begun by a process which is gone and never recorded as ended.",
        discussion: """
            Nobody knows whether these were done: look at the provider before you repeat one.

            Examples:
              switchboard audit open
              switchboard audit open --all --format json
            """
    )

    @Flag(help: "Lists the actions of running processes too.")
    var all = false

    @Option(help: "How to print the list.")
    var format: AuditListFormat = .table

    @OptionGroup var audit: AuditOptions

    func run() async throws {
        let actions = try await audit.reader().openActions().filter { all || !$0.isInstanceAlive }
        switch format {
        case .json: try Output.json(["open": actions])
        case .csv: try Output.text(table(of: actions).csv)
        case .table: try Output.text(actions.isEmpty ? "no open actions" : table(of: actions).text)
        }
    }

    private func table(of actions: [OpenAction]) -> TextTable {
        var table = TextTable(.whole("BEGUN (UTC)"), "ACTION", "ACTOR", "PROCESS", .whole("ID"))
        for action in actions {
            let process = action.isInstanceAlive ? "running" : "gone"
            table.add(action.at.inTable, action.action, action.actor, process, "\(action.auditID)")
        }
        return table
    }
}

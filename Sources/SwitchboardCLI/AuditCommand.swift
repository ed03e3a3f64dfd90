import ArgumentParser
import AuditStore
import SwitchboardCore

/// Asks the audit log.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Asks the audit log what was done, to whom, through whom, and what came of it.",
        discussion: """
            Examples:
              switchboard audit --person ada@example.com
              switchboard audit --outcome unknown --since 24h
              switchboard audit show 0197…
              switchboard audit open
            """,
        subcommands: [AuditListCommand.self, AuditShowCommand.self, AuditOpenCommand.self],
        defaultSubcommand: AuditListCommand.self
    )
}

/// How the audit commands print.
enum AuditFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}

/// Lists the actions whose fate nobody has recorded.
struct AuditOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Lists the actions that were begun by a process which is gone and never recorded as ended."
    )

    @Flag(help: "Lists the actions of running processes too.")
    var all = false

    @Option(help: "How to print the list.")
    var format: AuditFormat = .table

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let actions = try await common.auditReader().openActions().filter { all || !$0.isInstanceAlive }
        switch format {
        case .json: try Output.json(["open": actions])
        case .table: Output.text(actions.isEmpty ? "no open actions" : table(of: actions))
        }
    }

    private func table(of actions: [OpenAction]) -> String {
        var table = TextTable("BEGUN", "ACTION", "ACTOR", "PROCESS", "ID")
        for action in actions {
            let process = action.isInstanceAlive ? "running" : "gone"
            table.add("\(action.at)", action.action, action.actor, process, "\(action.auditID)")
        }
        return table.text
    }
}

import ArgumentParser
import AuditStore
import Switchboard
import SwitchboardCore

/// Routes what was done by another configuration.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Says what another configuration would do with the last actions of the audit log; sends nothing.",
        discussion: """
            It tells what would move, what would be lost, what nobody would do, and what the log cannot tell. Instances \
            that the file names, and those that the log shows at work, count as configured whether their credentials are \
            on this machine or not. docs/routing.md tells the rest.

            Exit status: 0 every action has a provider, or nobody can tell; 1 some would have none; 3 the file is wrong.

            Examples:
              switchboard plan new.yaml
              switchboard plan new.yaml --last 100000 --format json
              switchboard plan new.yaml --audit /var/lib/switchboard/audit
            """
    )

    @Argument(help: "The configuration file to rehearse.", completion: .file(extensions: ["yaml", "yml"]))
    var newFile: String

    @Option(help: "How many actions to replay, from the newest back.")
    var last: Int = 1000

    @Option(help: "How to print the result.")
    var format: ExplainCommand.Format = .text

    @OptionGroup var audit: AuditOptions

    func validate() throws {
        guard last > 0 else { throw ValidationError("--last must be at least 1") }
    }

    func run() async throws {
        let new = try ConfigurationReport(file: newFile).get()
        let plan = try await Plan(of: new, file: newFile, over: audit.reader(), last: last)
        switch format {
        case .json: try Output.json(plan.json)
        case .text: try Output.text(plan.text)
        }
        guard !plan.report.hasRefusals else { throw ExitStatus.failed.code }
    }
}

/// A replay of the log with its result.
struct Plan {
    let file: String
    let replay: RouteReplay
    let report: RouteReplayReport

    /// Reads the log twice: first for the instances that are at work, then for what would become of each action.
    init(
        of configuration: SwitchboardConfiguration,
        file: String,
        over reader: AuditReader,
        last: Int
    ) async throws(Failure) {
        self.file = file
        let actions = try await AuditedActions(reader, last: last, catalog: ActionCatalog())
        var seen: Set<String> = []
        try await actions.visit { seen.formUnion($0.usableInstances) }
        let replay = try RouteReplay(configuration, seen: seen)
        var report = RouteReplayReport()
        try await actions.visit { report.add($0, replay.fate(of: $0)) }
        self.replay = replay
        self.report = report
    }
}

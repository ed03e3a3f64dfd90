import ArgumentParser
import AuditStore
import Switchboard
import SwitchboardCore

/// Says why an action went where it went.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says why an action went to its provider: the rule, every candidate, what was lost, who was tried.",
        discussion: """
            It tells which configuration decided, whether that is the present one, and the last changes of the \
            configuration that the audit log holds before the action (among the million entries before it).

            Examples:
              switchboard explain 019ab2d4-7c11-7a3e-9f20-5d1c8e4b6a07
              switchboard explain 019ab2d4-7c11-7a3e-9f20-5d1c8e4b6a07 --format json
            """
    )

    @Argument(help: "The action's audit_id.")
    var id: AuditShowCommand.Identifier

    @Option(help: "How to print it.")
    var format: Format = .text

    @OptionGroup var audit: AuditOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func run() async throws {
        // A process may have been started with --audit or without it: the folder is part of what the fingerprint covers.
        let present = [try audit.configuration(), try audit.file.configuration()].map(\.fingerprint)
        let explanation = try await audit.reader().explain(id.id, present: Set(present))
        switch format {
        case .json: try Output.json(explanation)
        case .text: try Output.text(explanation.text)
        }
    }
}

extension SwitchboardConfiguration {
    /// The sixteen digits that the audit log keeps with each decision.
    var fingerprint: String { fingerprint(providers: builtInProviders) }
}

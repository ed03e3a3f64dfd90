import ArgumentParser
import Glibc

/// Runs the command that the arguments name and ends with the documented exit status.
@main
enum EntryPoint {
    static func main() async {
        // A reader of our output that goes away must not kill us between an intent and its outcome.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            var command = try SwitchboardCommand.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            ExitStatus.leave(after: error, arguments: arguments)
        }
    }
}

/// The tool itself: a name for its commands.
struct SwitchboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switchboard",
        abstract: "Reaches customers through the providers that the configuration names, and tells what was done.",
        discussion: """
            Exit status: 0 done; 1 the action or a check failed, or its result could not be written; 2 the input or \
            the usage is wrong; 3 the configuration is wrong. Results go to standard output, log lines to standard \
            error.

            Examples:
              switchboard actions
              switchboard perform contact.note '{"person": {"user_id": "7"}, "body": "hi"}'
              switchboard audit --person ada@example.com --since 7d
              switchboard --generate-completion-script bash
            """,
        version: "0.1.0",
        subcommands: [
            PerformCommand.self, CampaignCommand.self, WorkflowCommand.self, ActionsCommand.self,
            ProvidersCommand.self, ProviderCommand.self, BreakerCommand.self, RoutesCommand.self, ConfigCommand.self,
            AuditCommand.self, ExplainCommand.self, PlanCommand.self, IdentityCommand.self, WebhookCommand.self,
            SandboxCommand.self,
            ReferenceCommand.self,
        ]
    )
}

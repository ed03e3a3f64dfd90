import ArgumentParser
import AuditStore

/// Decides in the place of circuit breakers.
struct BreakerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breaker",
        abstract: "Forces the circuit breaker of a provider instance open or closed, or lets it decide again.",
        discussion: """
            It holds in every process that uses the audit log's folder, within 2 s and over restarts. 'switchboard \
            providers' lists what is forced.

            Examples:
              switchboard breaker force-open sendgrid --reason "duplicates reported"
              switchboard breaker reset sendgrid --reason "duplicates explained"
            """,
        subcommands: [BreakerOpenCommand.self, BreakerCloseCommand.self, BreakerResetCommand.self]
    )
}

/// Forces a breaker open.
struct BreakerOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "force-open",
        abstract: "Lets nothing more through to a provider instance, not even the next request of a call under way.",
        discussion: """
            Calls fail with circuit_open, or go to the next instance of their route. Requests that are under way end by \
            themselves.

            Examples:
              switchboard breaker force-open sendgrid --reason "duplicates reported"
            """
    )

    @Argument(help: "The instance's name in the configuration.", completion: CommandCompletion.providers)
    var name: String

    @OptionGroup var options: SwitchOptions

    func run() async throws {
        try await options.perform(.force(name, .open), done: "the breaker of \(name) is forced open", nothing: "")
    }
}

/// Forces a breaker closed.
struct BreakerCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "force-close",
        abstract: "Lets everything through to a provider instance, however often it fails.",
        discussion: """
            Examples:
              switchboard breaker force-close zendesk --reason "502 from one endpoint"
            """
    )

    @Argument(help: "The instance's name in the configuration.", completion: CommandCompletion.providers)
    var name: String

    @OptionGroup var options: SwitchOptions

    func run() async throws {
        try await options.perform(.force(name, .closed), done: "the breaker of \(name) is forced closed", nothing: "")
    }
}

/// Lets a breaker decide again.
struct BreakerResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Lets a forced breaker decide for itself again, from closed and without anything on record.",
        discussion: """
            Examples:
              switchboard breaker reset zendesk --reason "proxy repaired"
            """
    )

    @Argument(help: "The instance's name.", completion: CommandCompletion.providers)
    var name: String

    @OptionGroup var options: SwitchOptions

    func run() async throws {
        try await options.perform(
            .reset(name),
            done: "the breaker of \(name) decides for itself",
            nothing: "no operator has forced the breaker of \(name)"
        )
    }
}

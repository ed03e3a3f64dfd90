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
        subcommands: [
            SwitchCommand<BreakerOpening>.self, SwitchCommand<BreakerClosing>.self, SwitchCommand<BreakerReset>.self,
        ]
    )
}

/// Forces a breaker open.
enum BreakerOpening: SwitchKind {
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

    static func change(_ target: SwitchedInstance) -> SwitchChange { .force(target.name, .open) }
}

/// Forces a breaker closed.
enum BreakerClosing: SwitchKind {
    static let configuration = CommandConfiguration(
        commandName: "force-close",
        abstract: "Lets everything through to a provider instance, however often it fails.",
        discussion: """
            Examples:
              switchboard breaker force-close zendesk --reason "502 from one endpoint"
            """
    )

    static func change(_ target: SwitchedInstance) -> SwitchChange { .force(target.name, .closed) }
}

/// Lets a breaker decide again.
enum BreakerReset: SwitchKind {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Lets a forced breaker decide for itself again, from closed and without anything on record.",
        discussion: """
            Examples:
              switchboard breaker reset zendesk --reason "proxy repaired"
            """
    )

    static func change(_ target: SwitchedInstance) -> SwitchChange { .reset(target.name) }
}

import ArgumentParser
import AuditStore

/// Holds back changes of the configuration.
struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "Freezes the configuration of running processes as it is, or lets changes through again.",
        discussion: """
            It holds in every process that uses the audit log's folder, within 2 s. 'switchboard providers' says whether \
            the routes are frozen.

            Examples:
              switchboard routes freeze --reason "release week"
              switchboard routes thaw --reason "release is out"
            """,
        subcommands: [SwitchCommand<RoutesFreezing>.self, SwitchCommand<RoutesThawing>.self]
    )
}

/// Holds back every change of the configuration.
enum RoutesFreezing: SwitchKind {
    static let configuration = CommandConfiguration(
        commandName: "freeze",
        abstract: "Lets no running process take a changed configuration, credentials included.",
        discussion: """
            A change is written to the log and the audit log once, and taken when the routes are thawed. A process that \
            starts meanwhile reads the file as it is.

            Examples:
              switchboard routes freeze --reason "release week"
            """
    )

    static func change(_ target: SwitchedWhole) -> SwitchChange { .freeze }
}

/// Lets changes through again.
enum RoutesThawing: SwitchKind {
    static let configuration = CommandConfiguration(
        commandName: "thaw",
        abstract: "Lets running processes take the configuration as it is now, and every later change.",
        discussion: """
            Examples:
              switchboard routes thaw --reason "release is out"
            """
    )

    static func change(_ target: SwitchedWhole) -> SwitchChange { .thaw }
}

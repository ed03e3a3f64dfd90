import ArgumentParser

/// Tells of the configuration.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Checks the configuration, or shows what it amounts to.",
        discussion: """
            Examples:
              switchboard config check
              switchboard config show
              switchboard config show --format json --config /etc/switchboard.yaml
            """,
        subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self]
    )
}

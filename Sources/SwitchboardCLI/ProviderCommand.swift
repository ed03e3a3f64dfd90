import ArgumentParser

/// Looks after providers.
struct ProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "Begins a provider of your own.",
        discussion: """
            'switchboard providers' lists those that are there.

            Examples:
              switchboard provider new acme
            """,
        subcommands: [ProviderNewCommand.self]
    )
}

import ArgumentParser

/// Looks after providers.
struct ProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "Switches a provider instance off and on, and begins a provider of your own.",
        discussion: """
            'switchboard providers' lists those that are there.

            Examples:
              switchboard provider disable sendgrid --reason "bounce storm"
              switchboard provider enable sendgrid --reason "back to normal"
              switchboard provider new acme
            """,
        subcommands: [
            SwitchCommand<ProviderDisabling>.self, SwitchCommand<ProviderEnabling>.self, ProviderNewCommand.self,
        ]
    )
}

import ArgumentParser
import AuditStore

/// Switches a provider instance off.
struct ProviderDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Switches a provider instance off, in every process that uses the audit log's folder.",
        discussion: """
            Within 2 s no call that begins is routed to it, until 'provider enable'. Calls under way go on: 'breaker \
            force-open' stops those too. The audit log keeps who did it and why.

            Examples:
              switchboard provider disable sendgrid --reason "bounce storm"
            """
    )

    @Argument(help: "The instance's name in the configuration.", completion: CommandCompletion.providers)
    var name: String

    @OptionGroup var options: SwitchOptions

    func run() async throws {
        try await options.perform(.disable(name), done: "\(name) is switched off", nothing: "")
    }
}

/// Switches a provider instance on again.
struct ProviderEnableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Takes back 'provider disable'; what the configuration switches off stays off.",
        discussion: """
            Examples:
              switchboard provider enable sendgrid --reason "bounces are back to normal"
            """
    )

    @Argument(help: "The instance's name.", completion: CommandCompletion.providers)
    var name: String

    @OptionGroup var options: SwitchOptions

    func run() async throws {
        try await options.perform(
            .enable(name),
            done: "\(name) is no longer switched off by an operator",
            nothing: "no operator has switched \(name) off"
        )
    }
}

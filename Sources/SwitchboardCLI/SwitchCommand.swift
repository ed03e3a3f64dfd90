import ArgumentParser
import AuditStore

/// One thing that an operator switches by hand, as a command.
protocol SwitchKind {
    /// What the command takes beside the reason.
    associatedtype Target: ParsableArguments

    /// The command's name and help.
    static var configuration: CommandConfiguration { get }

    /// What it switches.
    static func change(_ target: Target) -> SwitchChange
}

/// Switches something by hand.
struct SwitchCommand<Kind: SwitchKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration { Kind.configuration }

    @OptionGroup var target: Kind.Target
    @OptionGroup var options: SwitchOptions

    func run() async throws {
        try await options.perform(Kind.change(target))
    }
}

/// The provider instance that a switch is about.
struct SwitchedInstance: ParsableArguments {
    @Argument(
        help: "The instance's name in the configuration; one that is no longer there may be switched back.",
        completion: CommandCompletion.providers
    )
    var name: String
}

/// What a switch takes that is about everything.
struct SwitchedWhole: ParsableArguments {}

import ArgumentParser
import Glibc
import Switchboard
import SwitchboardCore

/// How the tool ends.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case wrongInput = 2
    case wrongConfiguration = 3

    /// The status of an action that failed.
    init(_ failure: Failure) {
        self = failure.kind == .invalidInput ? .wrongInput : .failed
    }

    /// As a command throws it.
    var code: ExitCode { ExitCode(rawValue) }

    /// Says what went wrong and ends the process.
    static func leave(after error: any Error, arguments: [String]) -> Never {
        switch error {
        case let code as ExitCode: exit(code.rawValue)
        case let lost as LostOutput: leave(after: lost)
        case let error as ConfigurationError:
            Output.error(error.description)
            exit(wrongConfiguration.rawValue)
        case let failure as Failure:
            Output.error(failure.message)
            let status = failure.kind == .notConfigured ? wrongConfiguration : ExitStatus(failure)
            exit(status.rawValue)
        default: leaveUsage(error, arguments: arguments)
        }
    }

    private static func leave(after lost: LostOutput) -> Never {
        Output.error(lost.description)
        exit(failed.rawValue)
    }

    /// Ends after help, a version or wrong usage; `perform` answers in JSON even then.
    private static func leaveUsage(_ error: any Error, arguments: [String]) -> Never {
        let message = SwitchboardCommand.fullMessage(for: error)
        guard SwitchboardCommand.exitCode(for: error) != .success else {
            do { try Output.text(message) } catch { leave(after: error) }
            exit(done.rawValue)
        }
        guard SwitchboardCommand.exitCode(for: error) == .validationFailure else {
            Output.error("\(error)")
            exit(failed.rawValue)
        }
        Output.error(message)
        if let hint = commandMeant(by: arguments) { Output.error("did you mean '\(hint)'?") }
        if arguments.first == PerformCommand.name {
            let summary = SwitchboardCommand.message(for: error)
            let outcome = NamedOutcome(failure: Failure(.invalidInput, effect: .none, summary))
            do { try Output.json(outcome.json, isPretty: false) } catch { Output.error(error.description) }
        }
        exit(wrongInput.rawValue)
    }

    /// The command that a mistyped first word most likely means.
    private static func commandMeant(by arguments: [String]) -> String? {
        let commands = SwitchboardCommand.configuration.subcommands.map { $0.configuration }
        let names = commands.filter(\.shouldDisplay).compactMap(\.commandName)
        guard let word = arguments.first, !word.hasPrefix("-"), !names.contains(word) else { return nil }
        return word.nearest(among: names)
    }
}

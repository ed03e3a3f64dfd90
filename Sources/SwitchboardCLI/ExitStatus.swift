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

    /// Ends after help, a version or wrong usage; `perform` answers in JSON even then.
    private static func leaveUsage(_ error: any Error, arguments: [String]) -> Never {
        let message = SwitchboardCommand.fullMessage(for: error)
        guard SwitchboardCommand.exitCode(for: error) != .success else {
            Output.text(message)
            exit(done.rawValue)
        }
        guard SwitchboardCommand.exitCode(for: error) == .validationFailure else {
            Output.error("\(error)")
            exit(failed.rawValue)
        }
        Output.error(message)
        if arguments.first == PerformCommand.name {
            let summary = SwitchboardCommand.message(for: error)
            Output.json(NamedOutcome(failure: Failure(.invalidInput, effect: .none, summary)).json, isPretty: false)
        }
        exit(wrongInput.rawValue)
    }
}

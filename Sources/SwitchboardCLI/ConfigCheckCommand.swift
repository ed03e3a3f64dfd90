import ArgumentParser
import Switchboard

/// Says everything that is wrong with the configuration.
struct ConfigCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says everything that is wrong with the file and the environment; opens and sends nothing.",
        discussion: """
            Each problem stands on a line of its own, as file:line: path: problem. Missing credentials are warnings: an
            instance without them is passed over.

            Exit status: 0 nothing is wrong; 3 something is.

            Examples:
              switchboard config check
              switchboard config check --config staging.yaml
            """
    )

    @OptionGroup var common: CommonOptions

    func run() throws {
        let report = ConfigurationReport(file: common.configurationFile)
        for problem in report.problems { Output.text(problem.description) }
        for warning in report.warnings { Output.text("warning: \(warning)") }
        guard report.problems.isEmpty else { throw ExitStatus.wrongConfiguration.code }
        Output.text("\(report.file ?? "no file; the defaults and the environment"): nothing is wrong")
    }
}

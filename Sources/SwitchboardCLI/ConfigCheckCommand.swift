import ArgumentParser
import Switchboard

/// Says everything that is wrong with the configuration.
struct ConfigCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says everything that is wrong with the file and the environment; opens and sends nothing.",
        discussion: """
            Each problem stands on a line of its own, as file:line: path: problem. Missing credentials are warnings, \
            since an instance without them is passed over; so are variables that look like an instance's and are none.

            Exit status: 0 nothing is wrong; 3 something is.

            Examples:
              switchboard config check
              switchboard config check --config staging.yaml
            """
    )

    @OptionGroup var file: ConfigurationOptions

    func run() throws {
        let report = file.report()
        let lines = report.problems.map(\.description) + report.warnings.map { "warning: \($0)" }
        let verdict = Self.verdict(errors: report.problems.count, warnings: report.warnings.count)
        let place = report.file ?? "no file; the defaults and the environment"
        try Output.text((lines.map(\.printable) + ["\(place.printable): \(verdict)"]).joined(separator: "\n"))
        guard report.problems.isEmpty else { throw ExitStatus.wrongConfiguration.code }
    }

    private static func verdict(errors: Int, warnings: Int) -> String {
        guard errors > 0 || warnings > 0 else { return "nothing is wrong" }
        let count = { (number: Int, noun: String) in
            "\(number == 0 ? "no" : "\(number)") \(noun)\(number == 1 ? "" : "s")"
        }
        return "\(count(errors, "error")), \(count(warnings, "warning"))"
    }
}

import ArgumentParser
import Logging

/// What is logged, and how, for the commands that log.
struct LogOptions: ParsableArguments {
    @Option(help: "The least level of log lines on standard error.")
    var logLevel: LogLevel = .warning

    @Option(help: "The form of log lines: text, json, or auto for text on a terminal and json elsewhere.")
    var logFormat: LogFormat = .auto

    /// The levels of swift-log, as the command line takes them.
    enum LogLevel: String, ExpressibleByArgument, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    /// A logger that writes to standard error.
    func logger() -> Logger {
        let level = Logger.Level(rawValue: logLevel.rawValue) ?? .warning
        let format = logFormat
        return Logger(label: "switchboard") { LineLogHandler(label: $0, level: level, format: format) }
    }
}

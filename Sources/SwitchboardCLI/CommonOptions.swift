import ArgumentParser
import AuditStore
import Foundation
import Logging
import Switchboard
import SwitchboardCore

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: "The configuration file; config/switchboard.yaml where it exists, unless given.",
        completion: .file(extensions: ["yaml", "yml"])
    )
    var configurationFile: String?

    @Option(
        name: .customLong("audit"),
        help: "The folder of the audit log; over the configuration's audit.directory.",
        completion: .directory
    )
    var auditDirectory: String?

    @Option(help: "The least level of log lines on standard error.")
    var logLevel: LogLevel = .warning

    @Option(help: "The form of log lines: text, json, or auto for text on a terminal and json elsewhere.")
    var logFormat: LogFormat = .auto

    /// The levels of swift-log, as the command line takes them.
    enum LogLevel: String, ExpressibleByArgument, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    /// Reads the configuration, with these options over it.
    func configuration() throws(ConfigurationError) -> SwitchboardConfiguration {
        var configuration = try SwitchboardConfiguration.load(file: configurationFile)
        if let auditDirectory { configuration.replaceAuditDirectory(auditDirectory, origin: .option("--audit")) }
        return configuration
    }

    /// Builds the tools for looking only: no audit log is opened or made.
    func inspectingTools() throws(ConfigurationError) -> CommunicationTools {
        let configuration = try configuration()
        do throws(Failure) {
            return try CommunicationTools(inspecting: configuration, logger: logger())
        } catch {
            throw ConfigurationError(error)
        }
    }

    /// A logger that writes to standard error.
    func logger() -> Logger {
        let level = Logger.Level(rawValue: logLevel.rawValue) ?? .warning
        let format = logFormat
        return Logger(label: "switchboard") { LineLogHandler(label: $0, level: level, format: format) }
    }

    /// Opens the audit log for reading.
    ///
    /// - Throws: Where there is none yet, or where it cannot be read.
    func auditReader() throws -> AuditReader {
        try configuration().audit.reader()
    }

    /// Who uses the tool, as the audit log names them.
    static var actor: String { "cli:\(NSUserName())" }
}

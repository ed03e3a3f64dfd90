import ArgumentParser
import AuditStore
import Foundation
import Switchboard
import SwitchboardCore

/// Which configuration and which audit log serve, for the commands that use both.
struct AuditOptions: ParsableArguments {
    @OptionGroup var file: ConfigurationOptions

    @Option(
        name: .customLong("audit"),
        help: "The folder of the audit log; over the configuration's audit.directory.",
        completion: .directory
    )
    var directory: String?

    /// Reads the configuration, with these options over it.
    func configuration() throws(ConfigurationError) -> SwitchboardConfiguration {
        var configuration = try file.configuration()
        if let directory { configuration.replaceAuditDirectory(directory, origin: .option("--audit")) }
        return configuration
    }

    /// Opens the audit log for reading.
    ///
    /// - Throws: Where there is none yet, or where it cannot be read.
    func reader() throws -> AuditReader {
        try configuration().audit.reader()
    }

    /// Who uses the tool, as the audit log names them.
    static var actor: String { "cli:\(NSUserName())" }

    /// Leaves an entry that somebody looked for a person: the log watches its readers too.
    func recordSearch(for person: String) async throws {
        let reader = try self.reader()
        let log = try configuration().audit.open()
        try await log.recordOperator(
            "audit.search",
            actor: AuditOptions.actor,
            subjects: try reader.subjects(of: person)
        )
        await log.shutdown()
    }
}

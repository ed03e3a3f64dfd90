import ArgumentParser
import AuditStore
import Switchboard
import SwitchboardCore

/// Drops old months.
struct AuditPruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Drops the files of whole months that ended so long ago.",
        discussion: """
            An entry tells of each file that goes, with the hash on which the next month builds, so the rest of the log can \
            still be verified. Without --yes it only lists what would go. People stay in keys.sqlite: erase is for them.

            Examples:
              switchboard audit prune --older-than 400d
              switchboard audit prune --older-than 400d --yes
            """
    )

    @Option(help: "How long ago, such as 400d, or before which day.")
    var olderThan: Moment

    @Flag(help: "Drops them.")
    var yes = false

    @OptionGroup var audit: AuditOptions

    func run() async throws {
        let pruning = try await audit.reader().prunable(before: olderThan.timestamp)
        guard !pruning.files.isEmpty else { return try Output.text("no month ended before \(olderThan.timestamp)") }
        var table = TextTable(.whole("FILE"), "FIRST", "LAST")
        for file in pruning.files { table.add(file.name, String(file.firstSeq), String(file.lastSeq)) }
        try Output.text(table.text)
        guard yes else { return try Output.text("nothing was dropped; --yes drops them") }
        let log = try audit.configuration().audit.open()
        try await log.prune(pruning, actor: AuditOptions.actor)
        await log.shutdown()
        try Output.text("\(pruning.files.count) dropped")
    }
}

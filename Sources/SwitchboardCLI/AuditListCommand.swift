import ArgumentParser
import AuditStore
import Switchboard
import SwitchboardCore

/// Lists entries, newest first.
struct AuditListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists entries, newest first; the filters are joined by and.",
        discussion: """
            A search for a person leaves an entry of its own.

            Examples:
              switchboard audit list --person ada@example.com --since 7d
              switchboard audit list --provider intercom --error rate_limited
              switchboard audit list --since 2026-01-01 --until 2026-02-01
              switchboard audit list --ref 403918330 --format json
              switchboard audit list --kind operator --kind config
              switchboard audit list --limit 1000 --cursor CURSOR_OF_THE_PAGE_BEFORE
            """
    )

    @OptionGroup var filter: AuditFilterOptions

    @Option(help: "How many entries, 1 to 1000.")
    var limit: Int = 50

    @Option(help: "Where to go on: the cursor that the page before ended with.")
    var cursor: String?

    @Option(help: "How to print the list.")
    var format: AuditListFormat = .table

    @OptionGroup var audit: AuditOptions

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000") }
    }

    func run() async throws {
        let page = try await audit.reader().page(query)
        // No answer about a person without a trace of the question.
        if let person = filter.person { try await audit.recordSearch(for: person) }
        switch format {
        case .json: try Output.json(page)
        case .csv: try Output.text(table(of: page).csv)
        case .table: try Output.text(text(of: page))
        }
    }

    private var query: AuditQuery {
        var query = filter.query
        query.limit = limit
        query.cursor = cursor
        return query
    }

    private func table(of page: AuditPage) -> TextTable {
        var table = TextTable(
            .whole("AT (UTC)").dropped(.last),
            TextTable.Column("KIND").dropped(.early(3)),
            "ACTION",
            TextTable.Column("PROVIDER").dropped(.early(4)),
            .outcome("OUTCOME"),
            TextTable.Column("ERROR").dropped(.early(5)),
            TextTable.Column("STATUS").dropped(.early(2)),
            TextTable.Column("TRIES").dropped(.early(1)),
            .whole("ID")
        )
        for entry in page.entries {
            table.add(
                entry.at.inTable,
                entry.kind,
                entry.action,
                entry.provider ?? "",
                entry.outcome ?? "",
                entry.errorKind ?? "",
                entry.httpStatus.map(String.init) ?? "",
                entry.attempts.map(String.init) ?? "",
                "\(entry.auditID)"
            )
        }
        return table
    }

    private func text(of page: AuditPage) -> String {
        var text = page.entries.isEmpty ? "no entries" : table(of: page).text
        if page.isPartial { text += "\nthe search looked at as many entries as it may; go on with the cursor" }
        if let cursor = page.nextCursor { text += "\nmore: --cursor \(cursor.printable)" }
        return text
    }
}

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

    @Option(help: "From this moment on: a time such as 2026-01-31T09:00:00Z, a day, or how long ago, such as 24h.")
    var since: Moment?

    @Option(help: "Before this moment.")
    var until: Moment?

    @Option(help: "About this person: an address, the platform's id or a provider's id.")
    var person: String?

    @Option(help: "Of this kind; may be given several times. operator and config tell who changed what.")
    var kind: [Kind] = []

    @Option(help: "Through this provider instance.", completion: CommandCompletion.providers)
    var provider: String?

    @Option(help: "This action only.", completion: CommandCompletion.actions)
    var action: String?

    @Option(help: "With this outcome: success, failure or unknown.")
    var outcome: Outcome?

    @Option(help: "With this error kind, such as rate_limited.")
    var error: ErrorKind?

    @Option(help: "Asked for by this actor.")
    var actor: String?

    @Option(help: "With this correlation id.")
    var correlation: String?

    @Option(help: "With this id of the provider's: a message id, a ticket id.")
    var ref: String?

    @Option(help: "How many entries, 1 to 1000.")
    var limit: Int = 50

    @Option(help: "Where to go on: the cursor that the page before ended with.")
    var cursor: String?

    @Option(help: "How to print the list.")
    var format: AuditFormat = .table

    @OptionGroup var audit: AuditOptions

    /// A kind of entries on the command line.
    struct Kind: ExpressibleByArgument {
        let kind: EntryKind

        init?(argument: String) {
            guard let kind = EntryKind(rawValue: argument) else { return nil }
            self.kind = kind
        }

        static var allValueStrings: [String] { EntryKind.allCases.map(\.rawValue) }
        static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
    }

    /// A verdict on the command line.
    enum Outcome: String, ExpressibleByArgument, CaseIterable {
        case success, failure, unknown
    }

    /// An error kind on the command line.
    struct ErrorKind: ExpressibleByArgument {
        let kind: Failure.Kind

        init?(argument: String) {
            guard let kind = Failure.Kind(rawValue: argument) else { return nil }
            self.kind = kind
        }

        static var allValueStrings: [String] { Failure.Kind.allCases.map(\.rawValue) }
        static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
    }

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000") }
    }

    func run() async throws {
        let page = try await audit.reader().page(query)
        // No answer about a person without a trace of the question.
        if let person { try await recordSearch(for: person) }
        switch format {
        case .json: try Output.json(page)
        case .table: try Output.text(table(of: page))
        }
    }

    /// Leaves an entry that somebody looked for a person: the log watches its readers too.
    private func recordSearch(for person: String) async throws {
        let reader = try audit.reader()
        let log = try audit.configuration().audit.open()
        try await log.recordOperator(
            "audit.search",
            actor: AuditOptions.actor,
            subjects: try reader.subjects(of: person)
        )
        await log.shutdown()
    }

    private var query: AuditQuery {
        var query = AuditQuery()
        query.since = since?.timestamp
        query.until = until?.timestamp
        query.person = person
        query.kinds = kind.map(\.kind.rawValue)
        query.provider = provider
        query.action = action
        query.outcome = outcome.flatMap { AuditOutcome.Verdict(rawValue: $0.rawValue) }
        query.errorKind = error?.kind
        query.actor = actor
        query.correlationID = correlation
        query.reference = ref
        query.limit = limit
        query.cursor = cursor
        return query
    }

    private func table(of page: AuditPage) -> String {
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
        var text = page.entries.isEmpty ? "no entries" : table.text
        if page.isPartial { text += "\nthe search looked at as many entries as it may; go on with the cursor" }
        if let cursor = page.nextCursor { text += "\nmore: --cursor \(cursor.printable)" }
        return text
    }
}

/// A moment on the command line: a time, a day or how long ago.
struct Moment: ExpressibleByArgument {
    let timestamp: Timestamp

    static var defaultCompletionKind: CompletionKind { .list(["1h", "24h", "7d", "30d"]) }

    init?(argument: String) {
        if let timestamp = Timestamp(argument) ?? Timestamp("\(argument)T00:00:00Z") {
            self.timestamp = timestamp
        } else if let ago = Duration(configuration: argument) {
            timestamp = TimeSource.system.wallClock().advanced(by: .zero - ago)
        } else {
            return nil
        }
    }
}

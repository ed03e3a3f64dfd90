import ArgumentParser
import AuditStore
import SwitchboardCore

/// Counts outcomes.
struct AuditStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Counts what was done, by provider, action and outcome, with how long it took.",
        discussion: """
            The log counts as it writes, so this looks at no entry. How long things took is known by bounds of 1, 2 and 5 \
            times powers of ten.

            Examples:
              switchboard audit stats --since 24h
              switchboard audit stats --since 7d --by provider,outcome --per day
              switchboard audit stats --since 1h --by outcome --per minute --format json
            """
    )

    @Option(help: "From this moment on: a time such as 2026-01-31T09:00:00Z, a day, or how long ago, such as 24h.")
    var since: Moment?

    @Option(help: "Before this moment.")
    var until: Moment?

    @Option(help: "What is counted apart: provider, action and outcome, separated by commas; none for all together.")
    var by = Dimensions()

    @Option(help: "For each minute, hour or day of it.")
    var per: Span?

    @Option(help: "How to print the counts.")
    var format: AuditListFormat = .table

    @OptionGroup var audit: AuditOptions

    /// What is counted apart, on the command line.
    struct Dimensions: ExpressibleByArgument {
        var dimensions = Set(AuditStatisticsQuery.Dimension.allCases)

        init() {}

        init?(argument: String) {
            let words = argument == "none" ? [] : argument.split(separator: ",").map(String.init)
            dimensions = Set(words.compactMap(AuditStatisticsQuery.Dimension.init))
            guard dimensions.count == words.count else { return nil }
        }

        static var defaultCompletionKind: CompletionKind {
            .list(AuditStatisticsQuery.Dimension.allCases.map(\.rawValue))
        }
        var defaultValueDescription: String { "provider,action,outcome" }
    }

    /// A span on the command line.
    enum Span: String, ExpressibleByArgument, CaseIterable {
        case minute, hour, day
    }

    func run() async throws {
        let query = AuditStatisticsQuery(
            since: since?.timestamp,
            until: until?.timestamp,
            by: by.dimensions,
            per: per.flatMap { AuditStatisticsQuery.Span(rawValue: $0.rawValue) }
        )
        let groups = try await audit.reader().statistics(query)
        switch format {
        case .json: try Output.json(["stats": groups])
        case .csv: try Output.text(table(of: groups).csv)
        case .table: try Output.text(groups.isEmpty ? "no outcomes" : table(of: groups).text)
        }
    }

    private func table(of groups: [AuditStatistics]) -> TextTable {
        var table = TextTable(
            .whole("SINCE (UTC)"),
            "PROVIDER",
            "ACTION",
            .outcome("OUTCOME"),
            "COUNT",
            "FAILED",
            "AVERAGE",
            "P50",
            "P95",
            "P99"
        )
        for group in groups {
            table.add(
                group.group.since?.inTable ?? "",
                group.group.provider ?? "",
                group.group.action ?? "",
                group.group.outcome ?? "",
                String(group.count),
                String(group.failures),
                "\(group.average.wholeMilliseconds) ms",
                bound(group.quantile(0.5)),
                bound(group.quantile(0.95)),
                bound(group.quantile(0.99))
            )
        }
        return table
    }

    private func bound(_ duration: Duration?) -> String {
        duration.map { "≤ \($0.wholeMilliseconds) ms" } ?? "> 500 s"
    }
}

import ArgumentParser
import Switchboard
import SwitchboardCore

/// Lists the provider instances, and asks them how they are.
struct ProvidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers",
        abstract: "Lists the provider instances: whether each can be used, its limits, where its values come from.",
        discussion: """
            --check asks every configured instance that has a health check: is it reachable, does it accept the
            credentials, how long does it take. The exit status is 1 where one of them fails.

            Examples:
              switchboard providers
              switchboard providers --check
              switchboard providers --check --format json
            """
    )

    @Flag(help: "Asks each configured instance how it is; changes nothing there and records nothing.")
    var check = false

    @Option(help: "How to print the list.")
    var format: Format = .text

    @OptionGroup var common: CommonOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    func run() async throws {
        let tools = try common.inspectingTools()
        let answers = check ? await tools.checkHealth() : []
        let rows = tools.providerSummaries.map { summary in
            ProviderRow(summary: summary, health: answers.first { $0.provider == summary.name }, isChecked: check)
        }
        await tools.shutdown()
        switch format {
        case .json: Output.json(["providers": .array(try rows.map { try $0.json })])
        case .text: Output.text("\(instanceTable(rows))\n\n\(valueTable(rows))")
        }
        if answers.contains(where: { $0.failure != nil }) { throw ExitStatus.failed.code }
    }

    private func instanceTable(_ rows: [ProviderRow]) -> String {
        var table = TextTable("INSTANCE", "TYPE", "BASE URL", "RATE", "STATE")
        for row in rows {
            let summary = row.summary
            let rate = summary.rate?.configurationText ?? ""
            table.add(summary.name, summary.typeName, summary.baseURL ?? "", rate, row.stateText)
        }
        return table.text
    }

    private func valueTable(_ rows: [ProviderRow]) -> String {
        var table = TextTable("INSTANCE", "KEY", "VALUE", "FROM")
        for row in rows {
            for (path, content) in row.summary.entries.leaves {
                guard let origin = content.origin else { continue }
                table.add(row.summary.name, path, content.json.plainText, "\(origin)")
            }
        }
        return table.text
    }
}

import ArgumentParser
import AuditStore
import Switchboard
import SwitchboardCore

/// Lists the provider instances, and asks them how they are.
struct ProvidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers",
        abstract: "Lists the provider instances: whether each can be used, its limits, where its values come from.",
        discussion: """
            --check asks every configured instance that has a health check: is it reachable, does it accept the \
            credentials, how long does it take. The answers have 15 s. The exit status is 1 where one of them fails, and \
            where there is nobody to ask. What operators have switched stands in the audit log's folder; forced breakers \
            do not hold the question back.

            Examples:
              switchboard providers
              switchboard providers --check
              switchboard providers --check --format json
            """
    )

    @Flag(help: "Asks each configured instance how it is, for 15 s at most; changes and records nothing.")
    var check = false

    @Option(help: "How to print the list.")
    var format: Format = .text

    @OptionGroup var audit: AuditOptions
    @OptionGroup var log: LogOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    func run() async throws {
        let tools = try tools()
        let answers = check ? await tools.checkHealth() : []
        let rows = tools.providerSummaries.map { summary in
            ProviderRow(summary: summary, health: answers.first { $0.provider == summary.name }, isChecked: check)
        }
        let frozen = tools.switches.frozen
        await tools.shutdown()
        switch format {
        case .json: try Output.json(json(of: rows, frozen))
        case .text: try Output.text(text(of: rows, frozen))
        }
        if check, answers.isEmpty { Output.error("nothing was checked: no usable instance has a health check") }
        if check, answers.isEmpty || answers.contains(where: { $0.failure != nil }) { throw ExitStatus.failed.code }
    }

    /// The tools for looking only: no audit log is opened or made.
    private func tools() throws(ConfigurationError) -> CommunicationTools {
        let configuration = try audit.configuration()
        do throws(Failure) {
            return try CommunicationTools(inspecting: configuration, logger: log.logger())
        } catch {
            throw ConfigurationError(error)
        }
    }

    private func json(of rows: [ProviderRow], _ frozen: Switches.Decision?) throws -> JSONValue {
        [
            "providers": .array(try rows.map { try $0.json }),
            "routes": ["frozen": (frozen?.json).map(JSONValue.object) ?? .null],
        ]
    }

    private func text(of rows: [ProviderRow], _ frozen: Switches.Decision?) -> String {
        let reasons =
            rows.flatMap { row in row.reasons.map { "\(row.summary.name): \($0)".printable } }
            + (frozen.map { ["routes frozen \($0.line)".printable] } ?? [])
        let parts = [instanceTable(rows), reasons.joined(separator: "\n"), valueTable(rows)]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func instanceTable(_ rows: [ProviderRow]) -> String {
        var table = TextTable(.whole("INSTANCE"), .whole("STATE"), .whole("RATE"), "TYPE", "BASE URL")
        for row in rows {
            let summary = row.summary
            let rate = summary.rate?.configurationText ?? ""
            table.add(summary.name, row.verdict, rate, summary.typeName, summary.baseURL ?? "")
        }
        return table.text
    }

    private func valueTable(_ rows: [ProviderRow]) -> String {
        var table = TextTable(.whole("INSTANCE"), .whole("KEY"), "VALUE", .whole("FROM"))
        for row in rows {
            for (path, content) in row.summary.entries.leaves {
                switch content {
                case .unset(let hint): table.add(row.summary.name, path, "-", hint ?? "")
                default: table.add(row.summary.name, path, content.json.plainText, content.origin?.description ?? "")
                }
            }
        }
        return table.text
    }
}

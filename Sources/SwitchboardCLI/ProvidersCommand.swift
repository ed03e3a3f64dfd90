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

            Processes that use the same folder say there how they are: their breakers and limiters, one a line for each \
            endpoint group where a provider has several, how many calls are under way, how often others stood in, and \
            which configuration they go by. What they say is at most 2 s old, and up to 10 s where only the free places \
            of a limiter or the calls under way changed.

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
        let configuration = try audit.configuration()
        let tools = try tools(configuration)
        let answers = check ? await tools.checkHealth() : []
        let rows = tools.providerSummaries.map { summary in
            ProviderRow(summary: summary, health: answers.first { $0.provider == summary.name }, isChecked: check)
        }
        let frozen = tools.switches.frozen
        await tools.shutdown()
        let running = running(configuration)
        switch format {
        case .json: try Output.json(json(of: rows, frozen, running))
        case .text: try Output.text(text(of: rows, frozen, running))
        }
        if check, answers.isEmpty { Output.error("nothing was checked: no usable instance has a health check") }
        if check, answers.isEmpty || answers.contains(where: { $0.failure != nil }) { throw ExitStatus.failed.code }
    }

    /// The tools for looking only: no audit log is opened or made.
    private func tools(_ configuration: SwitchboardConfiguration) throws(ConfigurationError) -> CommunicationTools {
        do throws(Failure) {
            return try CommunicationTools(inspecting: configuration, logger: log.logger())
        } catch {
            throw ConfigurationError(error)
        }
    }

    /// What the running processes say; the list is of use without it.
    private func running(_ configuration: SwitchboardConfiguration) -> RunningList {
        do throws(Failure) {
            return RunningList(processes: try configuration.audit.running.processes(at: TimeSource.system.wallClock()))
        } catch {
            Output.error(error.message)
            return RunningList(processes: [])
        }
    }

    private func json(
        of rows: [ProviderRow],
        _ frozen: Switches.Decision?,
        _ running: RunningList
    ) throws -> JSONValue {
        let providers = try rows.map { row in
            var form = try row.json
            form["running"] = running.json(of: row.summary.name)
            return JSONValue.object(form)
        }
        return [
            "providers": .array(providers),
            "processes": running.json,
            "routes": ["frozen": (frozen?.json).map(JSONValue.object) ?? .null],
        ]
    }

    private func text(of rows: [ProviderRow], _ frozen: Switches.Decision?, _ running: RunningList) -> String {
        let reasons =
            rows.flatMap { row in row.reasons.map { "\(row.summary.name): \($0)".printable } }
            + (frozen.map { ["routes frozen \($0.line)".printable] } ?? [])
        let unusable = Set(rows.filter { !$0.isUsable }.map(\.summary.name))
        let parts =
            [instanceTable(rows), reasons.joined(separator: "\n")] + running.text(leavingOut: unusable)
            + [valueTable(rows)]
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

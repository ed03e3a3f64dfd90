import ArgumentParser
import HTTPTypes
import Switchboard
import SwitchboardCore

/// Reads what providers send to the platform.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Reads requests that providers send to the platform by themselves.",
        discussion: """
            Examples:
              switchboard webhook read intercom body.json --header "X-Hub-Signature: sha1=…"
            """,
        subcommands: [WebhookReadCommand.self]
    )
}

/// Checks one saved request and shows its events.
struct WebhookReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Checks a saved request with the configured keys and prints the events that it tells of.",
        discussion: """
            The body must be the bytes that came: one that was parsed and written anew, or got a line end, has another \
            signature. A request older than 10 minutes is refused where the provider signs the time; --at goes back.

            Examples:
              switchboard webhook read intercom body.json --header "X-Hub-Signature: sha1=…"
              switchboard webhook read zendesk --at 2026-01-02T03:04:05Z < body.json \\
                --header "X-Zendesk-Webhook-Signature-Timestamp: 2026-01-02T03:04:05Z" \\
                --header "X-Zendesk-Webhook-Signature: smvpNYWH…"
            """
    )

    @Argument(help: "The provider instance that sent it.", completion: CommandCompletion.providers)
    var instance: String

    @Argument(help: "The file with the body, of at most 64 MB; - reads standard input.", completion: .file())
    var file: String = "-"

    @Option(help: "A header of the request as 'Name: value'; once for each that the signature needs.")
    var header: [Header] = []

    @Option(help: "When it came: a time such as 2026-01-31T09:00:00Z, or how long ago, such as 24h; now unless given.")
    var at: Moment?

    @Option(help: "How to print the events.")
    var format: AuditFormat = .table

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var log: LogOptions

    /// A header on the command line.
    struct Header: ExpressibleByArgument {
        let field: HTTPField

        init?(argument: String) {
            let parts = argument.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { return nil }
            let value = String(parts[1].trimmingPrefix { $0 == " " || $0 == "\t" })
            guard HTTPField.isValidValue(value) else { return nil }
            field = HTTPField(name: name, value: value)
        }
    }

    func run() async throws {
        let tools = try tools()
        let events = Result { () throws(Failure) in
            let request = WebhookRequest(
                headers: HTTPFields(header.map(\.field)),
                body: Array(try StandardInput.contents(of: file))
            )
            return try tools.events(in: request, from: instance, at: at?.timestamp)
        }
        await tools.shutdown()
        switch format {
        case .json: try Output.json(["events": JSONValue(encoding: events.get())])
        case .table: try Output.text(Self.table(of: events.get()))
        }
    }

    /// The tools for looking only: no audit log is opened or made.
    private func tools() throws(ConfigurationError) -> CommunicationTools {
        let configuration = try configuration.configuration()
        do throws(Failure) {
            return try CommunicationTools(inspecting: configuration, logger: log.logger())
        } catch {
            throw ConfigurationError(error)
        }
    }

    private static func table(of events: [WebhookEvent]) -> String {
        guard !events.isEmpty else { return "no events" }
        var table = TextTable(
            .whole("TIME"),
            .whole("EVENT"),
            "PERSON",
            "REASON",
            "REFERENCE",
            .init("NAME").dropped(.early(1)),
            .init("ID").dropped(.early(0)),
            .init("AUDIT ID").dropped(.last)
        )
        for event in events {
            table.add(
                event.time?.inTable ?? "",
                event.kind.rawValue,
                event.person?.identifier ?? "",
                event.reason?.rawValue ?? "",
                event.reference ?? "",
                event.name,
                event.id ?? "",
                event.action
            )
        }
        return table.text
    }
}

extension WebhookEvent {
    /// The action that it follows, with the item of a batch.
    fileprivate var action: String {
        guard let actionID else { return "" }
        return item.map { "\(actionID)[\($0)]" } ?? "\(actionID)"
    }
}

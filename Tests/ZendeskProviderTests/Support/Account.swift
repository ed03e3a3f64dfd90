import HTTPTypes
import Logging
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import ZendeskProvider

/// A hub with one Zendesk instance, whose answers are scripted and whose time is virtual.
struct Account {
    static let token = "zd-token-1234567890"
    static let host = "https://acme.zendesk.com"

    let transport: ScriptedTransport
    let time: ManualTime
    let audit = RecordingAuditLog()
    let tools: CommunicationTools

    static let environment = [
        "ZENDESK_SUBDOMAIN": "acme", "ZENDESK_EMAIL": "agent@example.com", "ZENDESK_API_TOKEN": token,
    ]

    init(
        _ script: [ScriptedTransport.Step],
        environment: [String: String] = Self.environment,
        configuration: String = "",
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) throws {
        transport = ScriptedTransport(script)
        time = ManualTime()
        tools = try CommunicationTools(
            configuration: .parse(
                configuration,
                file: nil,
                environment: environment,
                providers: [ZendeskProvider.self]
            ),
            providers: [ZendeskProvider.self],
            transport: transport,
            audit: audit,
            time: time.source,
            logger: logger
        )
    }

    /// Everything that was sent, in order: the method and what follows the host and `/api/v2`.
    var lines: [String] {
        transport.sent.map { request in
            "\(request.method.rawValue) \(request.url.replacing("\(Self.host)/api/v2", with: ""))"
        }
    }

    /// The bodies that were sent, in order.
    var bodies: [JSONValue?] { transport.sent.map(\.json) }
}

extension ScriptedTransport.Step {
    static func ok(_ body: String) -> Self { .respond(200, body: body) }

    static func ticket(_ id: Int = 35436, status: String = "open", events: String = "") -> Self {
        ok(#"{"ticket":{"id":\#(id),"status":"\#(status)"},"audit":{"id":1,"events":[\#(events)]}}"#)
    }

    /// A list of users that a search found.
    static func users(_ users: String...) -> Self {
        ok(
            #"{"users":[\#(users.joined(separator: ","))],"next_page":null,"previous_page":null,"count":\#(users.count)}"#
        )
    }

    static func user(_ id: Int = 1_500_000_000_007, status: Int = 200) -> Self {
        .respond(status, body: #"{"user":{"id":\#(id),"active":true,"created_at":"2020-01-01T00:00:00Z"}}"#)
    }

    static func job(_ status: String, results: String = "null", id: String = "V3-1") -> Self {
        ok(
            #"{"job_status":{"id":"\#(id)","status":"\#(status)","message":null,"progress":null,"results":\#(results)}}"#
        )
    }

    static func error(_ status: Int, _ body: String) -> Self { .respond(status, body: body) }
}

extension Requester {
    static let ada = Requester(email: "ada@example.com", name: "Ada")
}

extension CreateTicket {
    static func sample(_ subject: String = "Printer", details: TicketDetails = TicketDetails()) -> CreateTicket {
        CreateTicket(requester: .ada, subject: subject, description: "It burns.", details: details)
    }
}

extension BatchReceipt {
    /// The failure of an item; `nil` where it was done.
    func failure(_ index: Int) -> Failure? {
        if case .failure(let failure) = self[index] { failure } else { nil }
    }
}

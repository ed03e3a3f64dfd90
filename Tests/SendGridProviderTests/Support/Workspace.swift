import HTTPTypes
import SendGridProvider
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// A hub with one SendGrid instance, whose answers are scripted and whose time is virtual.
struct Workspace {
    static let key = "SG.0123456789abcdefghijkl.0123456789abcdefghijklmnopqrstuvwxyz0123456"
    static let host = "https://api.sendgrid.com"

    let transport: ScriptedTransport
    let time: ManualTime
    let audit = RecordingAuditLog()
    let tools: CommunicationTools

    init(
        _ script: [ScriptedTransport.Step],
        environment: [String: String] = ["SENDGRID_FROM_EMAIL": "care@acme.io", "SENDGRID_FROM_NAME": "Acme"],
        configuration: String = ""
    ) throws {
        transport = ScriptedTransport(script)
        time = ManualTime()
        tools = try CommunicationTools(
            configuration: .parse(
                configuration,
                file: nil,
                environment: environment.merging(["SENDGRID_API_KEY": Self.key]) { given, _ in given },
                providers: [SendGridProvider.self]
            ),
            providers: [SendGridProvider.self],
            transport: transport,
            audit: audit,
            time: time.source
        )
    }

    /// Everything that was sent, in order.
    var sent: [Sent] { transport.sent.map(Sent.init) }

    /// The bodies of what was sent, in order.
    var bodies: [JSONValue] { transport.sent.compactMap(\.json) }

    /// The id of the only action, as mails carry it.
    var actionID: JSONValue { .string(audit.intents.first.map { "\($0.id)" } ?? "no action") }

    /// Performs an action that must end before anything is sent.
    func refusal<A: Action>(of action: A) async -> Failure? {
        let failure = await tools.perform(action).failure
        return transport.sent.isEmpty ? failure : nil
    }
}

/// A request as it went out: everything of it, in a form to compare.
struct Sent: Equatable {
    var line: String
    var headers: [String]
    var body: JSONValue?

    init(_ request: WireRequest) {
        line = "\(request.method.rawValue) \(request.url)"
        headers = request.headers.fields.map { "\($0.name): \($0.value)" }.sorted()
        body = request.json
    }

    init(_ method: String, _ path: String, _ body: JSONValue? = nil) {
        line = "\(method) \(Workspace.host)\(path)"
        headers = ["Accept: application/json", "Authorization: Bearer \(Workspace.key)"]
        if body != nil { headers.append("Content-Type: application/json") }
        self.body = body
    }
}

extension ScriptedTransport.Step {
    static let accepted = accepted("m-1")

    static func accepted(_ id: String) -> Self { .respond(202, headers: ["X-Message-Id": id]) }
    static func ok(_ body: String) -> Self { .respond(200, body: body) }

    /// A refusal that names these places.
    static func blame(_ fields: String...) -> Self {
        let errors = fields.map { #"{"message":"words about \#($0)","field":"\#($0)","help":null}"# }
        return .respond(400, body: #"{"errors":[\#(errors.joined(separator: ","))]}"#)
    }

    static func error(_ status: Int, _ message: String) -> Self {
        .respond(status, body: #"{"errors":[{"field":null,"message":"\#(message)"}]}"#)
    }
}

extension SendEmail {
    /// The least that can be sent.
    static let hello = hello(to: "ada@example.com")

    static func hello(to email: String) -> SendEmail {
        SendEmail(to: [Address(email)], subject: "Hi", text: "hello")
    }

    /// The mail with something changed.
    func with<Value>(_ path: WritableKeyPath<SendEmail, Value>, _ value: Value) -> SendEmail {
        var mail = self
        mail[keyPath: path] = value
        return mail
    }
}

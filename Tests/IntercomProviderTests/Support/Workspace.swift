import HTTPTypes
import IntercomProvider
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// A hub with one Intercom instance, whose answers are scripted and whose time is virtual.
struct Workspace {
    static let token = "dG9rOjEyMzQ1Njc4OTA="
    static let host = "https://api.intercom.io"

    let transport: ScriptedTransport
    let time: ManualTime
    let audit = RecordingAuditLog()
    let tools: CommunicationTools

    init(
        _ script: [ScriptedTransport.Step],
        environment: [String: String] = ["INTERCOM_ADMIN_ID": "991"],
        configuration: String = ""
    ) throws {
        transport = ScriptedTransport(script)
        time = ManualTime()
        tools = try CommunicationTools(
            configuration: .parse(
                configuration,
                file: nil,
                environment: environment.merging(["INTERCOM_ACCESS_TOKEN": Self.token]) { given, _ in given },
                providers: [IntercomProvider.self]
            ),
            providers: [IntercomProvider.self],
            transport: transport,
            audit: audit,
            time: time.source
        )
    }

    /// Everything that was sent, in order.
    var sent: [Sent] { transport.sent.map(Sent.init) }
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

    private init(_ method: String, _ path: String, _ body: JSONValue?) {
        line = "\(method) \(path.hasPrefix("/") ? Workspace.host : "")\(path)"
        headers = [
            "Accept: application/json", "Authorization: Bearer \(Workspace.token)", "Intercom-Version: 2.14",
        ]
        if body != nil { headers.insert("Content-Type: application/json", at: 2) }
        self.body = body
    }

    static func get(_ path: String) -> Sent { Sent("GET", path, nil) }
    static func delete(_ path: String) -> Sent { Sent("DELETE", path, nil) }
    static func post(_ path: String, _ body: JSONValue) -> Sent { Sent("POST", path, body) }
    static func put(_ path: String, _ body: JSONValue) -> Sent { Sent("PUT", path, body) }

    /// The search for one address.
    static func search(_ email: String) -> Sent {
        post(
            "/contacts/search",
            [
                "query": ["field": "email", "operator": "=", "value": .string(email)],
                "pagination": ["per_page": 5],
            ]
        )
    }
}

extension ScriptedTransport.Step {
    static func ok(_ body: String) -> Self { .respond(200, body: body) }

    /// A search that finds these contacts.
    static func found(_ contacts: String...) -> Self {
        ok(#"{"type":"list","data":[\#(contacts.joined(separator: ","))],"total_count":\#(contacts.count)}"#)
    }

    static func error(_ status: Int, _ code: String, _ message: String) -> Self {
        .respond(
            status,
            body: #"{"type":"error.list","request_id":null,"errors":[{"code":"\#(code)","message":"\#(message)"}]}"#
        )
    }
}

extension Person {
    static let ada = Person(contactID: "65f0ada")
}

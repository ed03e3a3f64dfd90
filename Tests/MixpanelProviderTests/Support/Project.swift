import FoundationEssentials
import HTTPTypes
import MixpanelProvider
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// A hub with one Mixpanel instance, whose answers are scripted and whose time is virtual.
struct Project {
    static let token = "0123456789abcdef0123456789abcdef"
    static let secret = "S3cr3tS3cr3t"

    /// Everything that an instance can be given but the old secret.
    static let environment = [
        "MIXPANEL_PROJECT_TOKEN": token, "MIXPANEL_PROJECT_ID": "1234",
        "MIXPANEL_SERVICE_ACCOUNT_USERNAME": "hub.abc.mp-service-account", "MIXPANEL_SERVICE_ACCOUNT_SECRET": secret,
    ]
    static let account = basic("hub.abc.mp-service-account:\(secret)")

    let transport: ScriptedTransport
    let time = ManualTime()
    let audit = RecordingAuditLog()
    let tools: CommunicationTools

    init(
        _ script: [ScriptedTransport.Step] = [],
        environment: [String: String] = Self.environment,
        configuration: String = ""
    ) throws {
        transport = ScriptedTransport(script)
        tools = try CommunicationTools(
            configuration: .parse(
                configuration,
                file: nil,
                environment: environment,
                providers: [MixpanelProvider.self]
            ),
            providers: [MixpanelProvider.self],
            transport: transport,
            audit: audit,
            time: time.source
        )
    }

    /// Everything that was sent, in order.
    var sent: [Sent] { transport.sent.map(Sent.init) }

    /// The value of a field of basic authentication.
    static func basic(_ pair: String) -> String { "Basic \(Data(pair.utf8).base64EncodedString())" }
}

/// A request as it went out, its body decompressed.
struct Sent: Equatable {
    var line: String
    var authorization: String?
    var contentType: String?
    var encoding: String?
    var text: String
    var size: Int

    init(_ request: WireRequest) {
        line = "\(request.method.rawValue) \(request.url)"
        authorization = request.headers[.authorization]
        contentType = request.headers[.contentType]
        encoding = request.headers[.contentEncoding]
        let isCompressed = encoding == "gzip"
        let bytes = isCompressed ? Gzip.decompress(request.body, limit: 20_000_000) ?? [] : request.body
        text = String(decoding: bytes, as: UTF8.self)
        size = bytes.count
    }

    /// The body as JSON.
    var json: JSONValue? { try? JSONValue(parsing: text.utf8) }

    /// How many events or updates the body has.
    var count: Int { json?.array?.count ?? 0 }
}

extension ScriptedTransport.Step {
    static func ok(_ body: String) -> Self { .respond(200, body: body) }
    static let imported = ok(#"{"code":200,"num_records_imported":2000,"status":"OK"}"#)
    static let stored = ok(#"{"code":200,"num_records_imported":1,"status":"OK"}"#)
    static let tooLarge = respond(
        413,
        body: #"{"code":413,"error":"request exceeds max limit of 2097152 bytes","status":"Request Entity Too Large"}"#
    )

    /// A partial success.
    static func refused(_ records: String..., imported: Int = 0) -> Self {
        let list = records.joined(separator: ",")
        return respond(
            400,
            body:
                #"{"code":400,"error":"some data points in the request failed validation","num_records_imported":\#(imported),"#
                + #""status":"Bad Request","failed_records":[\#(list)]}"#
        )
    }
}

extension TrackEvent {
    static let moment = Timestamp(secondsSince1970: 1_779_999_000)

    /// An event of a customer by number.
    static func sample(_ number: Int, _ properties: [String: JSONValue] = [:]) -> TrackEvent {
        TrackEvent(
            person: Person(userID: "cust-\(number)"),
            name: "Signed up",
            properties: properties,
            at: moment,
            eventID: "e-\(number)"
        )
    }
}

extension TrackEventBatch {
    /// A batch of such events.
    static func sample(_ count: Int, _ properties: [String: JSONValue] = [:]) -> TrackEventBatch {
        TrackEventBatch(events: (0..<count).map { .sample($0, properties) })
    }
}

extension Person {
    static let ada = Person(userID: "cust-42")
}

extension CalendarDate {
    static let monday = CalendarDate(year: 2026, month: 1, day: 19).unsafelyUnwrapped
    static let sunday = CalendarDate(year: 2026, month: 1, day: 25).unsafelyUnwrapped
}

extension [String: JSONValue] {
    /// So many lists of 254 texts, each as long as it may be: about 65 KB a list.
    static func lists(_ count: Int) -> Self {
        let text = JSONValue.string(String(repeating: "x", count: 255))
        let list = JSONValue.array(Array(repeating: text, count: 254))
        return Dictionary(uniqueKeysWithValues: (0..<count).map { ("list\($0)", list) })
    }
}

import SwitchboardCore
import Testing

extension SandboxClient {
    static let sendgridHeaders = [
        "Authorization": "Bearer SG.sandbox-key", "Accept": "application/json", "Content-Type": "application/json",
    ]

    /// Sends a request to the played SendGrid.
    func sendgrid(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        let bytes = body.map { $0.serialized() } ?? []
        return try await send(method, "/sendgrid/v3\(path)", body: bytes, headers: Self.sendgridHeaders)
    }

    /// Sends a mail and returns its id.
    func sendMail(to email: String, _ others: [String: JSONValue] = [:]) async throws -> String {
        let answer = try await sendgrid("POST", "/mail/send", .mail(to: email, others))
        return try #require(answer.headers["x-message-id"], "\(answer.text)")
    }

    /// What became of each recipient of a mail, by the number of the mail.
    func events(ofMail index: Int) async throws -> [String?] {
        let mail = try await held("mails", by: "sendgrid")[index]
        let envelopes = mail["envelopes"]?.array ?? []
        return envelopes.flatMap { $0["deliveries"]?.array ?? [] }.map { $0["event"]?.string }
    }

    /// Makes a batch and returns its id.
    func makeBatch() async throws -> String {
        try #require(try await sendgrid("POST", "/mail/batch").json?["batch_id"]?.string)
    }

    /// The metrics of a day, without those that are zero.
    func metrics(on day: String) async throws -> [String: JSONValue] {
        let list = try await sendgrid("GET", "/stats?start_date=\(day)&end_date=\(day)").json?.array
        let metrics = try #require(list?.first?["stats"]?.array?.first?["metrics"]?.object)
        return metrics.filter { $0.value != 0 }
    }
}

extension Answer {
    /// The fields that SendGrid's errors name.
    var errorFields: [String?] { (json?["errors"]?.array ?? []).map { $0["field"]?.string } }
}

extension JSONValue {
    /// A small mail, with other members or members in place of its own; one that is null is left out.
    static func mail(to email: String, _ others: [String: JSONValue] = [:]) -> JSONValue {
        let members: [String: JSONValue] = [
            "personalizations": [["to": [["email": .string(email)]]]],
            "from": ["email": "care@example.com"],
            "subject": "Welcome",
            "content": [["type": "text/plain", "value": "Hello"]],
        ]
        return .object(members.merging(others) { _, other in other }.filter { $0.value != .null })
    }
}

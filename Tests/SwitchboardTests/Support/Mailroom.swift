import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// A hub with a scripted SendGrid, and what else the environment names, in virtual time.
struct Mailroom {
    let transport: ScriptedTransport
    let time = ManualTime()
    let audit = RecordingAuditLog()
    let tools: CommunicationTools

    init(
        _ script: [ScriptedTransport.Step],
        environment: [String: String] = [
            "SENDGRID_API_KEY": "SG.key-0123456789", "SENDGRID_FROM_EMAIL": "care@acme.io",
        ]
    ) throws {
        transport = ScriptedTransport(script)
        tools = try CommunicationTools(
            configuration: .parse("", file: nil, environment: environment),
            transport: transport,
            audit: audit,
            time: time.source
        )
    }

    /// The requests so far, as "METHOD path".
    var requests: [String] {
        transport.sent.map {
            "\($0.method.rawValue) /\($0.url.split(separator: "/").dropFirst(2).joined(separator: "/"))"
        }
    }

    /// The bodies of the requests so far.
    var bodies: [JSONValue] { transport.sent.map { $0.json ?? .null } }
}

extension ScriptedTransport.Step {
    /// SendGrid takes a mail.
    static let accepted = respond(202, headers: ["X-Message-Id": "m-1"])
}

extension PersonalizedEmail {
    /// A letter with a name in it.
    static let welcome = PersonalizedEmail(
        campaign: "Spring welcome",
        .onboarding,
        subject: "Welcome, {{name}}",
        text: "You have the {{plan}} plan."
    )

    /// A letter that the provider writes.
    static let shared = PersonalizedEmail(campaign: "Spring welcome", .onboarding, templateID: "d-1")

    /// The letter with something changed.
    func with<Value>(_ path: WritableKeyPath<PersonalizedEmail, Value>, _ value: Value) -> PersonalizedEmail {
        var email = self
        email[keyPath: path] = value
        return email
    }
}

extension RecipientSource {
    /// So many people, with names.
    static func crowd(_ count: Int) -> RecipientSource {
        .list(
            (0..<count).map { CampaignRecipient("person\($0)@example.com", name: "Person \($0)", clientID: "c\($0)") }
        )
    }
}

extension CampaignRecipient {
    static let ada = CampaignRecipient("ada@example.com", name: "Ada", clientID: "c1", tokens: ["plan": "pro"])
    static let bob = CampaignRecipient("bob@example.com", name: "Bob", tokens: ["plan": "free"])
}

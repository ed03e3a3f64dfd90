import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// Webhooks through the façade, with the keys of the configuration.
struct WebhookTests {
    private static let body = Array(#"{"ticket":{"id":"35436"}}"#.utf8)
    private static let key = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="
    private static let time = Timestamp("2026-01-02T03:04:05Z")!

    private func tools(
        _ environment: [String: String],
        configuration: String = "",
        now: Timestamp = time
    ) throws -> CommunicationTools {
        try CommunicationTools(
            configuration: .parse(configuration, file: nil, environment: environment),
            transport: ScriptedTransport([]),
            audit: RecordingAuditLog(),
            time: ManualTime(wallStart: now).source
        )
    }

    private var request: WebhookRequest {
        var headers = HTTPFields()
        headers[HTTPField.Name("X-Zendesk-Webhook-Signature")!] = "smvpNYWH+fuK2a+NQlLrCUCbk2v3O/+Q4N3vE701rck="
        headers[HTTPField.Name("X-Zendesk-Webhook-Signature-Timestamp")!] = "2026-01-02T03:04:05Z"
        return WebhookRequest(headers: headers, body: Self.body)
    }

    private func failure(_ tools: CommunicationTools, from instance: String, at moment: Timestamp? = nil) -> Failure? {
        do throws(Failure) {
            _ = try tools.events(in: request, from: instance, at: moment)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["another-key-0123456789 \(key)", "\(key) another-key-0123456789", "  \(key)  ", key])
    func believesAnyOfTheConfiguredKeys(keys: String) throws {
        let tools = try tools(["ZENDESK_WEBHOOK_SECRET": keys])
        let events = try tools.events(in: request, from: "zendesk")
        #expect(events.map(\.details) == [["ticket": ["id": "35436"]]])
    }

    @Test func needsNoCredentialsForSending() throws {
        let tools = try tools(
            ["ZENDESK_WEBHOOK_SECRET": Self.key],
            configuration: "providers: { zendesk: { subdomain: acme } }"
        )
        #expect(failure(tools, from: "zendesk") == nil)
    }

    @Test func asksTheKeyOfTheInstanceThatIsNamed() throws {
        let tools = try tools(
            ["ZENDESK_WEBHOOK_SECRET": "another-key-0123456789", "ZENDESK_ACME_WEBHOOK_SECRET": Self.key],
            configuration: "providers: { zendesk_acme: { type: zendesk } }"
        )
        #expect(failure(tools, from: "zendesk_acme") == nil)
        let other = failure(tools, from: "zendesk")
        #expect(other?.kind == .authenticationFailed)
        #expect(other?.provider == "zendesk")
    }

    @Test func namesTheVariableThatIsMissing() throws {
        let tools = try tools([:], configuration: "providers: { zendesk_acme: { type: zendesk } }")
        let failure = failure(tools, from: "zendesk_acme")
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.provider == "zendesk_acme")
        #expect(failure?.message == "Zendesk webhooks not configured. Set ZENDESK_ACME_WEBHOOK_SECRET.")
    }

    @Test func knowsWhoSendsWebhooks() throws {
        let tools = try tools([:], configuration: "providers: { zendesk: { enabled: false } }")
        for (instance, problem) in [
            ("mixpanel", "names a provider whose webhooks Switchboard cannot read"),
            ("nobody", "is none of the configuration's; give the name of one under providers"),
            ("zendesk", "is none of the configuration's; give the name of one under providers"),
        ] {
            let failure = failure(tools, from: instance)
            #expect(failure?.kind == .invalidInput)
            #expect(failure?.message == "instance: \(problem)")
        }
        for instance in ["intercom", "sendgrid"] { #expect(failure(tools, from: instance)?.kind == .notConfigured) }
    }

    @Test func comparesTheSignedTimeWithTheClockOrWithWhatIsGiven() throws {
        let late = Self.time.advanced(by: .seconds(601))
        let tools = try tools(["ZENDESK_WEBHOOK_SECRET": Self.key], now: late)
        #expect(failure(tools, from: "zendesk")?.kind == .authenticationFailed)
        #expect(failure(tools, from: "zendesk", at: Self.time) == nil)
    }

    @Test func takesSendGridsKeyFromTheConfigurationFile() throws {
        let tools = try tools([:], configuration: "providers: { sendgrid: { webhookPublicKey: no key } }")
        let failure = failure(tools, from: "sendgrid")
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.provider == "sendgrid")
        #expect(failure?.message.hasPrefix("webhookPublicKey holds no public key") == true)
    }

    @Test(arguments: ["first-key-0123456789", "second-key-0123456789", "first-key-0123456789 second-key-0123456789"])
    func redactsEachOfSeveralKeys(words: String) async throws {
        let transport = ScriptedTransport([.respond(401, body: #"{"error": "not \#(words), please"}"#)])
        let tools = try CommunicationTools(
            configuration: .parse(
                "providers: { zendesk: { subdomain: acme } }",
                file: nil,
                environment: [
                    "ZENDESK_WEBHOOK_SECRET": "first-key-0123456789 second-key-0123456789",
                    "ZENDESK_OAUTH_TOKEN": "oauth-0123456789",
                ]
            ),
            transport: transport,
            audit: RecordingAuditLog(),
            time: ManualTime().source
        )
        let failure = await tools.perform(GetTicket(ticketID: "7")).failure
        #expect(failure?.providerMessage?.contains("[redacted]") == true)
        #expect(failure?.providerMessage?.contains("0123456789") == false)
    }
}

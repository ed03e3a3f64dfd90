import SwitchboardCore
import Testing

@Suite struct ActionTableTests {
    private let client = ProviderClient.stub()

    private func actions() throws -> BoundActions {
        let settings = ProviderSettings(instance: "plain", displayName: "Plain")
        return PlainProvider.actions.bound(to: try PlainProvider(settings: settings))
    }

    @Test func listsItsActionsByName() {
        #expect(PlainProvider.actions.actions.map { $0.name } == ["contact.get", "contact.note"])
    }

    @Test func findsTheHandlerOfAnAction() async throws {
        let handler = try #require(try actions()[GetContact.self])
        #expect(try await handler(GetContact(person: Person(userID: "u")), client).contact.id == "u")
        let note = try #require(try actions()[NoteContact.self])
        let failure = await #expect(throws: Failure.self) {
            try await note(NoteContact(person: Person(userID: "u"), body: "x"), client)
        }
        #expect(failure?.message == "no notes")
    }

    @Test func hasNoHandlerForOtherActions() throws {
        #expect(try actions()[SendMessage.self] == nil)
        #expect(try actions()[TagContact.self] == nil)
    }
}

@Suite struct SettingTests {
    @Test(arguments: [
        ("intercom", "accessToken", "INTERCOM_ACCESS_TOKEN"), ("sendgrid_eu", "baseURL", "SENDGRID_EU_BASE_URL"),
        ("mixpanel", "distinctID", "MIXPANEL_DISTINCT_ID"), ("zendesk", "subdomain", "ZENDESK_SUBDOMAIN"),
        ("mixpanel", "serviceAccountUsername", "MIXPANEL_SERVICE_ACCOUNT_USERNAME"),
        ("sendgrid", "webhookPublicKey", "SENDGRID_WEBHOOK_PUBLIC_KEY"),
    ])
    func namesTheEnvironmentVariable(instance: String, key: String, name: String) {
        #expect(EnvironmentName.make(instance: instance, key: key) == name)
        let settings = ProviderSettings(instance: instance, displayName: "X")
        #expect(settings.environmentVariable(key) == name)
    }

    @Test func saysWhichVariableIsMissing() throws {
        let settings = ProviderSettings(
            instance: "plain",
            displayName: "Plain",
            values: ["region": "eu"],
            secrets: ["token": Secret("t"), "empty": Secret("")]
        )
        #expect(try settings.required("region") == "eu")
        #expect(try settings.requiredSecret("token").reveal() == "t")
        #expect(settings["token"] == nil && settings.secret("region") == nil && settings["region"] == "eu")
        for key in ["accessToken", "empty"] {
            let failure = #expect(throws: Failure.self) { try settings.requiredSecret(key) }
            #expect(failure?.kind == .notConfigured)
            #expect(failure?.message.hasPrefix("Plain not configured. Set PLAIN_") == true)
        }
        let failure = #expect(throws: Failure.self) { try settings.required("adminID") }
        #expect(failure?.message == "Plain not configured. Set PLAIN_ADMIN_ID environment variable.")
    }

    @Test func takesTheBaseURLOverTheDocumentedOne() throws {
        let plain = ProviderSettings(instance: "plain", displayName: "Plain")
        #expect(try plain.baseURL(default: "https://a.example").description == "https://a.example")
        let other = ProviderSettings(instance: "p", displayName: "P", values: ["baseURL": "http://127.0.0.1:1/x/"])
        #expect(try other.baseURL(default: "https://a.example").description == "http://127.0.0.1:1/x")
        let wrong = ProviderSettings(instance: "p", displayName: "P", values: ["baseURL": "http://a.example"])
        let failure = #expect(throws: Failure.self) { try wrong.baseURL(default: "https://a.example") }
        #expect(failure?.field == "p.baseURL")
    }

    @Test func keepsARateLimitSound() {
        #expect(RateLimit(100, per: .seconds(1)).burst == 10)
        #expect(RateLimit(5, per: .seconds(1)).burst == 1)
        let nonsense = RateLimit(0, per: .zero, burst: -1)
        #expect(nonsense == RateLimit(1, per: .milliseconds(1), burst: 1))
    }
}

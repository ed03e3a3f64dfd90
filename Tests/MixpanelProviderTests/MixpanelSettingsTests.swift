import MixpanelProvider
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct MixpanelSettingsTests {
    private static let export = ExportEvents(fromDate: .monday, toDate: .monday)

    private func line(_ settings: String, _ action: some Action) async throws -> String? {
        let project = try Project(configuration: "providers: { mixpanel: \(settings) }")
        _ = await project.tools.perform(action)
        return project.sent.first.map { String($0.line.prefix { $0 != "?" }) }
    }

    @Test(
        arguments: [
            ("{}", "https://api.mixpanel.com", "https://data.mixpanel.com", "https://mixpanel.com"),
            ("{ region: us }", "https://api.mixpanel.com", "https://data.mixpanel.com", "https://mixpanel.com"),
            (
                "{ region: eu }", "https://api-eu.mixpanel.com", "https://data-eu.mixpanel.com",
                "https://eu.mixpanel.com"
            ),
            (
                "{ region: in }", "https://api-in.mixpanel.com", "https://data-in.mixpanel.com",
                "https://in.mixpanel.com"
            ),
            (
                "{ region: eu, baseURL: 'https://proxy.example.com/mp/' }", "https://proxy.example.com/mp",
                "https://proxy.example.com/mp", "https://proxy.example.com/mp"
            ),
        ]
    )
    func talksToItsHosts(settings: String, ingestion: String, data: String, query: String) async throws {
        #expect(try await line(settings, TrackEvent.sample(1)) == "POST \(ingestion)/import")
        #expect(try await line(settings, UpsertContact(person: .ada)) == "POST \(ingestion)/engage")
        #expect(try await line(settings, Self.export) == "GET \(data)/api/2.0/export")
        #expect(try await line(settings, GetContact(person: .ada)) == "POST \(query)/api/query/engage")
    }

    /// Which credentials are there, what they open, and what is said of the rest.
    struct Credentials: Sendable {
        var keys: [String]
        var importing: (query: String, authorization: String)?
        var reading: (query: String, authorization: String)?
        var missingForReading: String = ""
    }

    private static let token = "MIXPANEL_PROJECT_TOKEN"
    private static let id = "MIXPANEL_PROJECT_ID"
    private static let user = "MIXPANEL_SERVICE_ACCOUNT_USERNAME"
    private static let password = "MIXPANEL_SERVICE_ACCOUNT_SECRET"
    private static let old = "MIXPANEL_API_SECRET"
    private static let oldSecret = "0ld5ecret0ld5ecret"
    private static let byToken = ("strict=1", Project.basic("\(Project.token):"))
    private static let byAccount = ("strict=1&project_id=1234", Project.account)

    static let credentials = [
        Credentials(
            keys: [token, id, user, password],
            importing: byAccount,
            reading: ("project_id=1234&", Project.account)
        ),
        Credentials(keys: [id, user, password], importing: byAccount, reading: ("project_id=1234&", Project.account)),
        Credentials(keys: [token], importing: byToken, missingForReading: "\(id), \(user) and \(password)"),
        Credentials(keys: [token, id], importing: byToken, missingForReading: "\(user) and \(password)"),
        Credentials(keys: [token, user, password], importing: byToken, missingForReading: id),
        Credentials(keys: [token, old], importing: byToken, reading: ("", Project.basic("\(oldSecret):"))),
        Credentials(
            keys: [old, id],
            importing: ("strict=1", Project.basic("\(oldSecret):")),
            reading: ("project_id=1234&", Project.basic("\(oldSecret):"))
        ),
    ]

    @Test(arguments: credentials)
    func usesTheCredentialsThatAreThere(example: Credentials) async throws {
        let all = Project.environment.merging([Self.old: Self.oldSecret]) { first, _ in first }
        let environment = all.filter { example.keys.contains($0.key) }
        let project = try Project([.imported, .ok(""), .ok("{}")], environment: environment)
        #expect(await project.tools.perform(TrackEvent.sample(1)).isSuccess)
        #expect(project.sent[0].line.hasSuffix("/import?\(example.importing?.query ?? "")"))
        #expect(project.sent[0].authorization == example.importing?.authorization)
        let export = await project.tools.perform(Self.export)
        if let reading = example.reading {
            #expect(export.isSuccess)
            #expect(project.sent[1].line.contains("/export?\(reading.query)from_date=2026-01-19&to_date=2026-01-19"))
            #expect(project.sent[1].authorization == reading.authorization)
        } else {
            let noun = example.missingForReading.contains(" and ") ? "variables" : "variable"
            #expect(export.failure?.kind == .notConfigured)
            #expect(export.failure?.effect == Failure.Effect.none)
            #expect(
                export.failure?.message
                    == "Mixpanel not configured. Set \(example.missingForReading) environment \(noun)."
            )
            #expect(project.sent.count == 1)
        }
    }

    @Test func asksForTheTokenWhereOnlyAnAccountIsThere() async throws {
        var environment = Project.environment
        environment["MIXPANEL_PROJECT_TOKEN"] = nil
        let project = try Project(environment: environment)
        let failure = await project.tools.perform(TagContact(person: .ada, tag: "vip")).failure
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.message == "Mixpanel not configured. Set MIXPANEL_PROJECT_TOKEN environment variable.")
        #expect(project.sent.isEmpty)
    }

    @Test(
        arguments: [
            ([:], "MIXPANEL_PROJECT_TOKEN environment variable."),
            (["MIXPANEL_PROJECT_TOKEN": ""], "MIXPANEL_PROJECT_TOKEN environment variable."),
            (
                ["MIXPANEL_SERVICE_ACCOUNT_USERNAME": "x"],
                "MIXPANEL_PROJECT_ID and MIXPANEL_SERVICE_ACCOUNT_SECRET environment variables."
            ),
        ] as [([String: String], String)]
    )
    func isNotConfiguredWithoutAny(environment: [String: String], missing: String) async throws {
        let project = try Project(environment: environment)
        let failure = await project.tools.perform(TrackEvent.sample(1)).failure
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.message == "Mixpanel not configured. Set \(missing)")
        #expect(project.sent.isEmpty)
    }

    @Test func refusesAProjectThatIsNoNumber() throws {
        let failure = #expect(throws: Failure.self) {
            try Project(environment: ["MIXPANEL_PROJECT_TOKEN": "x", "MIXPANEL_PROJECT_ID": "acme"])
        }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "mixpanel.projectID")
    }

    @Test func asksWhoTheAccountIs() async throws {
        let project = try Project([.ok(#"{"status":"ok","results":{"user_id":1}}"#)])
        let health = try #require(await project.tools.checkHealth().first)
        #expect(health.acceptsCredentials == true)
        #expect(project.sent.map(\.line) == ["GET https://mixpanel.com/api/app/me"])
        #expect(project.sent[0].authorization == Project.account)
    }

    @Test func asksNothingWhereThereIsATokenOnly() async throws {
        let project = try Project(environment: ["MIXPANEL_PROJECT_TOKEN": Project.token])
        _ = await project.tools.checkHealth()
        #expect(project.sent.isEmpty)
    }

    @Test func listsTenActions() {
        #expect(
            MixpanelProvider.actions.actions.map { $0.name } == [
                "contact.delete", "contact.get", "contact.increment", "contact.tag", "contact.untag", "contact.upsert",
                "engagement.report", "event.export", "event.track", "event.track_batch",
            ]
        )
    }
}

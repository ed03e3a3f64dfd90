import IntercomProvider
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomSettingsTests {
    private func line(_ configuration: String) async throws -> String? {
        let workspace = try Workspace([.ok(#"{"id":"1"}"#)], configuration: configuration)
        _ = try await workspace.tools.perform(NoteContact(person: Person(contactID: "c"), body: "x")).get()
        return workspace.sent.first?.line
    }

    @Test(
        arguments: [
            ("{}", "https://api.intercom.io"),
            ("{ region: us }", "https://api.intercom.io"),
            ("{ region: eu }", "https://api.eu.intercom.io"),
            ("{ region: au }", "https://api.au.intercom.io"),
            ("{ region: eu, baseURL: 'https://proxy.example.com/intercom/' }", "https://proxy.example.com/intercom"),
            ("{ baseURL: 'http://127.0.0.1:8080' }", "http://127.0.0.1:8080"),
        ]
    )
    func talksToItsHost(settings: String, base: String) async throws {
        #expect(try await line("providers: { intercom: \(settings) }") == "POST \(base)/contacts/c/notes")
    }

    @Test(arguments: ["http://example.com", "ftp://127.0.0.1", "https://user@example.com", "https://e.com/?a=1", "x"])
    func refusesABaseURLThatIsNotSafe(url: String) throws {
        let failure = #expect(throws: Failure.self) {
            try Workspace([], configuration: "providers: { intercom: { baseURL: '\(url)' } }")
        }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "intercom.baseURL")
    }

    @Test func refusesAnAdminThatIsNoNumber() throws {
        let failure = #expect(throws: Failure.self) {
            try Workspace([], environment: ["INTERCOM_ADMIN_ID": "ada"])
        }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "intercom.adminID")
    }

    @Test func namesTheConfiguredVersion() async throws {
        let workspace = try Workspace(
            [.ok(#"{"id":"1"}"#)],
            configuration: "providers: { intercom: { apiVersion: '2.16' } }"
        )
        _ = await workspace.tools.perform(NoteContact(person: .ada, body: "x"))
        let versions = workspace.sent.first?.headers.filter { $0.hasPrefix("Intercom-Version") }
        #expect(versions == ["Intercom-Version: 2.16"])
    }

    @Test func isNotConfiguredWithoutAToken() async throws {
        let workspace = try Workspace([], environment: ["INTERCOM_ACCESS_TOKEN": ""])
        let failure = await workspace.tools.perform(NoteContact(person: .ada, body: "x")).failure
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.message == "Intercom not configured. Set INTERCOM_ACCESS_TOKEN environment variable.")
        #expect(failure?.provider == "intercom")
        #expect(workspace.sent.isEmpty)
    }

}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomErrorTests {
    private func failure(_ step: ScriptedTransport.Step) async throws -> Failure? {
        let workspace = try Workspace([step])
        return await workspace.tools.perform(NoteContact(person: .ada, body: "x")).failure
    }

    @Test(
        arguments: [
            (400, Failure.Kind.rejected), (401, .authenticationFailed), (403, .permissionDenied), (404, .notFound),
            (406, .rejected), (409, .conflict), (410, .notFound), (422, .rejected),
        ]
    )
    func takesARefusalForItsWord(status: Int, kind: Failure.Kind) async throws {
        let workspace = try Workspace([.error(status, "some_new_code", "Some words")])
        let failure = await workspace.tools.perform(NoteContact(person: .ada, body: "x")).failure
        #expect(failure?.kind == kind)
        #expect(failure?.effect == .refused)
        #expect(failure?.status == status)
        #expect(failure?.providerCode == "some_new_code")
        #expect(failure?.providerMessage == "Some words")
        #expect(failure?.message.contains("Some words") == false)
        #expect(failure?.provider == "intercom")
        #expect(workspace.sent.count == 1)
        #expect(workspace.time.elapsed == .zero)
    }

    @Test(
        arguments: [
            "", "<html><body>Bad gateway</body></html>", #"{"type":"error.list","errors":[{"code":"trunc"#,
            #"{"type":"error.list","errors":[]}"#, #"{"errors":null}"#, #"{"errors":["x"]}"#, "[]", "null",
            #"{"errors":[{"code":null,"message":null}]}"#, #"{"errors":[{"code":7,"message":{}}]}"#,
        ]
    )
    func survivesABodyThatIsNoErrorList(body: String) async throws {
        let failure = try await failure(.respond(422, body: body))
        #expect(failure?.kind == .rejected)
        #expect(failure?.effect == .refused)
        #expect(failure?.providerCode == nil)
        #expect(failure?.providerMessage == nil)
    }

    @Test func readsAnErrorWithoutARequestID() async throws {
        let body = #"{"type":"error.list","errors":[{"code":"token_not_found","message":"Unauthorized","field":null}]}"#
        #expect(try await failure(.respond(401, body: body))?.providerCode == "token_not_found")
    }

    @Test func waitsUntilTheRateLimitResets() async throws {
        let reset = ["X-RateLimit-Reset": "1780000007", "X-RateLimit-Remaining": "0"]
        let workspace = try Workspace([.respond(429, headers: reset), .ok(#"{"id":"1"}"#)])
        #expect(await workspace.tools.perform(NoteContact(person: .ada, body: "x")).isSuccess)
        #expect(workspace.time.elapsed >= .seconds(7))
        #expect(workspace.time.elapsed < .seconds(9))
        #expect(workspace.sent.count == 2)
    }

    @Test(arguments: [0, 480, 490, 500])
    func takesItsTokenOutOfTheWordsOfAnError(padding: Int) async throws {
        let words = String(repeating: "x", count: padding) + " \(Workspace.token)"
        let workspace = try Workspace([.error(401, Workspace.token, words)])
        let outcome = await workspace.tools.perform(NoteContact(person: .ada, body: "x"))
        let failure = try #require(outcome.failure)
        let start = Workspace.token.prefix(6)
        #expect(failure.providerMessage?.contains(start) == false)
        #expect(failure.providerCode == nil, "a token does not look like a code")
        let attempts = workspace.audit.outcomes.flatMap(\.attempts)
        #expect(attempts.map(\.providerCode) == [nil])
        #expect(!String(describing: workspace.audit.entries).contains(start))
    }
}

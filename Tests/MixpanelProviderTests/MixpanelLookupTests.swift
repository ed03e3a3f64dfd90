import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct MixpanelLookupTests {
    private static let profile = #"""
        {"page":0,"page_size":1000,"session_id":"1-E","status":"ok","total":1,"results":[{"$distinct_id":"cust-42",
        "$properties":{"$email":"ada@example.com","$first_name":"Ada","$last_name":"L.","$phone":"+49",
        "$created":"2008-12-12T11:20:47","$last_seen":"2026-01-19T23:08:40","plan":"pro","tags":["vip","beta",7]}}]}
        """#

    @Test func readsAProfile() async throws {
        let project = try Project([.ok(Self.profile)])
        let contact = try await project.tools.getUser(Person(userID: "cust 42&x=ü")).get().contact
        #expect(contact.id == "cust-42" && contact.userID == "cust-42")
        #expect(contact.email == "ada@example.com" && contact.phone == "+49")
        #expect(contact.name == "Ada L.")
        #expect(contact.tags == ["vip", "beta", "7"])
        #expect(contact.attributes == ["plan": "pro", "$first_name": "Ada", "$last_name": "L."])
        #expect(contact.createdAt == Timestamp("2008-12-12T11:20:47Z"))
        #expect(contact.lastSeenAt == Timestamp("2026-01-19T23:08:40Z"))
        let sent = project.sent[0]
        #expect(sent.line == "POST https://mixpanel.com/api/query/engage?project_id=1234")
        #expect(sent.contentType == "application/x-www-form-urlencoded")
        #expect(sent.text == "distinct_id=cust%2042%26x%3D%C3%BC")
        #expect(sent.authorization == Project.account)
    }

    @Test func readsAnIDThatIsANumber() async throws {
        let project = try Project([.ok(#"{"results":[{"$distinct_id":4,"$properties":{}}]}"#)])
        #expect(try await project.tools.getUser(Person(userID: "4")).get().contact.id == "4")
    }

    @Test func takesATextForOneTag() async throws {
        let project = try Project([.ok(#"{"results":[{"$properties":{"tags":"vip"}}]}"#)])
        let contact = try await project.tools.getUser(.ada).get().contact
        #expect(contact.tags == ["vip"])
        #expect(contact.attributes.isEmpty)
    }

    @Test(arguments: ["tags", "$email", "$name", "$phone", "$created", "$last_seen"])
    func keepsWhatItCannotRead(name: String) async throws {
        let project = try Project([.ok(#"{"results":[{"$properties":{"\#(name)":[{}]}}]}"#)])
        let contact = try await project.tools.getUser(.ada).get().contact
        #expect(contact.attributes == [name: [[:]]])
    }

    @Test func knowsNobody() async throws {
        let project = try Project([.ok(#"{"results":[],"status":"ok","total":0}"#)])
        let failure = await project.tools.getUser(.ada).failure
        #expect(failure?.kind == .notFound)
    }

    @Test func readsAnErrorInWords() async throws {
        let body = #"{"request":"/api/query/engage","error":"Unable to authenticate request"}"#
        let project = try Project([.respond(401, body: body)])
        let failure = await project.tools.getUser(.ada).failure
        #expect(failure?.kind == .authenticationFailed)
        #expect(failure?.providerMessage == "Unable to authenticate request")
    }

    @Test(arguments: [("Too many requests", "Too many requests"), (String(repeating: "<p>", count: 400), nil)])
    func readsAnErrorThatIsNoJSON(body: String, words: String?) async throws {
        let project = try Project([.respond(403, body: body)])
        #expect(await project.tools.getUser(.ada).failure?.providerMessage == words)
    }
}

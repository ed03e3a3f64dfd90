import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomTagTests {
    private static let noTags = ScriptedTransport.Step.ok(#"{"type":"list","data":[]}"#)

    @Test func makesOrFindsTheTagAndAttachesIt() async throws {
        let workspace = try Workspace([.ok(#"{"type":"tag","id":105,"name":"vip"}"#), .ok(#"{"id":"105"}"#)])
        let receipt = try await workspace.tools.perform(TagContact(person: .ada, tag: "vip")).get()
        #expect(receipt.tagName == "vip")
        #expect(receipt.userID == "65f0ada")
        #expect(
            workspace.sent == [.post("/tags", ["name": "vip"]), .post("/contacts/65f0ada/tags", ["id": "105"])]
        )
    }

    @Test func makesNoTagForAnUnknownPerson() async throws {
        let workspace = try Workspace([.found()])
        let person = Person(email: "ada@example.com")
        let failure = await workspace.tools.perform(TagContact(person: person, tag: "vip")).failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
        #expect(workspace.sent == [.search("ada@example.com")])
    }

    @Test func reportsAContactThatCannotBeTagged() async throws {
        let workspace = try Workspace([.ok(#"{"id":"1"}"#), .error(404, "not_found", "Resource Not Found")])
        let failure = await workspace.tools.perform(TagContact(person: .ada, tag: "vip")).failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
    }

    @Test func takesATagOff() async throws {
        let tags = #"{"data":[{"id":"1","name":"VIP"},{"id":"2","name":"vip"},{"id":3,"name":"beta"}]}"#
        let workspace = try Workspace([.ok(tags), .ok(#"{"id":"2"}"#)])
        let receipt = try await workspace.tools.perform(UntagContact(person: .ada, tag: "vip")).get()
        #expect(receipt.tagName == "vip")
        #expect(receipt.contactID == "65f0ada")
        #expect(workspace.sent == [.get("/contacts/65f0ada/tags"), .delete("/contacts/65f0ada/tags/2")])
    }

    @Test func findsATagByItsNameInAnotherCase() async throws {
        let workspace = try Workspace([.ok(#"{"data":[{"id":"1","name":"VIP"}]}"#), .ok("{}")])
        _ = try await workspace.tools.perform(UntagContact(person: .ada, tag: "vip")).get()
        #expect(workspace.sent.last == .delete("/contacts/65f0ada/tags/1"))
    }

    @Test func succeedsWhereThePersonLacksTheTag() async throws {
        let workspace = try Workspace([Self.noTags, .ok(#"{"data":[{"id":"9","name":"vip"}]}"#)])
        _ = try await workspace.tools.perform(UntagContact(person: .ada, tag: "vip")).get()
        #expect(workspace.sent == [.get("/contacts/65f0ada/tags"), .get("/tags")])
    }

    @Test func refusesATagThatExistsNowhere() async throws {
        let workspace = try Workspace([Self.noTags, Self.noTags])
        let failure = await workspace.tools.perform(UntagContact(person: .ada, tag: "vip")).failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
    }

    @Test func succeedsWhereSomebodyElseTookTheTagOffInBetween() async throws {
        let workspace = try Workspace([.ok(#"{"data":[{"id":"1","name":"vip"}]}"#), .error(404, "not_found", "x")])
        #expect(await workspace.tools.perform(UntagContact(person: .ada, tag: "vip")).isSuccess)
    }

    @Test func succeedsWhereALostFirstAttemptTookTheTagOff() async throws {
        let workspace = try Workspace([
            .ok(#"{"data":[{"id":"1","name":"vip"}]}"#), .loseAnswer, .error(404, "not_found", "x"),
        ])
        #expect(await workspace.tools.perform(UntagContact(person: .ada, tag: "vip")).isSuccess)
        #expect(workspace.audit.outcomes.map(\.verdict) == [.success])
    }

    @Test func reportsAnotherFailureToTakeATagOff() async throws {
        let workspace = try Workspace([
            .ok(#"{"data":[{"id":"1","name":"vip"}]}"#), .error(403, "forbidden", "x"),
        ])
        let failure = await workspace.tools.perform(UntagContact(person: .ada, tag: "vip")).failure
        #expect(failure?.kind == .permissionDenied)
        #expect(failure?.effect == .refused)
    }
}

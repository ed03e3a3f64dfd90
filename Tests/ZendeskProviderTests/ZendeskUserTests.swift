import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ZendeskUserTests {
    private let ada = Person(contactID: "7")
    private static let byAddress = "GET /users/search?query=email%3Aada%40example.com"

    @Test func givesEverythingItKnows() async throws {
        let account = try Account([
            .ok(
                """
                {"user":{"id":1500000000007,"external_id":"u-1","email":"ada@example.com","name":"Ada","phone":null,
                "active":true,"suspended":true,"tags":["vip"],"user_fields":{"plan":"pro","left":null},
                "created_at":"2009-07-20T22:55:29Z","last_login_at":"2011-05-05T10:38:52Z","role":"end-user"}}
                """
            )
        ])
        let contact = try await account.tools.getUser(Person(contactID: "1500000000007")).get().contact
        #expect(
            contact
                == Contact(
                    id: "1500000000007",
                    userID: "u-1",
                    email: "ada@example.com",
                    name: "Ada",
                    attributes: ["plan": "pro", "left": .null],
                    tags: ["vip"],
                    createdAt: Timestamp("2009-07-20T22:55:29Z"),
                    lastSeenAt: Timestamp("2011-05-05T10:38:52Z")
                )
        )
        #expect(account.lines == ["GET /users/1500000000007"])
    }

    @Test func doesNotTakeASimilarUserForThePerson() async throws {
        let similar = #"{"id":1,"email":"ada@example.com.au"},{"id":2,"email":null,"name":"ada@example.com"}"#
        let account = try Account([.users(similar)])
        #expect(await account.tools.getUser(Person(email: "ada@example.com")).failure?.kind == .notFound)
        #expect(account.lines == [Self.byAddress])
    }

    @Test func passesOverDeletedUsers() async throws {
        let account = try Account([
            .users(#"{"id":1,"email":"ada@example.com","active":false},{"id":2,"email":"ada@example.com"}"#),
            .ok(#"{"user":{"id":7,"active":false}}"#),
        ])
        #expect(try await account.tools.getUser(Person(email: "ada@example.com")).get().contact.id == "2")
        #expect(await account.tools.getUser(ada).failure?.kind == .notFound)
    }

    @Test func refusesToChooseAmongSeveral() async throws {
        let account = try Account([
            .users(#"{"id":1,"external_id":"u1"},{"id":2,"external_id":"U1"}"#)
        ])
        let failure = await account.tools.getUser(Person(userID: "u1")).failure
        #expect(failure?.kind == .conflict)
        #expect(failure?.message.contains("contact_id") == true)
    }

    @Test func refusesAnAddressOfSomebodyElse() async throws {
        let account = try Account([.users(), .users(#"{"id":1,"email":"ada@example.com","external_id":"other"}"#)])
        let person = Person(email: "ada@example.com", userID: "u1")
        #expect(await account.tools.getUser(person).failure?.kind == .conflict)
        #expect(account.lines == ["GET /users/search?external_id=u1", Self.byAddress])
    }

    @Test(arguments: [(201, "2026-05-28T20:26:40Z", true), (200, "2020-01-01T00:00:00Z", false)])
    func saysWhetherAUserIsNew(status: Int, createdAt: String, isNew: Bool) async throws {
        let account = try Account([
            .respond(status, body: #"{"user":{"id":7,"created_at":"\#(createdAt)"}}"#)
        ])
        let outcome = await account.tools.createUser(
            Person(email: "ada@example.com", userID: "u-1"),
            name: "Ada",
            phone: "+49 1",
            attributes: ["plan": "pro"]
        )
        #expect(try outcome.get().created == isNew)
        #expect(try outcome.get().contactID == "7")
        #expect(account.lines == ["POST /users/create_or_update"])
        let user: JSONValue = [
            "email": "ada@example.com", "external_id": "u-1", "name": "Ada", "phone": "+49 1",
            "user_fields": ["plan": "pro"],
        ]
        #expect(account.bodies == [["user": user]])
    }

    @Test func doesNotKnowWhoseWorkANewUserIsAfterALostAnswer() async throws {
        let account = try Account([
            .loseAnswer, .ok(#"{"user":{"id":7,"created_at":"\#(ManualTime().wallNow)"}}"#),
        ])
        #expect(try await account.tools.createUser(Person(email: "ada@example.com"), name: "A").get().created == nil)
    }

    @Test func repeatsAnUpsertWhoseAnswerCannotBeRead() async throws {
        let account = try Account([.ok("{}"), .user()])
        #expect(try await account.tools.createUser(Person(userID: "u"), name: "A").get().contactID == "1500000000007")
        #expect(account.lines.count == 2)
    }

    @Test func updatesAUserByItsID() async throws {
        let account = try Account([.user(7)])
        let upsert = UpsertContact(person: ada, name: "Ada", attributes: [:], role: "agent")
        #expect(try await account.tools.perform(upsert).get().created == false)
        #expect(account.lines == ["PUT /users/7"])
        #expect(account.bodies == [["user": ["name": "Ada", "role": "agent"]]])
    }

    @Test func refusesWhatZendeskDoesNotKeep() async throws {
        let account = try Account([])
        let refused = { (upsert: UpsertContact) in await account.tools.perform(upsert).failure?.field }
        #expect(await refused(UpsertContact(person: ada, role: "user")) == "role")
        #expect(await refused(UpsertContact(person: ada, name: "")) == "name")
        #expect(await refused(UpsertContact(person: ada, attributes: ["a": ["b": 1]])) == "attributes.a")
        #expect(await refused(UpsertContact(person: Person(contactID: "x"))) == "person.contact_id")
        #expect(await account.tools.addTag("a b", to: ada).failure?.field == "tag")
        #expect(await account.tools.removeTag("a b", from: ada).failure?.field == "tag")
        #expect(account.transport.sent.isEmpty)
    }

    @Test func addsATagAndTakesItOff() async throws {
        let account = try Account([
            .users(#"{"id":7,"email":"ADA@example.com"}"#), .ok(#"{"tags":["vip"]}"#), .respond(204), .ok("{}"),
        ])
        let receipt = try await account.tools.addTag("vip", to: Person(email: "ada@example.com")).get()
        #expect((receipt.tagName, receipt.contactID) == ("vip", "7"))
        #expect(await account.tools.removeTag("vip", from: ada).isSuccess)
        #expect(await account.tools.removeTag("vip", from: ada).isSuccess)
        #expect(
            account.lines == [
                Self.byAddress, "PUT /users/7/tags", "DELETE /users/7/tags", "DELETE /users/7/tags",
            ]
        )
        #expect(account.bodies.dropFirst() == [["tags": ["vip"]], ["tags": ["vip"]], ["tags": ["vip"]]])
    }

    @Test func deletesAUser() async throws {
        let account = try Account([.ok(#"{"user":{"id":7,"active":false}}"#)])
        let receipt = try await account.tools.perform(DeleteContact(person: ada)).get()
        #expect((receipt.userID, receipt.status) == ("7", .deleted))
        #expect(account.lines == ["DELETE /users/7"])
    }
}

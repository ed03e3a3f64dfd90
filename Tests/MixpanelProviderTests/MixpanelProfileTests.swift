import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct MixpanelProfileTests {
    private static let line = "POST https://api.mixpanel.com/engage?ip=0&strict=1&verbose=1"

    private func update(_ members: [String: JSONValue]) -> JSONValue {
        .object(
            members.merging([
                "$token": .string(Project.token), "$distinct_id": "cust-42", "$ignore_time": true,
            ]) { _, last in last }
        )
    }

    private func sent<A: Action>(_ action: A, updates: Int = 1) async throws -> JSONValue? {
        let answer = #"{"code":200,"num_records_imported":\#(updates),"status":"OK"}"#
        let project = try Project([.respond(200, body: answer)])
        _ = try await project.tools.perform(action).get()
        let sent = try #require(project.sent.first)
        #expect(sent.line == Self.line)
        #expect(sent.authorization == nil)
        #expect(sent.encoding == nil)
        #expect(project.sent.count == 1)
        return sent.json
    }

    @Test func setsEveryFieldThatIsGiven() async throws {
        let action = UpsertContact(
            person: Person(email: "ada@example.com", userID: "cust-42"),
            name: "Ada",
            phone: "+49",
            attributes: ["plan": "pro", "old": .null, "older": .null]
        )
        #expect(
            try await sent(action, updates: 2) == [
                update(["$set": ["$email": "ada@example.com", "$name": "Ada", "$phone": "+49", "plan": "pro"]]),
                update(["$unset": ["old", "older"]]),
            ]
        )
    }

    @Test func takesAwayWithoutSetting() async throws {
        let action = UpsertContact(person: .ada, attributes: ["old": .null])
        #expect(try await sent(action) == [update(["$unset": ["old"]])])
    }

    @Test func makesAnEmptyProfile() async throws {
        #expect(try await sent(UpsertContact(person: .ada)) == [update(["$set": [:]])])
    }

    @Test func keepsThePlatformsIDBesideAnAddress() async throws {
        var environment = Project.environment
        environment["MIXPANEL_DISTINCT_ID"] = "email"
        let project = try Project([.stored], environment: environment)
        let person = Person(email: "ada@example.com", userID: "u1")
        let receipt = try await project.tools.perform(UpsertContact(person: person)).get()
        #expect(receipt.contactID == "ada@example.com")
        #expect(receipt.created == nil)
        #expect(project.sent[0].json?.array?[0]["$set"] == ["$email": "ada@example.com", "user_id": "u1"])
    }

    @Test(
        arguments: [
            (UpsertContact(person: .ada, role: "lead"), "role"),
            (UpsertContact(person: .ada, name: "A", attributes: ["$name": "B"]), "attributes.$name"),
            (UpsertContact(person: Person(userID: "a", contactID: "b")), "person.user_id"),
            (UpsertContact(person: Person(email: "ada@example.com")), "person.user_id"),
            (
                UpsertContact(person: .ada, attributes: ["x": .string(String(repeating: "x", count: 1_000_000))]),
                "attributes"
            ),
        ]
    )
    func refusesWhatAProfileCannotHold(action: UpsertContact, field: String) async throws {
        let project = try Project()
        let failure = await project.tools.perform(action).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == field)
        #expect(project.sent.isEmpty)
    }

    @Test func writesTheOtherOperations() async throws {
        #expect(
            try await sent(TagContact(person: .ada, tag: "vip")) == [update(["$union": ["tags": ["vip"]]])]
        )
        #expect(
            try await sent(UntagContact(person: .ada, tag: "vip")) == [update(["$remove": ["tags": "vip"]])]
        )
        #expect(
            try await sent(IncrementContact(person: .ada, amounts: ["logins": 1, "credit": -2.5]))
                == [update(["$add": ["logins": 1, "credit": -2.5]])]
        )
        #expect(
            try await sent(DeleteContact(person: .ada)) == [update(["$delete": "null", "$ignore_alias": false])]
        )
    }

    @Test func givesReceipts() async throws {
        let project = try Project(Array(repeating: .stored, count: 3))
        let tag = try await project.tools.perform(TagContact(person: .ada, tag: "vip")).get()
        #expect(tag.tagName == "vip" && tag.userID == "cust-42" && tag.contactID == "cust-42")
        let deleted = try await project.tools.perform(DeleteContact(person: .ada)).get()
        #expect(deleted.userID == "cust-42" && deleted.status == .deleted)
        let incremented = try await project.tools.increment(["n": 1], of: .ada).get()
        #expect(incremented.userID == "cust-42")
    }

    @Test func putsTagsWhereTheConfigurationSays() async throws {
        let project = try Project([.stored], configuration: "providers: { mixpanel: { tagProperty: segments } }")
        _ = try await project.tools.perform(TagContact(person: .ada, tag: "vip")).get()
        #expect(project.sent[0].json?.array?[0]["$union"] == ["segments": ["vip"]])
    }

    @Test(arguments: ["1", " 1\n", #"{"status":1,"error":null}"#, #"{"code":200,"status":"OK"}"#, #"{"status":"OK"}"#])
    func takesEveryFormOfASuccess(body: String) async throws {
        let project = try Project([.ok(body)])
        #expect(await project.tools.setProfile(of: .ada, ["plan": "pro"]).isSuccess)
    }

    @Test(
        arguments: [
            ("0", nil), ("0\n", nil), (#"{"status":0,"error":"bad data"}"#, "bad data"), (#"{"status":0}"#, nil),
            (#"{"code":200,"status":"OK","failed_records":[{"index":0,"message":"bad"}]}"#, "bad"),
        ]
    )
    func readsARefusalOutOfASuccess(body: String, words: String?) async throws {
        let project = try Project([.ok(body)])
        let failure = await project.tools.perform(TagContact(person: .ada, tag: "vip")).failure
        #expect(failure?.kind == .rejected)
        #expect(failure?.effect == .refused)
        #expect(failure?.providerMessage == words)
        #expect(project.sent.count == 1)
    }

    @Test func readsAStrictRefusal() async throws {
        let project = try Project([.refused(#"{"index":0,"field":"$set","message":"not an object"}"#)])
        let failure = await project.tools.perform(UpsertContact(person: .ada)).failure
        #expect(failure?.kind == .rejected)
        #expect(failure?.effect == .refused)
        #expect(failure?.providerMessage == "not an object")
    }

    @Test(
        arguments: [
            (#""failed_records":[{"index":1}],"num_records_imported":1"#, "refuses $unset; $set is done"),
            (#""failed_records":[{"index":"0"}],"num_records_imported":0"#, "refuses $set; $unset may be done"),
            (#""failed_records":[{"field":7}]"#, "does not say which"),
        ]
    )
    func claimsNothingWhereHalfAnUpdateWasRefused(members: String, words: String) async throws {
        for status in [200, 400] {
            let project = try Project([.respond(status, body: #"{"code":\#(status),\#(members)}"#)])
            let action = UpsertContact(person: .ada, attributes: ["plan": "pro", "old": .null])
            let failure = await project.tools.perform(action).failure
            #expect(failure?.kind == .rejected)
            #expect(failure?.effect == .unknown)
            #expect(failure?.message.contains(words) == true)
            #expect(project.sent.count == 1)
        }
    }

    @Test(arguments: [#"{"code":400,"failed_records":[{"index":0},{"index":1}],"num_records_imported":0}"#, "{}"])
    func isRefusedWhereAllOfItWas(body: String) async throws {
        let project = try Project([.respond(400, body: body)])
        let action = UpsertContact(person: .ada, attributes: ["plan": "pro", "old": .null])
        let failure = await project.tools.perform(action).failure
        #expect(failure?.kind == .rejected)
        #expect(failure?.effect == .refused)
    }

    @Test(arguments: ["", "<html>", "{}", "null", #"{"status":"error"}"#, #"{"code":200,"num_records_imported":0}"#])
    func claimsNothingOfAnAnswerThatItCannotRead(body: String) async throws {
        let project = try Project(Array(repeating: .ok(body), count: 4))
        let failure = await project.tools.perform(IncrementContact(person: .ada, amounts: ["n": 1])).failure
        #expect(failure?.kind == .malformedResponse)
        #expect(failure?.effect == .unknown)
        #expect(project.sent.count == 1)
    }
}

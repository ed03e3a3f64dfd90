import FoundationEssentials
import SwitchboardCore
import SwitchboardTesting
import Testing

/// A built-in action with every one of its fields given, and with those only that must be.
struct ActionSample: Sendable, CustomTestStringConvertible {
    let type: any Action.Type
    let full: JSONValue
    let least: JSONValue

    var testDescription: String { type.name }

    private static let person: JSONValue = ["email": "ada@example.com", "user_id": "u1", "contact_id": "c1"]

    static let all: [ActionSample] = [
        ActionSample(
            type: SendMessage.self,
            full: [
                "to": person, "message_type": "email", "subject": "Hello", "body": "secret body", "from_admin_id": "7",
                "template": "personal",
            ],
            least: ["to": person, "body": "secret body"]
        ),
        ActionSample(
            type: NoteContact.self,
            full: ["person": person, "body": "secret body", "admin_id": "7"],
            least: ["person": person, "body": "secret body"]
        ),
        ActionSample(
            type: TrackEvent.self,
            full: [
                "person": person, "name": "signed_up", "properties": ["key": "secret value"],
                "at": "2026-11-23T10:00:00.000001Z", "event_id": "e-1",
            ],
            least: ["person": person, "name": "signed_up"]
        ),
        ActionSample(type: GetContact.self, full: ["person": person], least: ["person": person]),
        ActionSample(
            type: UpsertContact.self,
            full: [
                "person": person, "name": "secret name", "phone": "secret phone", "attributes": ["k": "secret value"],
                "role": "user",
            ],
            least: ["person": person]
        ),
        ActionSample(
            type: TagContact.self,
            full: ["person": person, "tag": "vip"],
            least: ["person": person, "tag": "vip"]
        ),
        ActionSample(
            type: UntagContact.self,
            full: ["person": person, "tag": "vip"],
            least: ["person": person, "tag": "vip"]
        ),
        ActionSample(type: DeleteContact.self, full: ["person": person], least: ["person": person]),
        ActionSample(
            type: IncrementContact.self,
            full: ["person": person, "amounts": ["logins": 1, "credit": -2.5]],
            least: ["person": person, "amounts": ["logins": 1]]
        ),
    ]
}

@Suite struct BuiltInActionTests {
    /// The JSON form after decoding and all checks.
    private func form<A: Action>(_ type: A.Type, _ json: JSONValue) throws(Failure) -> JSONValue {
        try type.decode(json: Data(json.serialized()), time: ManualTime().source).checkedForm()
    }

    private func failure<A: Action>(_ type: A.Type, _ bytes: some Sequence<UInt8>) -> Failure? {
        do throws(Failure) {
            _ = try type.decode(json: Data(bytes)).checkedForm()
            return nil
        } catch {
            return error
        }
    }

    @Test func areNamedAsTheContractSays() {
        let names = ActionSample.all.map { $0.type.name }
        #expect(
            names == [
                "message.send", "contact.note", "event.track", "contact.get", "contact.upsert", "contact.tag",
                "contact.untag", "contact.delete", "contact.increment",
            ]
        )
        #expect(ActionSample.all.filter { $0.type.isRead }.map { $0.type.name } == ["contact.get"])
        #expect(ActionSample.all.allSatisfy { $0.type.summary.hasSuffix(".") })
    }

    @Test(arguments: ActionSample.all)
    func writesEveryDeclaredFieldAndNoOther(sample: ActionSample) throws {
        let form = try form(sample.type, sample.full)
        #expect(form == sample.full)
        #expect(Set(try #require(form.object).keys) == Set(sample.type.fields.map(\.name)))
        #expect(try JSONValue(parsing: form.serialized()) == form)
    }

    @Test(arguments: ActionSample.all)
    func readsItsOwnFormBack(sample: ActionSample) throws {
        for json in [sample.full, sample.least] {
            let form = try form(sample.type, json)
            #expect(try self.form(sample.type, form) == form)
        }
    }

    @Test(arguments: ActionSample.all)
    func requiresWhatIsDeclaredRequired(sample: ActionSample) throws {
        let required = sample.type.fields.filter(\.isRequired).map(\.name)
        #expect(Set(required) == Set(try #require(sample.least.object).keys))
        for field in sample.type.fields {
            var members = try #require(sample.full.object)
            members[field.name] = nil
            let json = JSONValue.object(members)
            if field.isRequired {
                #expect(failure(sample.type, json.serialized())?.field == field.name)
            } else if sample.type.name != "message.send" {
                #expect(failure(sample.type, json.serialized()) == nil)
            }
            members[field.name] = .null
            let refused = failure(sample.type, JSONValue.object(members).serialized())
            #expect(
                (refused != nil)
                    == (field.isRequired
                        || sample.type.name == "message.send" && field.name != "from_admin_id"
                            && field.name != "template")
            )
        }
    }

    @Test(arguments: ActionSample.all)
    func refusesUnknownFieldsAtEveryDepth(sample: ActionSample) throws {
        var members = try #require(sample.full.object)
        members["bdoy_2"] = 1
        #expect(failure(sample.type, JSONValue.object(members).serialized())?.field == "bdoy_2")
        members["bdoy_2"] = nil
        let person = sample.type.fields[0].name
        members[person] = ["emial": "ada@example.com"]
        let nested = failure(sample.type, JSONValue.object(members).serialized())
        #expect(nested?.field == "\(person).emial")
        #expect(nested?.message == "\(person).emial: unknown field; did you mean email?")
    }

    @Test(arguments: ActionSample.all)
    func refusesWhatIsNoObject(sample: ActionSample) {
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        let nested =
            #"{"body":"# + String(repeating: #"{"a":"#, count: 10_000) + "1" + String(repeating: "}", count: 10_001)
        for text in ["", " ", "{", "not json", deep, nested, "\u{0}"] {
            let failure = failure(sample.type, text.utf8)
            #expect(failure?.kind == .invalidInput)
            #expect(failure?.effect == Failure.Effect.none)
            #expect(failure?.message.hasPrefix("the input is not JSON") == true)
            #expect((failure?.message.count ?? 0) < 200)
        }
        #expect(failure(sample.type, [0xFF, 0xFE, 0x00])?.kind == .invalidInput)
        #expect(failure(sample.type, "[]".utf8)?.message == "the input is an array; give an object")
        #expect(failure(sample.type, "null".utf8)?.message == "the input is null; give an object")
        #expect(failure(sample.type, #""text""#.utf8)?.message == "the input is a string; give an object")
    }

    @Test(arguments: ActionSample.all)
    func namesItsPeople(sample: ActionSample) throws {
        func people<A: Action>(_ type: A.Type) throws -> [Person] {
            try type.decode(json: Data(sample.full.serialized())).people
        }
        #expect(try people(sample.type) == [Person(email: "ada@example.com", userID: "u1", contactID: "c1")])
    }

    @Test(arguments: ActionSample.all)
    func refusesNobody(sample: ActionSample) throws {
        let person = sample.type.fields[0].name
        let cases: [(JSONValue, String)] = [
            ([:], person), (["email": .null], person), (["email": "nobody"], "\(person).email"),
            (["user_id": ""], "\(person).user_id"), (["contact_id": "a\nb"], "\(person).contact_id"),
            (["user_id": .string(String(repeating: "x", count: 256))], "\(person).user_id"),
        ]
        for (value, path) in cases {
            var members = try #require(sample.full.object)
            members[person] = value
            #expect(failure(sample.type, JSONValue.object(members).serialized())?.field == path)
        }
    }

    @Test(arguments: ActionSample.all)
    func auditsNoTextNoValueAndNoPerson(sample: ActionSample) throws {
        let kept = sample.type.fields.audited(try form(sample.type, sample.full))
        let text = String(decoding: kept.serialized(), as: UTF8.self)
        for word in ["secret", "ada@example.com", "u1", "c1", "Hello"] { #expect(!text.contains(word)) }
        for field in sample.type.fields {
            switch field.audit {
            case .plain: #expect(kept[field.name] == sample.full[field.name])
            case .size: #expect(kept[field.name]?.object?.count == 1)
            case .sealed, .never: #expect(kept[field.name] == nil)
            }
        }
    }

    @Test func auditsNothingThatIsNotDeclared() {
        let fields: [Field] = [
            .required(AnyKey("kept"), .string, audit: .plain, ""), .required(AnyKey("text"), .string, audit: .size, ""),
            .required(AnyKey("list"), .list(of: .string), audit: .size, ""),
            .required(AnyKey("map"), .map(of: .json), audit: .size, ""),
            .required(AnyKey("person"), .json, audit: .sealed, ""),
            .required(AnyKey("token"), .string, audit: .never, ""),
            .optional(AnyKey("absent"), .string, audit: .plain, ""),
            .optional(AnyKey("null"), .string, audit: .plain, ""),
        ]
        let form: JSONValue = [
            "kept": "k", "text": "ää", "list": ["a", "b"], "map": ["a": 1], "person": "p", "token": "t", "null": .null,
            "stray": "s",
        ]
        #expect(
            fields.audited(form)
                == ["kept": "k", "text": ["bytes": 4], "list": ["elements": 2], "map": ["members": 1]]
        )
    }
}

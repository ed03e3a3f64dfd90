import FoundationEssentials
import SwitchboardCore
import SwitchboardTesting
import Testing

@Suite struct TrackEventTests {
    private let person = Person(userID: "u1")
    private let json = Data(#"{"person":{"user_id":"u1"},"name":"signed_up"}"#.utf8)

    @Test func fixesTimeAndIDWhenItIsMade() throws {
        let time = ManualTime()
        let event = TrackEvent(person: person, name: "signed_up", time: time.source)
        let decoded = try TrackEvent.decode(json: json, time: time.source)
        time.advance(by: .seconds(100))
        #expect(event.at == Timestamp(secondsSince1970: 1_780_000_000))
        #expect(decoded.at == event.at)
        #expect(ActionID(event.eventID) != nil && event.eventID.count == 36)
        #expect(event.eventID != decoded.eventID)
        #expect(try event.checkedForm() == event.checkedForm())
        #expect(!event.isEventIDGiven && !decoded.isEventIDGiven)
    }

    @Test(arguments: [
        Person(userID: "u1"), Person(email: "ada@example.com", contactID: "c1"),
        Person(email: "ada@example.com", userID: "u1", contactID: "c1"),
    ])
    func writesTheFormThatAnEncoderWrites(person: Person) throws {
        let properties: [String: JSONValue] = ["n": 1, "x": 1.5, "list": [1, ["a": .null]], "flag": true]
        let event = TrackEvent(person: person, name: "x", properties: properties, time: ManualTime().source)
        #expect(try event.checkedForm() == JSONValue(encoding: event))
    }

    @Test func keepsWhatIsGiven() throws {
        let at = Timestamp(microsecondsSince1970: 1_780_000_000_000_001)
        let event = TrackEvent(person: person, name: "x", properties: ["k": 1], at: at, eventID: "e-1")
        #expect(event.isEventIDGiven)
        #expect(
            try event.checkedForm() == [
                "person": ["user_id": "u1"], "name": "x", "properties": ["k": 1], "event_id": "e-1",
                "at": "2026-05-28T20:26:40.000001Z",
            ]
        )
    }

    @Test(
        arguments: [
            ("name", "", false), ("name", "a\nb", false), ("name", .string(String(repeating: "x", count: 255)), true),
            ("name", .string(String(repeating: "x", count: 256)), false), ("event_id", "", false),
            ("event_id", "a.b", false),
            ("event_id", .string(String(repeating: "a", count: 36)), true),
            ("event_id", .string(String(repeating: "a", count: 37)), false), ("at", "2026-11-23T10:00:00", false),
            ("at", 1_795_428_000, false), ("properties", [1], false), ("properties", .null, true), ("at", .null, true),
        ] as [(String, JSONValue, Bool)]
    )
    func checksItsFields(name: String, value: JSONValue, isAccepted: Bool) {
        var members: [String: JSONValue] = ["person": ["user_id": "u1"], "name": "signed_up"]
        members[name] = value
        var field: String?
        do throws(Failure) {
            _ = try TrackEvent.decode(json: Data(JSONValue.object(members).serialized())).checkedForm()
        } catch {
            field = error.field
        }
        #expect(field == (isAccepted ? nil : name))
    }

    @Test func refusesANumberWithoutAJSONFormBeforeAnythingIsSent() {
        let event = TrackEvent(person: person, name: "x", properties: ["k": ["deep": .number(.nan)]])
        let failure = #expect(throws: Failure.self) { try event.checkedForm() }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.message == "the input holds a value without a JSON form, such as an infinite number")
    }
}

@Suite struct SendMessageTests {
    private func failure(_ message: SendMessage) -> Failure? {
        do throws(Failure) {
            _ = try message.checkedForm()
            return nil
        } catch {
            return error
        }
    }

    private let to = Person(contactID: "c1")

    @Test func wantsASubjectForAnEmail() {
        #expect(failure(SendMessage(to: to, body: "x", messageType: .email))?.field == "subject")
        #expect(failure(SendMessage(to: to, body: "x", messageType: .email, subject: ""))?.field == "subject")
        #expect(failure(SendMessage(to: to, body: "x", messageType: .email, subject: "a\r\nb"))?.field == "subject")
        #expect(failure(SendMessage(to: to, body: "x", messageType: .email, subject: "a")) == nil)
    }

    @Test func wantsATemplateForEmailsOnly() {
        #expect(failure(SendMessage(to: to, body: "x", template: .plain))?.field == "template")
        #expect(failure(SendMessage(to: to, body: "x", messageType: .inapp, template: .plain))?.field == "template")
        let email = SendMessage(to: to, body: "x", messageType: .email, subject: "a", template: .personal)
        #expect(failure(email) == nil)
    }

    @Test func keepsTheBodyVerbatim() throws {
        #expect(failure(SendMessage(to: to, body: ""))?.field == "body")
        let body = "  a\r\n\t<b>ä</b> \u{2028}\n"
        #expect(try SendMessage(to: to, body: body).checkedForm()["body"] == .string(body))
    }

    @Test func refusesAWordThatIsNoMessageType() {
        let json = Data(#"{"to":{"email":"a@b.co"},"body":"x","message_type":"in_app"}"#.utf8)
        let failure = #expect(throws: Failure.self) { try SendMessage.decode(json: json) }
        #expect(failure?.field == "message_type")
        #expect(failure?.message == "message_type: is not a known value; did you mean inapp?")
    }
}

@Suite struct ReceiptTests {
    @Test func haveTheJSONOfTheContract() throws {
        let ids: [String: JSONValue] = ["user_id": "c", "contact_id": "c"]
        func expect(_ receipt: some ActionReceipt, _ members: [String: JSONValue], reference: String?) throws {
            #expect(try JSONValue(encoding: receipt) == .object(members))
            #expect(receipt.reference == reference)
        }
        let message = SendMessage.Receipt(messageID: "m", contactID: "c", messageType: .inapp)
        try expect(message, ids.merging(["message_id": "m", "message_type": "inapp"]) { $1 }, reference: "m")
        let note = NoteContact.Receipt(noteID: "n", contactID: "c")
        try expect(note, ids.merging(["note_id": "n"]) { $1 }, reference: "n")
        try expect(TagReceipt(tagName: "t", contactID: "c"), ids.merging(["tag_name": "t"]) { $1 }, reference: "c")
        try expect(UpsertContact.Receipt(contactID: "c", created: nil), ids, reference: "c")
        let created = UpsertContact.Receipt(contactID: "c", created: true)
        try expect(created, ids.merging(["created": true]) { $1 }, reference: "c")
        let event = TrackEvent.Receipt(eventName: "e", user: "u")
        try expect(event, ["event_name": "e", "user": "u"], reference: nil)
        #expect(note.person == Person(contactID: "c") && event.person == nil)
    }

    @Test func showAContactInFull() throws {
        let contact = Contact(
            id: "c",
            userID: "u",
            email: "ada@example.com",
            attributes: ["plan": "pro"],
            tags: ["vip"],
            createdAt: Timestamp(secondsSince1970: 0)
        )
        let receipt = GetContact.Receipt(contact: contact)
        #expect(
            try JSONValue(encoding: receipt) == [
                "contact": [
                    "id": "c", "user_id": "u", "email": "ada@example.com", "attributes": ["plan": "pro"],
                    "tags": ["vip"],
                    "created_at": "1970-01-01T00:00:00Z",
                ]
            ]
        )
        #expect(receipt.reference == "c")
    }
}

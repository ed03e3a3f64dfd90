import SendGridProvider
import SwitchboardCore
import Testing

struct SendGridWebhookEventTests {
    /// The events that a text tells of.
    private func events(_ text: String) throws(Failure) -> [WebhookEvent] {
        try SendGridProvider.events(in: Array(text.utf8))
    }

    private func event(_ members: String) throws -> WebhookEvent {
        try #require(try events("[{\(members)}]").first)
    }

    @Test func readsEverythingThatAnEventTells() throws {
        let id = "019ab2d4-7c11-7a3e-9f20-5d1c8e4b6a07"
        let event = try event(
            """
            "email": "ada@example.com", "timestamp": 1600112492, "event": "bounce", "sg_event_id": "e-1",
            "sg_message_id": "abc.recvd-5f54b5d587-zczg2-1-6261AE5F-B.0", "smtp-id": "<abc@ismtpd>", "attempt": "3",
            "category": "welcome", "switchboard_action_id": "\(id)", "switchboard_item": "12", "campaign": "c-1",
            "reason": "550 no such user", "status": "5.1.1", "type": "bounce", "bounce_classification": "Invalid Address"
            """
        )
        #expect(
            event
                == WebhookEvent(
                    .emailBounced,
                    name: "bounce",
                    id: "e-1",
                    time: Timestamp(secondsSince1970: 1_600_112_492),
                    person: Person(email: "ada@example.com"),
                    actionID: ActionID(id),
                    item: 12,
                    reference: "abc",
                    reason: .invalid,
                    details: [
                        "sg_message_id": "abc.recvd-5f54b5d587-zczg2-1-6261AE5F-B.0", "smtp-id": "<abc@ismtpd>",
                        "attempt": 3, "category": ["welcome"], "campaign": "c-1", "reason": "550 no such user",
                        "status": "5.1.1", "type": "bounce", "bounce_classification": "Invalid Address",
                    ]
                )
        )
    }

    @Test(arguments: [
        ("processed", WebhookEvent.Kind.emailQueued), ("delivered", .emailDelivered), ("open", .emailOpened),
        ("click", .emailClicked), ("deferred", .emailDeferred), ("dropped", .emailRejected), ("bounce", .emailBounced),
        ("blocked", .emailBounced), ("spamreport", .emailComplained), ("unsubscribe", .emailUnsubscribed),
        ("group_unsubscribe", .emailUnsubscribed), ("group_resubscribe", .emailSubscribed),
        ("Delivered", .emailUnknown), ("amp_opened", .emailUnknown), ("", .emailUnknown),
    ])
    func hasAWordForEachEvent(name: String, kind: WebhookEvent.Kind) throws {
        let event = try event(#""event": "\#(name)", "email": "ada@example.com""#)
        #expect(event.kind == kind)
        #expect(event.name == name)
        #expect((event.reason == nil) == (kind != .emailRejected && kind != .emailBounced))
    }

    @Test(arguments: [
        ("Bounced Address", WebhookEvent.RejectReason.bounced), ("Unsubscribed Address", .unsubscribed),
        ("Spam Reporting Address", .spam), ("Spam Content (if Spam Checker app enabled)", .spam), ("Invalid", .invalid),
        ("Invalid SMTPAPI header", .other), ("Recipient List over Package Quota", .other), ("", .other),
    ])
    func saysWhyAMailWasDropped(words: String, reason: WebhookEvent.RejectReason) throws {
        let event = try event(#""event": "dropped", "reason": "\#(words)", "email": "ada@example.com""#)
        #expect(event.reason == reason)
        #expect(event.details["reason"] == .string(words))
    }

    @Test(arguments: [
        (#""type": "bounce""#, WebhookEvent.RejectReason.bounced), (#""type": "blocked""#, .blocked),
        (#""type": "expired""#, .timedOut), (#""status": "5.0.0""#, .bounced),
        (#""type": "bounce", "bounce_classification": "Invalid Address""#, .invalid),
        (#""type": "bounce", "bounce_classification": "Mailbox Unavailable""#, .bounced),
        (#""type": "blocked", "bounce_classification": "Content""#, .spam),
        (#""type": "blocked", "bounce_classification": "Reputation""#, .blocked),
        (#""type": "bounce", "bounce_classification": "Frequency or Volume Too High""#, .blocked),
        (#""type": "blocked", "bounce_classification": "Technical""#, .blocked),
        (#""type": "expired", "bounce_classification": "Unclassified""#, .timedOut),
        (#""type": 7, "bounce_classification": null"#, .bounced),
    ])
    func saysWhyAMailBounced(members: String, reason: WebhookEvent.RejectReason) throws {
        #expect(try event(#""event": "bounce", \#(members)"#).reason == reason)
    }

    @Test(arguments: [
        ("LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0", "LRzXl_NHStOGhQ4kofSm_A"),
        ("KwZyK5.recvd-5f54b5d587-zczg2-1-6261AE5F-B.0", "KwZyK5"),
        ("14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0", "14c5d75ce93.dfd.64b469"), ("m-1", "m-1"),
    ])
    func refersToTheMailByItsMessageID(long: String, short: String) throws {
        #expect(try event(#""event": "open", "sg_message_id": "\#(long)""#).reference == short)
    }

    @Test(arguments: [
        (#""a""#, JSONValue.array(["a"])), (#"["a", "b"]"#, .array(["a", "b"])), ("[]", .array([])), ("null", .null),
    ])
    func givesCategoriesAsAList(text: String, categories: JSONValue) throws {
        #expect(try event(#""event": "open", "category": \#(text)"#).details["category"] == categories)
    }

    @Test(arguments: [("\"10\"", JSONValue.integer(10)), ("4", 4), ("\"often\"", "often"), ("-1", -1), ("\"\"", "")])
    func givesAttemptsAsANumber(text: String, attempt: JSONValue) throws {
        #expect(try event(#""event": "deferred", "attempt": \#(text)"#).details["attempt"] == attempt)
    }

    @Test(arguments: [
        (#""switchboard_action_id": "no uuid""#, "switchboard_action_id"),
        (#""switchboard_item": "-1""#, "switchboard_item"), (#""switchboard_item": "1.5""#, "switchboard_item"),
        (#""switchboard_item": "99999999999999999999""#, "switchboard_item"),
        (#""timestamp": "soon""#, "timestamp"), (#""timestamp": 1e300"#, "timestamp"),
        (#""timestamp": -1"#, "timestamp"),
        (#""timestamp": 9223372036854775807"#, "timestamp"), (#""email": ["a"]"#, "email"), (#""email": """#, "email"),
        (#""sg_event_id": null"#, "sg_event_id"), (#""event": 7"#, "event"),
    ])
    func keepsWhatItCannotReadWhereItIs(member: String, name: String) throws {
        let event = try event(member)
        #expect(event.details[name] != nil)
        #expect(event.actionID == nil && event.item == nil && event.time == nil)
        #expect(event.person == nil && event.id == nil)
    }

    @Test func losesNoEventToAnother() throws {
        let strange = #"{},{"event":{"a":[1]}},{"event":"account_status_change"}"#
        let events = try events(#"[{"event":"open","email":"a@b.co"},\#(strange),{"event":"click"}]"#)
        #expect(events.map(\.kind) == [.emailOpened, .unknown, .unknown, .unknown, .emailClicked])
        #expect(events.map(\.name) == ["open", "", "", "account_status_change", "click"])
        #expect(events[2].details == ["event": ["a": [1]]])
    }

    @Test(arguments: [
        ("[{}, 7]", "[1]: is a number where SendGrid has an event"),
        ("[[]]", "[0]: is an array where SendGrid has an event"),
        ("{}", "the input is not an array, as SendGrid's events are"),
        ("null", "the input is not an array, as SendGrid's events are"),
        ("", "the input is not JSON: line 1, column 1: the text ends where it needs a value"),
        (
            "[{}",
            "the input is not JSON: line 1, column 4: the text ends where it needs a comma or the end of the array"
        ),
        ("[{\"a\":1e999}]", "the input is not JSON: line 1, column 7: a number too large to be kept"),
    ])
    func refusesABodyThatIsNotSendGrids(text: String, message: String) {
        let failure = #expect(throws: Failure.self) { try events(text) }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.message == message)
    }

    @Test func readsNoEventsInAnEmptyList() throws {
        #expect(try events("[]").isEmpty)
        #expect(try events("[]\r\n").isEmpty)
    }

    @Test func survivesStrangeBodies() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: Failure.self) { try events(deep) }
        #expect(throws: Failure.self) { try events(#"[{"a":\#(deep)"#) }
        let nested = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(try event(#""event": "open", "a": \#(nested)"#).kind == .emailOpened)
        let bytes = Array(#"[{"event":"open","email":"a@b.co","x":""#.utf8) + [0xFF, 0xC0] + Array(#""}]"#.utf8)
        let odd = try #require(try SendGridProvider.events(in: bytes).first)
        #expect(odd.kind == .emailOpened)
        #expect(odd.details["x"] == "\u{FFFD}\u{FFFD}")
        let huge = try event(#""event": "open", "n": 123456789012345678901234567890, "d": 1e308"#)
        #expect(huge.details["n"] == .number(1.2345678901234568e29))
        #expect(throws: Failure.self) { try SendGridProvider.events(in: (0...255).map { UInt8($0) }) }
    }

    @Test func takesTheLastOfTwoMembersOfOneName() throws {
        #expect(try event(#""event": "open", "event": "click""#).kind == .emailClicked)
    }
}

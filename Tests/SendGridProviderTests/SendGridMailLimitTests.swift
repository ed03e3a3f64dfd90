import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// What SendGrid would refuse, or drop, is refused by its name, and nothing is sent.
struct SendGridMailLimitTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var field: String
        var mail: SendEmail

        var testDescription: String { field }

        init(_ field: String, _ mail: SendEmail) {
            self.field = field
            self.mail = mail
        }

        init<Value>(_ field: String, _ path: WritableKeyPath<SendEmail, Value>, _ value: Value) {
            self.init(field, SendEmail.hello.with(path, value))
        }
    }

    private static let many = (0..<1000).map { Address("u\($0)@example.com") }
    private static let ada: Address = "ADA@Example.com"
    private static let template = SendEmail(to: ["ada@example.com"], templateID: "7d0e", templateData: ["a": 1])

    static let cases: [Case] = [
        Case("to", \.to, []),
        Case("to", \.to, many + ["more@example.com"]),
        Case("to", \.cc, many),
        Case("to[0].email", \.to, ["ada@example"]),
        Case("to[1].name", \.to, ["ada@example.com", Address("bob@example.com", name: "Bob\r\nBcc: x@example.com")]),
        Case("to[1]", \.to, ["ada@example.com", ada]),
        Case("cc[0]", \.cc, [ada]),
        Case("bcc[1]", \.bcc, ["bob@example.com", "BOB@example.com"]),
        Case("from.email", \.from, "nobody"),
        Case("reply_to.email", \.replyTo, "nobody@"),
        Case("subject", \.subject, nil),
        Case("subject", \.subject, ""),
        Case("subject", \.subject, "a\u{0}b"),
        Case("text", \.text, nil),
        Case("text", \.text, ""),
        Case("template_data", \.templateData, ["a": 1]),
        Case("template_data", template),
        Case("categories", \.categories, (0...10).map { "c\($0)" }),
        Case("categories[1]", \.categories, ["a", "a"]),
        Case("categories[0]", \.categories, [String(repeating: "ä", count: 256)]),
        Case("categories[0]", \.categories, ["a\nb"]),
        Case("categories[0]", \.categories, [""]),
        Case("custom_args.switchboard_action_id", \.customArgs, ["switchboard_action_id": "x"]),
        Case("custom_args.switchboard_item", \.customArgs, ["switchboard_item": "0"]),
        Case("custom_args.email", \.customArgs, ["email": "x"]),
        Case("custom_args", \.customArgs, ["a": String(repeating: "x", count: 9900)]),
        Case("headers.reply-TO", \.headers, ["reply-TO": "x"]),
        Case("headers.X-A", \.headers, ["X-A": "a\r\nBcc: b"]),
        Case("headers.X A", \.headers, ["X A": "a"]),
        Case("headers.X-Ä", \.headers, ["X-Ä": "a"]),
        Case("attachments[0].content", \.attachments, [Attachment(filename: "a", content: "a?==")]),
        Case("attachments[0].content", \.attachments, [Attachment(filename: "a", content: "aGk")]),
        Case("attachments[0].content", \.attachments, [Attachment(filename: "a", content: "aG\nk")]),
        Case("attachments[0].content", \.attachments, [Attachment(filename: "a", content: "====")]),
        Case("attachments[0].content", \.attachments, [Attachment(filename: "a", content: "")]),
        Case("attachments[0].filename", \.attachments, [Attachment(filename: "a\rb", content: "aGk=")]),
        Case("unsubscribe_group_id", \.unsubscribeGroupID, 0),
        Case("send_at", \.sendAt, Timestamp(secondsSince1970: 1_780_000_000 + 72 * 3600 + 1)),
    ]

    @Test(arguments: cases)
    func refusesByName(example: Case) async throws {
        let workspace = try Workspace([.accepted])
        let failure = try #require(await workspace.refusal(of: example.mail))
        #expect(failure.kind == .invalidInput)
        #expect(failure.effect == Failure.Effect.none)
        #expect(failure.field == example.field)
        #expect(failure.message.hasPrefix("\(example.field): "))
    }

    /// In a batch the others go out all the same.
    @Test(arguments: cases)
    func refusesByNameInABatch(example: Case) async throws {
        let workspace = try Workspace([.accepted])
        let batch = SendEmailBatch(items: [.hello(to: "first@example.com"), example.mail])
        let receipt = try await workspace.tools.perform(batch).get()
        #expect(receipt.failures.keys.sorted() == [1])
        #expect(receipt.failures[1]?.kind == .invalidInput)
        #expect(receipt.failures[1]?.field == "messages[1].\(example.field)")
        #expect(workspace.bodies.map { $0["personalizations"]?.array?.count } == [1])
    }

    @Test func takesWhatLiesJustWithinTheLimits() async throws {
        let workspace = try Workspace([.accepted])
        var mail = SendEmail.hello.with(\.cc, Array(Self.many.dropLast()))
        mail.categories = (0..<10).map { String(repeating: "ä", count: 254) + "\($0)" }
        mail.sendAt = Timestamp(secondsSince1970: 1_780_000_000 + 72 * 3600)
        mail.customArgs = ["a": String(repeating: "x", count: 9850)]
        #expect(await workspace.tools.perform(mail).isSuccess)
    }

    @Test func takesAddressesOfOtherScripts() async throws {
        let workspace = try Workspace([.accepted])
        #expect(await workspace.tools.perform(SendEmail.hello(to: "用户@例え.jp")).isSuccess)
    }

    @Test func refusesAMailWithoutASender() async throws {
        let workspace = try Workspace([.accepted], environment: [:])
        let failure = try #require(await workspace.refusal(of: SendEmail.hello))
        #expect(failure.field == "from")
        #expect(failure.message.contains("SENDGRID_FROM_EMAIL"))
    }

    /// The table of the fields that events carry
    /// (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event).
    @Test(
        arguments: [
            "timestamp", "event", "sg_event_id", "sg_message_id", "smtp-id", "category", "type", "reason", "status",
            "response", "attempt", "url", "url_offset", "useragent", "ip", "asm_group_id", "tls", "cert_err", "pool",
            "bounce_classification", "sg_machine_open", "newsletter",
        ]
    )
    func refusesArgumentsThatEventsWouldHide(name: String) async throws {
        let mail = SendEmail.hello.with(\.customArgs, [name: "x"])
        let failure = try await Workspace([]).refusal(of: mail)
        #expect(failure?.field == "custom_args.\(name)")
    }

    @Test func refusesAttachmentsOfMoreThan30Megabytes() async throws {
        let workspace = try Workspace([])
        let content = String(repeating: "AAAA", count: 7_500_001)
        let mail = SendEmail.hello.with(\.attachments, [Attachment(filename: "a", content: content)])
        let failure = try #require(await workspace.refusal(of: mail))
        #expect(failure.field == "attachments")
        #expect(failure.message.contains("30000004 bytes"))
    }

    @Test func refusesABodyOfMoreThan30MegabytesByItsLargestPart() async throws {
        let long = String(repeating: "A", count: 29_999_900)
        var template = SendEmail(to: ["ada@example.com"], templateID: "d-1", templateData: ["a": .string(long)])
        template.attachments = [Attachment(filename: "a", content: "aGk=")]
        let mails = [SendEmail.hello.with(\.html, long), .hello.with(\.text, long).with(\.html, "b"), template]
        let workspace = try Workspace([.accepted])
        for (mail, field) in zip(mails, ["html", "text", "template_data"]) {
            #expect(try #require(await workspace.refusal(of: mail)).field == field)
        }
        let receipt = try await workspace.tools.perform(SendEmailBatch(items: mails + [.hello])).get()
        let fields = [0: "messages[0].html", 1: "messages[1].text", 2: "messages[2].template_data"]
        #expect(receipt.failures.mapValues(\.field) == fields)
        #expect(workspace.transport.sent.count == 1)
    }
}

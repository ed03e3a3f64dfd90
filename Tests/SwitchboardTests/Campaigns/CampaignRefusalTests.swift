import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// What keeps a whole campaign from being sent.
struct CampaignRefusalTests {
    private static let good = "email,name,plan\nada@example.com,Ada,pro\n"

    /// A letter and a list of which one is wrong, and what is said about it.
    static let cases: [(PersonalizedEmail, String, field: String, message: String)] = [
        (.welcome, "email,name,plan\n", "recipients", "recipients: names nobody; give at least one"),
        (
            .welcome, "email,name,plan\nx,y,z\n", "recipients",
            "recipients: has nobody to send to; the first of 1 bad rows, line 2: email is not an email address"
        ),
        (
            .welcome, good + "bob@example.com,Bob,\neve@example.com,Eve,x\nzoe@example.com,,x\n", "plan",
            "plan: stands for nothing here, and text asks for it, for the recipient on line 3; so it is for 1 more;"
        ),
        (.welcome, "email,name\nada@example.com,Ada\n", "plan", "plan: stands for nothing here, and text asks for it"),
        (.welcome, "mail,name\n", "recipients", "recipients: has no column email on line 1; did you mean mail?"),
        (
            .welcome, "email,name,plan\nada@example.com,\"A\nda\",pro\n", "recipients",
            "recipients: has nobody to send to; the first of 1 bad rows, line 2: name contains a line break"
        ),
        (
            .welcome.with(\.subject, "Hi {{plan}}"), "email,name,plan\na@b.io,A,p\nb@b.io,B,\"p\r\nBcc: x@y.io\"\n",
            "subject",
            "subject: rendered contains a line break or another control character; remove it, for the recipient on line 3"
        ),
        (
            .welcome.with(\.text, "a\n{{#plan}}"), good, "text", "text: opens a section that is never closed"
        ),
        (.welcome.with(\.html, "<p>\n{{> x}}"), good, "html", "html: has on line 2 a partial"),
        (.welcome.with(\.subject, nil), good, "subject", "subject: is missing; give one, or a template_id"),
        (.welcome.with(\.text, nil), good, "text", "text: is missing; give text, html or both, or template_id"),
        (.shared.with(\.text, "x"), good, "text", "text: stands beside template_id"),
        (.welcome.with(\.campaignName, ""), good, "campaign_name", "campaign_name: is empty"),
        (
            .welcome.with(\.sendAt, Timestamp(secondsSince1970: 1_780_000_000)), good, "send_at",
            "send_at: lies in the past; leave it out to send at once"
        ),
        (
            .welcome.with(\.sendAt, Timestamp(secondsSince1970: 1_780_000_000 + 72 * 3600 + 1)), good, "send_at",
            "send_at: lies more than 72 hours ahead; the provider keeps the mails until then, and keeps none longer"
        ),
        (
            .welcome.with(\.sendAt, Timestamp(secondsSince1970: 1_780_003_600)).with(\.message, "hi"), good, "message",
            "message: cannot wait for send_at"
        ),
    ]

    @Test(arguments: cases.indices) func sendsNothing(index: Int) async throws {
        let (letter, csv, field, message) = Self.cases[index]
        let room = try Mailroom([])
        let (result, rehearsal) = try await withFile(csv) { path in
            (
                await room.tools.sendPersonalizedEmail(letter, to: .csv(path: path)),
                await room.tools.rehearsePersonalizedEmail(letter, to: .csv(path: path))
            )
        }
        #expect(result.status == .refused)
        #expect(result.failure?.kind == .invalidInput)
        #expect(result.failure?.field == field)
        #expect(result.failure?.message.hasPrefix(message) == true, "\(result.failure?.message ?? "")")
        #expect(rehearsal.failure == result.failure)
        #expect(room.transport.sent.isEmpty && room.audit.entries.isEmpty)
    }

    @Test func listsEveryRecipientThatLacksAName() async throws {
        let room = try Mailroom([])
        let csv = "email,name,plan\na@b.io,A,\nb@b.io,B,x\nnobody,C,x\nd@b.io,D,\n"
        let result = try await withFile(csv) { path in
            await room.tools.sendPersonalizedEmail(.welcome, to: .csv(path: path))
        }
        #expect(result.targeting.unwritable.first.map(\.place) == [.line(2), .line(5)])
        #expect(result.targeting.unwritable.first.map(\.field) == ["plan", "plan"])
        #expect(result.targeting.rejected.first.map(\.place) == [.line(4)])
        let json = try JSONValue(encoding: result)
        #expect(json["success"] == false && json["status"] == "refused" && json["error_kind"] == "invalid_input")
        #expect(json["targeting"]?["problems"]?.array?.compactMap { $0["line"]?.integer } == [2, 5, 4])
    }

    /// What every mail would meet is found out with the first one.
    @Test func saysWhatTheProviderCannotDoBeforeAnythingIsSent() async throws {
        let room = try Mailroom([])
        let letter = PersonalizedEmail.shared.with(\.templateID, "old-1")
        let result = await room.tools.sendPersonalizedEmail(letter, to: .crowd(3))
        #expect(result.failure?.field == "template_data")
        #expect(result.failure?.provider == "sendgrid")
        #expect(room.audit.entries.isEmpty && room.transport.sent.isEmpty)
        let nobody = try Mailroom([], environment: [:])
        let unsent = await nobody.tools.sendPersonalizedEmail(.shared, to: .crowd(3))
        #expect(unsent.failure?.kind == .notConfigured)
        #expect(unsent.status == .failed)
    }

    @Test(arguments: [
        (#"{"campaign_name": "c"}"#, "template_kind: is missing; give one of onboarding, product_update"),
        (#"{"campaign_name": "c", "template_kind": "newsleter"}"#, "template_kind: is not a known value; did you mean"),
        (
            #"{"campaign_name": "c", "template_kind": "custom", "sbject": "x"}"#,
            "sbject: unknown field; did you mean subject?"
        ),
        (#"{"campaign_name": "c", "template_kind": "custom", "send_at": "soon"}"#, "send_at: is not a time"),
        ("nonsense", "the input is not JSON; line 1, column 1"),
    ])
    func aLetterIsReadStrictly(json: String, message: String) throws {
        do throws(Failure) {
            _ = try PersonalizedEmail.decode(json: .init(json.utf8))
            Issue.record("was read")
        } catch {
            #expect(error.message.hasPrefix(message), "\(error.message)")
        }
    }
}

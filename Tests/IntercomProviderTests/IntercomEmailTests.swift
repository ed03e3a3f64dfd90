import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomEmailTests {
    private static let letter = SendEmail(to: ["ada@example.com"], subject: "Hi", html: "<p>hi</p>")

    @Test(arguments: [("<p>hi</p>", nil), (nil, "hi")] as [(String?, String?)])
    func writesToAContactInTheNameOfTheConfiguredAdmin(html: String?, text: String?) async throws {
        let workspace = try Workspace([.found(#"{"id":"c7","role":"user"}"#), .ok(#"{"id":"21"}"#)])
        let action = SendEmail(to: ["ada@example.com"], subject: "Hi", text: text, html: html)
        #expect(try await workspace.tools.perform(action).get().messageID == "21")
        #expect(
            workspace.sent == [
                .search("ada@example.com"),
                .post(
                    "/messages",
                    [
                        "message_type": "email", "subject": "Hi", "body": .string(html ?? text ?? ""),
                        "template": "plain", "from": ["type": "admin", "id": 991],
                        "to": ["type": "user", "id": "c7"],
                    ]
                ),
            ]
        )
    }

    private static let refused: [(String, @Sendable (inout SendEmail) -> Void)] = [
        ("to", { $0.to.append("bob@example.com") }), ("to[0].name", { $0.to[0].name = "Ada" }),
        ("text", { $0.text = "hi" }), ("from", { $0.from = "a@acme.io" }), ("reply_to", { $0.replyTo = "a@acme.io" }),
        ("cc", { $0.cc = ["b@acme.io"] }), ("bcc", { $0.bcc = ["b@acme.io"] }),
        ("template_id", { $0.templateID = "d-1" }),
        ("attachments", { $0.attachments = [Attachment(filename: "a", content: "aGk=")] }),
        ("categories", { $0.categories = ["a"] }), ("custom_args", { $0.customArgs = ["a": "b"] }),
        ("headers", { $0.headers = ["X-A": "b"] }),
        ("send_at", { $0.sendAt = Timestamp(secondsSince1970: 1_780_000_060) }), ("batch_id", { $0.batchID = "b" }),
        ("track_opens", { $0.trackOpens = false }), ("track_clicks", { $0.trackClicks = true }),
        ("unsubscribe_group_id", { $0.unsubscribeGroupID = 1 }), ("sandbox", { $0.sandbox = true }),
    ]

    @Test(arguments: refused.indices)
    func refusesByNameWhatIntercomHasNothingFor(index: Int) async throws {
        let (field, change) = Self.refused[index]
        var letter = Self.letter
        change(&letter)
        let workspace = try Workspace([])
        let failure = await workspace.tools.perform(letter).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == field)
        #expect(workspace.sent.isEmpty)
    }

    @Test func needsAnAdmin() async throws {
        let workspace = try Workspace([], environment: [:])
        let failure = await workspace.tools.perform(Self.letter).failure
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.message.contains("INTERCOM_ADMIN_ID") == true)
        #expect(workspace.sent.isEmpty)
    }

    @Test func writesToNobodyWhoIsNoContact() async throws {
        let workspace = try Workspace([.found()])
        #expect(await workspace.tools.perform(Self.letter).failure?.kind == .notFound)
    }
}

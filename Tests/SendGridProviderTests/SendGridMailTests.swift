import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct SendGridMailTests {
    @Test func sendsTextBeforeHTML() async throws {
        let workspace = try Workspace([.accepted("abc")])
        let mail = SendEmail(
            to: [Address("ada@example.com", name: "Ada")],
            subject: "Hi",
            text: " hi, \"Ada\"\n",
            html: "<p>hi</p>"
        )
        #expect(try await workspace.tools.perform(mail).get().messageID == "abc")
        #expect(
            workspace.sent == [
                Sent(
                    "POST",
                    "/v3/mail/send",
                    [
                        "personalizations": [["to": [["email": "ada@example.com", "name": "Ada"]]]],
                        "from": ["email": "care@acme.io", "name": "Acme"],
                        "subject": "Hi",
                        "content": [
                            ["type": "text/plain", "value": " hi, \"Ada\"\n"],
                            ["type": "text/html", "value": "<p>hi</p>"],
                        ],
                        "custom_args": ["switchboard_action_id": workspace.actionID],
                    ]
                )
            ]
        )
    }

    @Test func sendsEverythingThatAMailCanHave() async throws {
        let workspace = try Workspace([.accepted])
        var mail = SendEmail.hello.with(\.from, Address("news@acme.io", name: "News"))
        mail.replyTo = "help@acme.io"
        mail.cc = ["bob@example.com"]
        mail.bcc = [Address("eve@example.com", name: "Eve")]
        mail.attachments = [
            Attachment(filename: "a.txt", content: "aGk=", type: "text/plain"),
            Attachment(filename: "logo.png", content: "aGk=", contentID: "logo"),
        ]
        mail.categories = ["welcome", "q4"]
        mail.customArgs = ["campaign": "c-1"]
        mail.headers = ["X-Campaign": "c-1"]
        mail.sendAt = Timestamp(microsecondsSince1970: 1_780_003_600_999_999)
        mail.batchID = "b1"
        mail.trackOpens = true
        mail.trackClicks = false
        mail.unsubscribeGroupID = 103
        mail.sandbox = true
        _ = try await workspace.tools.perform(mail).get()
        #expect(
            workspace.bodies == [
                [
                    "personalizations": [
                        [
                            "to": [["email": "ada@example.com"]], "cc": [["email": "bob@example.com"]],
                            "bcc": [["email": "eve@example.com", "name": "Eve"]],
                        ]
                    ],
                    "from": ["email": "news@acme.io", "name": "News"],
                    "reply_to": ["email": "help@acme.io"],
                    "subject": "Hi",
                    "content": [["type": "text/plain", "value": "hello"]],
                    "attachments": [
                        [
                            "content": "aGk=", "filename": "a.txt", "type": "text/plain", "disposition": "attachment",
                        ],
                        ["content": "aGk=", "filename": "logo.png", "disposition": "inline", "content_id": "logo"],
                    ],
                    "categories": ["welcome", "q4"],
                    "custom_args": ["campaign": "c-1", "switchboard_action_id": workspace.actionID],
                    "headers": ["X-Campaign": "c-1"],
                    "send_at": 1_780_003_600,
                    "batch_id": "b1",
                    "asm": ["group_id": 103],
                    "mail_settings": ["sandbox_mode": ["enable": true]],
                    "tracking_settings": ["click_tracking": ["enable": false], "open_tracking": ["enable": true]],
                ]
            ]
        )
    }

    @Test func putsTemplateDataInsideThePersonalization() async throws {
        let workspace = try Workspace([.accepted])
        let mail = SendEmail(
            to: ["ada@example.com"],
            templateID: "d-0123",
            templateData: ["order": ["total": 3, "items": ["a", .null]]]
        )
        _ = try await workspace.tools.perform(mail).get()
        let body = try #require(workspace.bodies.first)
        #expect(body["template_id"] == "d-0123")
        #expect(
            body["personalizations"] == [
                [
                    "to": [["email": "ada@example.com"]],
                    "dynamic_template_data": ["order": ["total": 3, "items": ["a", .null]]],
                ]
            ]
        )
        #expect(body["subject"] == nil)
        #expect(body["content"] == nil)
    }

    @Test func sendsALegacyTemplateWithoutData() async throws {
        let workspace = try Workspace([.accepted])
        let id = "0f3ae6a8-5a41-4d3f-9a0a-0f6f6c9f5b11"
        _ = try await workspace.tools.perform(SendEmail(to: ["ada@example.com"], templateID: id)).get()
        #expect(workspace.bodies.first?["template_id"] == .string(id))
    }

    @Test func hasNoMessageIDInSandboxMode() async throws {
        let workspace = try Workspace([.respond(200)])
        let outcome = await workspace.tools.perform(SendEmail.hello.with(\.sandbox, true))
        #expect(outcome.isSuccess)
        #expect(try outcome.get().messageID == nil)
        let json = try JSONValue(encoding: outcome)
        #expect(json.object?.keys.contains("message_id") == false)
    }

    @Test func leavesOutEmptyLists() async throws {
        let workspace = try Workspace([.accepted])
        var mail = SendEmail.hello.with(\.cc, [])
        mail.bcc = []
        mail.attachments = []
        mail.categories = []
        mail.headers = [:]
        mail.customArgs = [:]
        mail.sandbox = false
        _ = try await workspace.tools.perform(mail).get()
        let names = try #require(workspace.bodies.first?.object?.keys)
        #expect(Set(names) == ["personalizations", "from", "subject", "content", "custom_args"])
    }

    @Test(
        arguments: [
            (["SENDGRID_FROM_EMAIL": "care@acme.io"], ["email": "care@acme.io"]),
            (["SENDGRID_FROM_EMAIL": "a@b.io", "SENDGRID_FROM_NAME": "A"], ["email": "a@b.io", "name": "A"]),
        ] as [([String: String], JSONValue)]
    )
    func writesInTheNameOfTheConfiguredSender(environment: [String: String], sender: JSONValue) async throws {
        let workspace = try Workspace([.accepted], environment: environment)
        _ = try await workspace.tools.perform(SendEmail.hello).get()
        #expect(workspace.bodies.first?["from"] == sender)
    }

    @Test func recordsTheMessageAndWhoGotIt() async throws {
        let workspace = try Workspace([.accepted("abc")])
        let mail = SendEmail.hello.with(\.cc, ["bob@example.com"]).with(\.categories, ["welcome"])
        _ = await workspace.tools.perform(mail)
        #expect(workspace.audit.outcomes.map(\.reference) == ["abc"])
        let intent = try #require(workspace.audit.intents.first)
        #expect(intent.people == [Person(email: "ada@example.com"), Person(email: "bob@example.com")])
        #expect(intent.fields == ["subject": ["bytes": 2], "text": ["bytes": 5], "categories": ["welcome"]])
    }
}

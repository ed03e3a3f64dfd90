import SwitchboardCore
import Testing

@Suite struct SendGridMailTests {
    @Test func takesAMailAndKeepsIt() async throws {
        try await withSandbox { client in
            let arguments: JSONValue = ["switchboard_action_id": "a-1"]
            let mail = JSONValue.mail(to: "ada@example.com", ["custom_args": arguments])
            let answer = try await client.sendgrid("POST", "/mail/send", mail)
            #expect(answer.status == 202)
            #expect(answer.body.isEmpty)
            let held = try await client.held("mails", by: "sendgrid")
            #expect(held.count == 1)
            #expect(held[0]["message_id"]?.string == answer.headers["x-message-id"])
            #expect(held[0]["request"] == mail)
            #expect(try await client.events(ofMail: 0) == ["delivered"])
        }
    }

    @Test func givesEachMailAnIDOfItsOwn() async throws {
        try await withSandbox { client in
            let ids = [try await client.sendMail(to: "a@b.io"), try await client.sendMail(to: "a@b.io")]
            #expect(Set(ids).count == 2)
            #expect(try await client.held("mails", by: "sendgrid").count == 2)
        }
    }

    @Test func onlyChecksInSandboxMode() async throws {
        try await withSandbox { client in
            let settings: JSONValue = ["sandbox_mode": ["enable": true]]
            let answer = try await client.sendgrid(
                "POST",
                "/mail/send",
                .mail(to: "a@b.io", ["mail_settings": settings])
            )
            #expect(answer.status == 200)
            #expect(answer.headers["x-message-id"] == nil)
            #expect(try await client.held("mails", by: "sendgrid").isEmpty)
            let wrong = JSONValue.mail(to: "a@b.io", ["mail_settings": settings, "subject": .null])
            #expect(try await client.sendgrid("POST", "/mail/send", wrong).status == 400)
        }
    }

    @Test func deliversEachPersonalizationByItself() async throws {
        try await withSandbox { client in
            let personalizations: JSONValue = [
                ["to": [["email": "a@b.io"]], "cc": [["email": "c@b.io"]], "bcc": [["email": "bounce@b.io"]]],
                ["to": [["email": "a@b.io"], ["email": "spam+1@b.io"]], "subject": "Other"],
            ]
            _ = try await client.sendMail(to: "", ["personalizations": personalizations])
            let events = try await client.events(ofMail: 0)
            #expect(events == ["delivered", "delivered", "bounce", "delivered", "spamreport"])
        }
    }

    @Test func listsEveryProblemAtOnce() async throws {
        try await withSandbox { client in
            let answer = try await client.sendgrid("POST", "/mail/send", ["personalizations": [["to": []]], "foo": 1])
            #expect(answer.status == 400)
            #expect(Set(answer.errorFields) == ["from", "foo", "personalizations.0.to", "subject", "content"])
            let errors = try #require(answer.json?["errors"]?.array)
            for error in errors {
                #expect(Set(error.object?.keys ?? [:].keys) == ["message", "field", "help"])
                #expect(error["help"]?.string?.contains("#message.") == true)
            }
        }
    }

    @Test func refusesAMailAboveThirtyMegabytes() async throws {
        try await withSandbox { client in
            let headers = SandboxClient.sendgridHeaders
            let body = [UInt8](repeating: 32, count: 30 * 1024 * 1024 + 1)
            let answer = try await client.send("POST", "/sendgrid/v3/mail/send", body: body, headers: headers)
            #expect(answer.status == 413)
            #expect(answer.errorMessage == "content too large")
        }
    }
}

import SwitchboardCore
import Testing

@Suite struct SendGridMailRuleTests {
    private static func envelope(_ members: [String: JSONValue]) -> JSONValue {
        [.object(members.merging(["to": [["email": "a@b.io"]]]) { own, _ in own })]
    }

    /// What each rule refuses, and the field that it names.
    private static let refused: [(members: [String: JSONValue], field: String)] = [
        (["personalizations": []], "personalizations"),
        (["personalizations": ["x"]], "personalizations.0"),
        (["personalizations": envelope(["to": [["email": "nobody"]]])], "personalizations.0.to.0.email"),
        (["personalizations": envelope(["to": [["name": "Ada"]]])], "personalizations.0.to.0.email"),
        (["personalizations": envelope(["cc": [["email": "A@b.io"]]])], "personalizations.0.cc.0"),
        (
            ["personalizations": envelope(["cc": [["email": "c@b.io"]], "bcc": [["email": "c@b.io"]]])],
            "personalizations.0.bcc.0"
        ),
        (["personalizations": envelope(["from": ["email": "x@other.io"]])], "personalizations.0.from.email"),
        (["personalizations": envelope(["subject": ""])], "personalizations.0.subject"),
        (["personalizations": envelope(["custom_args": ["id": 1]])], "personalizations.0.custom_args.id"),
        (["personalizations": envelope(["headers": ["To": "x"]])], "personalizations.0.headers.To"),
        (["personalizations": envelope(["send_at": 1_700_259_201])], "personalizations.0.send_at"),
        (
            ["personalizations": envelope(["dynamic_template_data": ["a": 1]])],
            "personalizations.0.dynamic_template_data"
        ),
        (
            ["template_id": "d-1", "personalizations": envelope(["substitutions": ["a": "b"]])],
            "personalizations.0.substitutions"
        ),
        (["from": .null], "from"), (["from": ["email": "x@y.io", "phone": "1"]], "from.phone"),
        (["subject": .null], "subject"), (["subject": ""], "subject"),
        (["content": .null], "content"), (["content": []], "content"),
        (["content": [["type": "text/plain", "value": ""]]], "content.0.value"),
        (["content": [["type": "text/html;x", "value": "x"]]], "content.0.type"),
        (
            ["content": [["type": "text/html", "value": "x"], ["type": "text/plain", "value": "x"]]],
            "content"
        ),
        (["reply_to": ["email": "x@y.io"], "reply_to_list": [["email": "x@y.io"]]], "reply_to_list"),
        (["dynamic_template_data": ["a": 1]], "dynamic_template_data"),
        (["custom_args": ["id": 1]], "custom_args.id"),
        (["custom_args": ["id": .string(String(repeating: "x", count: 10_000))]], "custom_args"),
        (["categories": ["a", "a"]], "categories"), (["categories": [1]], "categories.0"),
        (["categories": .array((0...10).map { .string("\($0)") })], "categories"),
        (["categories": [.string(String(repeating: "x", count: 256))]], "categories.0"),
        (["headers": ["x-sg-id": "x"]], "headers.x-sg-id"), (["headers": ["a b": "x"]], "headers.a b"),
        (["send_at": 1_700_259_201], "send_at"), (["send_at": "soon"], "send_at"),
        (["batch_id": "unknown"], "batch_id"),
        (["attachments": [["content": "###", "filename": "a.txt"]]], "attachments.0.content"),
        (["attachments": [["content": "YQ=="]]], "attachments.0.filename"),
        (
            ["attachments": [["content": "YQ==", "filename": "a", "disposition": "shown"]]],
            "attachments.0.disposition"
        ),
        (["ip_pool_name": "x"], "ip_pool_name"), (["asm": ["groups_to_display": [1]]], "asm.group_id"),
        (["mail_settings": ["sandbox_mode": [:]]], "mail_settings.sandbox_mode.enable"),
        (
            [
                "mail_settings": [
                    "bypass_list_management": ["enable": true], "bypass_spam_management": ["enable": true],
                ]
            ],
            "mail_settings.bypass_list_management"
        ),
        (["tracking_settings": ["open_tracking": ["enable": "yes"]]], "tracking_settings.open_tracking.enable"),
    ]

    @Test(arguments: refused.indices)
    func refuses(index: Int) async throws {
        let (members, field) = Self.refused[index]
        try await withSandbox(time: StandingTime().source) { client in
            let answer = try await client.sendgrid("POST", "/mail/send", .mail(to: "a@b.io", members))
            #expect(answer.status == 400, "\(members)")
            #expect(answer.errorFields == [field], "\(members)")
            #expect(try await client.held("mails", by: "sendgrid").isEmpty)
        }
    }

    /// What stands just inside the rules.
    private static let accepted: [[String: JSONValue]] = [
        ["subject": .null, "personalizations": envelope(["subject": "x"])],
        ["subject": .null, "content": .null, "template_id": "d-1"],
        ["template_id": "d-1", "personalizations": envelope(["dynamic_template_data": ["a": [1, ["b": .null]]]])],
        ["template_id": "old", "personalizations": envelope(["substitutions": ["-a-": "b"]])],
        ["personalizations": envelope(["from": ["email": "sales@EXAMPLE.com"]])],
        ["send_at": 1_700_259_200], ["send_at": 1_600_000_000],
        ["content": [["type": "text/plain", "value": "x"], ["type": "text/html", "value": "x"]]],
        ["categories": .array((0..<10).map { .string("\($0)") })], ["headers": ["X-Custom": "x"]],
        ["reply_to_list": [["email": "x@y.io"], ["email": "z@y.io"]]],
        ["attachments": [["content": "YQ==", "filename": "a.txt", "type": "text/plain", "disposition": "attachment"]]],
    ]

    @Test(arguments: accepted)
    func accepts(members: [String: JSONValue]) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let answer = try await client.sendgrid("POST", "/mail/send", .mail(to: "a@b.io", members))
            #expect(answer.status == 202, "\(answer.text)")
        }
    }

    @Test(arguments: [(1000, 202), (1001, 400)])
    func countsTheRecipientsOfAllPersonalizations(count: Int, status: Int) async throws {
        try await withSandbox { client in
            let addresses = (0..<count).map { JSONValue.object(["email": .string("u\($0)@b.io")]) }
            let personalizations: JSONValue = [
                ["to": .array(Array(addresses[..<400])), "cc": .array(Array(addresses[400..<600]))],
                ["to": .array(Array(addresses[600...]))],
            ]
            let mail = JSONValue.mail(to: "", ["personalizations": personalizations])
            let answer = try await client.sendgrid("POST", "/mail/send", mail)
            #expect(answer.status == status)
            #expect(answer.errorFields == (status == 202 ? [] : ["personalizations"]))
        }
    }

    @Test func takesAThousandPersonalizationsAndNoMore() async throws {
        try await withSandbox { client in
            for (count, status) in [(1000, 202), (1001, 400)] {
                let list = (0..<count).map { JSONValue.object(["to": [["email": .string("u\($0)@b.io")]]]) }
                let mail = JSONValue.mail(to: "", ["personalizations": .array(list)])
                let answer = try await client.sendgrid("POST", "/mail/send", mail)
                #expect(answer.status == status)
            }
        }
    }
}

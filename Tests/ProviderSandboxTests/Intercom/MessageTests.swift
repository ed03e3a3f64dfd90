import SwitchboardCore
import Testing

@Suite struct MessageTests {
    private static func message(to contact: String, with changes: [String: JSONValue] = [:]) -> JSONValue {
        let whole: [String: JSONValue] = [
            "message_type": "in_app",
            "body": "Hello",
            "from": ["type": "admin", "id": 991_267_583],
            "to": ["type": "user", "id": .string(contact)],
        ]
        return .object(whole.merging(changes) { _, new in new })
    }

    @Test func sendsAndKeepsAMessage() async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser()
            let answer = try await client.intercom("POST", "/messages", Self.message(to: contact)).json
            #expect(answer?["type"] == "admin_message")
            #expect(answer?["message_type"] == "inapp")
            #expect(answer?["owner"]?["id"] == "991267583")
            let held = try await client.held("messages")
            #expect(held.map { $0["id"] } == [answer?["id"]])
            #expect(held.first?["to"] == [.string(contact)])
        }
    }

    @Test func sendsAnEmailToSeveral() async throws {
        try await withSandbox { client in
            let one = try await client.makeUser(email: "1@example.com")
            let two = try await client.makeUser(email: "2@example.com")
            let changes: [String: JSONValue] = [
                "message_type": "email", "subject": "News", "template": "plain",
                "to": [["type": "user", "id": .string(one)]], "cc": ["type": "lead", "id": .string(two)],
            ]
            let answer = try await client.intercom("POST", "/messages", Self.message(to: one, with: changes)).json
            #expect(answer?["message_type"] == "email")
            #expect(answer?["subject"] == "News")
            #expect(try await client.held("messages").first?["to"] == [.string(one), .string(two)])
        }
    }

    @Test(
        arguments: [
            (["message_type": "inapp"], 400, "parameter_invalid"),
            (["message_type": .null], 400, "parameter_not_found"),
            (["body": ""], 400, "parameter_invalid"),
            (["from": .null], 400, "parameter_not_found"),
            (["from": ["type": "user", "id": 991_267_583]], 400, "parameter_invalid"),
            (["from": ["type": "admin", "id": "991267583"]], 400, "type_mismatch"),
            (["from": ["type": "admin", "id": 7]], 404, "not_found"),
            (["to": .null], 400, "parameter_not_found"),
            (["to": []], 400, "parameter_not_found"),
            (["to": ["type": "user", "email": "ada@example.com"]], 400, "parameter_invalid"),
            (["to": ["type": "user", "id": "nobody"]], 404, "not_found"),
            (["to": ["type": "contact", "id": "nobody"]], 400, "parameter_invalid"),
            (["message_type": "email", "template": "plain"], 422, "parameter_not_found"),
            (["message_type": "email", "subject": "s"], 400, "parameter_not_found"),
            (["message_type": "email", "subject": "s", "template": "fancy"], 400, "parameter_invalid"),
            (["create_conversation_without_contact_reply": "yes"], 400, "type_mismatch"),
            (["priority": "high"], 400, "parameter_invalid"),
        ] as [([String: JSONValue], Int, String)]
    )
    func refusesWrongMessages(changes: [String: JSONValue], status: Int, code: String) async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser()
            let answer = try await client.intercom("POST", "/messages", Self.message(to: contact, with: changes))
            #expect(answer.status == status)
            #expect(answer.errorCode == code)
            #expect(try await client.held("messages").isEmpty)
        }
    }
}

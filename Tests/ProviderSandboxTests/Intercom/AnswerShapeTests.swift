import SwitchboardCore
import Testing

/// What a member of an answer holds.
private enum Shape: Sendable {
    case string
    case integer
    case boolean
    case word(String)
    case object(type: String?)
    case list(of: String)
    case nullOr([Shape])

    func fits(_ value: JSONValue?) -> Bool {
        switch (self, value) {
        case (.string, .string), (.integer, .integer), (.boolean, .bool), (.nullOr, .null): true
        case (.word(let word), .string(let text)): text == word
        case (.object(let type), .object(let members)): type == nil || members["type"]?.string == type
        case (.list(let type), .object(let members)): Self.isList(members, of: type)
        case (.nullOr(let shapes), _): shapes.contains { $0.fits(value) }
        default: false
        }
    }

    /// A list inside a contact: at most ten references, and what tells where the others are.
    private static func isList(_ members: [String: JSONValue], of type: String) -> Bool {
        guard let data = members["data"]?.array, data.count <= 10 else { return false }
        return Set(members.keys) == ["type", "data", "url", "total_count", "has_more"] && members["type"] == "list"
            && data.allSatisfy { $0["type"]?.string == type && $0["id"]?.string != nil }
    }
}

/// The members that every answer has, by Intercom's description of its API 2.14.
@Suite struct AnswerShapeTests {
    private static let contact: [String: Shape] = [
        "type": .word("contact"), "id": .string, "workspace_id": .string, "external_id": .nullOr([.string]),
        "role": .string, "email": .nullOr([.string]), "phone": .nullOr([.string]), "name": .nullOr([.string]),
        "owner_id": .nullOr([.integer]), "has_hard_bounced": .boolean, "marked_email_as_spam": .boolean,
        "unsubscribed_from_emails": .boolean, "created_at": .integer, "updated_at": .integer,
        "signed_up_at": .nullOr([.integer]), "last_seen_at": .nullOr([.integer]),
        "custom_attributes": .object(type: nil),
        "tags": .list(of: "tag"), "notes": .list(of: "note"), "companies": .list(of: "company"),
        "location": .object(type: "location"), "social_profiles": .object(type: "list"),
    ]

    private func expect(
        _ value: JSONValue?,
        _ shapes: [String: Shape],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) where !shape.fits(value?[name]) {
            let found = value?[name].map { String(decoding: $0.serialized(), as: UTF8.self) } ?? "nothing"
            Issue.record("\(name) is \(found), not \(shape)", sourceLocation: sourceLocation)
        }
    }

    @Test func answersWithWholeContacts() async throws {
        try await withSandbox { client in
            let id = try await client.makeUser(externalID: "u1")
            for number in 0..<11 {
                let tag = try await client.makeTag("tag \(number)")
                _ = try await client.intercom("POST", "/contacts/\(id)/tags", ["id": .string(tag)])
            }
            for path in ["/contacts/\(id)", "/contacts/find_by_external_id/u1"] {
                let contact = try await client.intercom("GET", path).json
                expect(contact, Self.contact)
                #expect(contact?["tags"]?["has_more"] == true)
                #expect(contact?["tags"]?["total_count"] == 11)
            }
            expect(try await client.intercom("PUT", "/contacts/\(id)", ["name": "Ada"]).json, Self.contact)
            let query: JSONValue = ["query": ["field": "email", "operator": "=", "value": "ada@example.com"]]
            let found = try await client.intercom("POST", "/contacts/search", query).json
            expect(found, ["type": .word("list"), "total_count": .integer, "pages": .object(type: "pages")])
            expect(found?["data"]?.array?.first, Self.contact)
        }
    }

    @Test func answersWithAMessage() async throws {
        try await withSandbox { client in
            let id = try await client.makeUser()
            let shape: [String: Shape] = [
                "type": .string, "id": .string, "created_at": .integer, "body": .word("Hello"),
                "owner": .object(type: "admin"),
            ]
            var body: [String: JSONValue] = [
                "message_type": "in_app", "body": "Hello", "from": ["type": "admin", "id": 991_267_583],
                "to": ["type": "user", "id": .string(id)],
            ]
            let inProduct = try await client.intercom("POST", "/messages", .object(body)).json
            expect(inProduct, shape.merging(["message_type": .word("inapp")]) { $1 })
            body.merge(["message_type": "email", "subject": "Hi", "template": "plain"]) { $1 }
            let email = try await client.intercom("POST", "/messages", .object(body)).json
            expect(email, shape.merging(["message_type": .word("email"), "subject": .word("Hi")]) { $1 })
        }
    }

    @Test func answersWithANoteAndATag() async throws {
        try await withSandbox { client in
            let id = try await client.makeUser()
            let note = try await client.intercom(
                "POST",
                "/contacts/\(id)/notes",
                ["body": "x", "admin_id": "991267583"]
            )
            expect(
                note.json,
                [
                    "id": .string, "created_at": .integer, "contact": .object(type: nil),
                    "author": .object(type: "admin"),
                    "body": .string,
                ]
            )
            #expect(note.json?["contact"]?["id"]?.string == id)
            let tag = try await client.intercom("POST", "/tags", ["name": "vip"])
            let shape: [String: Shape] = ["type": .word("tag"), "id": .string, "name": .word("vip")]
            expect(tag.json, shape)
            let tagID = try #require(tag.json?["id"])
            expect(try await client.intercom("POST", "/contacts/\(id)/tags", ["id": tagID]).json, shape)
            let all = try await client.intercom("GET", "/contacts/\(id)/tags").json
            expect(all, ["type": .word("list")])
            expect(all?["data"]?.array?.first, shape)
            expect(try await client.intercom("DELETE", "/contacts/\(id)/tags/\(tagID.string ?? "")").json, shape)
        }
    }

    @Test func answersWithNothingToAnEvent() async throws {
        try await withSandbox { client in
            _ = try await client.makeUser(externalID: "u1")
            let event: JSONValue = ["event_name": "x", "created_at": 1_780_000_000, "user_id": "u1"]
            let answer = try await client.intercom("POST", "/events", event)
            #expect(answer.status == 202)
            #expect(answer.text.isEmpty)
        }
    }

    @Test func answersWithAdmins() async throws {
        try await withSandbox { client in
            let me = try await client.intercom("GET", "/me").json
            expect(me, ["type": .word("admin"), "id": .string, "email": .string, "app": .object(type: "app")])
            #expect(me?["app"]?["region"]?.string == "US")
            let list = try await client.intercom("GET", "/admins").json
            expect(list, ["type": .word("admin.list")])
            expect(list?["admins"]?.array?.first, ["type": .word("admin"), "id": .string, "name": .string])
        }
    }

    @Test func answersWithAListOfErrors() async throws {
        try await withSandbox { client in
            let answer = try await client.intercom("GET", "/contacts/5f7f0d217289f8d2f4262080")
            #expect(answer.status == 404)
            expect(answer.json, ["type": .word("error.list"), "request_id": .nullOr([.string])])
            expect(answer.json?["errors"]?.array?.first, ["code": .string, "message": .string])
            let names = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"]
            #expect(names.allSatisfy { Int(answer.headers[$0] ?? "") != nil })
            let nobody = try await client.send("GET", "/intercom/me", body: [], headers: ["Accept": "application/json"])
            #expect(nobody.status == 401)
            #expect(names.allSatisfy { nobody.headers[$0] == nil })
        }
    }

    @Test func answersWithWhatIsGone() async throws {
        try await withSandbox { client in
            let id = try await client.makeUser()
            let deleted = try await client.intercom("DELETE", "/contacts/\(id)").json
            expect(deleted, ["type": .word("contact"), "id": .word(id), "deleted": .boolean])
        }
    }
}

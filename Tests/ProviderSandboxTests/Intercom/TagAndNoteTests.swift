import SwitchboardCore
import Testing

@Suite struct TagAndNoteTests {
    @Test func tagsAndUntagsAContact() async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser()
            let tag = try await client.makeTag("VIP")
            for _ in 1...2 {
                let attached = try await client.intercom("POST", "/contacts/\(contact)/tags", ["id": .string(tag)])
                #expect(attached.json?["name"] == "VIP")
            }
            let list = try await client.intercom("GET", "/contacts/\(contact)/tags").json?["data"]?.array
            #expect(list?.map { $0["id"]?.string } == [tag])
            let tags = try await client.intercom("GET", "/contacts/\(contact)").json?["tags"]
            #expect(tags?["total_count"] == 1)
            let detached = try await client.intercom("DELETE", "/contacts/\(contact)/tags/\(tag)")
            #expect(detached.json == ["type": "tag", "id": .string(tag), "name": "VIP"])
            #expect(try await client.intercom("GET", "/contacts/\(contact)/tags").json?["data"] == [])
            #expect(try await client.intercom("DELETE", "/contacts/\(contact)/tags/\(tag)").status == 404)
        }
    }

    @Test func findsATagWhateverItsCase() async throws {
        try await withSandbox { client in
            let id = try await client.makeTag("VIP")
            let again = try await client.intercom("POST", "/tags", ["name": "vip"])
            #expect(again.json == ["type": "tag", "id": .string(id), "name": "VIP"])
            #expect(try await client.intercom("GET", "/tags").json?["data"]?.array?.count == 1)
        }
    }

    @Test func showsTenTagsOfAContactWithTheTotal() async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser()
            for number in 1...11 {
                let tag = try await client.makeTag("tag \(number)")
                _ = try await client.intercom("POST", "/contacts/\(contact)/tags", ["id": .string(tag)])
            }
            let tags = try await client.intercom("GET", "/contacts/\(contact)").json?["tags"]
            #expect(tags?["data"]?.array?.count == 10)
            #expect(tags?["total_count"] == 11)
            #expect(tags?["has_more"] == true)
            #expect(try await client.intercom("GET", "/contacts/\(contact)/tags").json?["data"]?.array?.count == 11)
        }
    }

    @Test func notesOnAContact() async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser()
            let body: JSONValue = ["body": "Hello", "admin_id": "814860"]
            let note = try await client.intercom("POST", "/contacts/\(contact)/notes", body).json
            #expect(note?["body"] == "<p>Hello</p>")
            #expect(note?["author"]?["name"] == "Wash Hoban")
            #expect(note?["contact"]?["id"]?.string == contact)
            let notes = try await client.intercom("GET", "/contacts/\(contact)").json?["notes"]
            #expect(notes?["total_count"] == 1)
            #expect(notes?["data"]?.array?.first?["id"] == note?["id"])
        }
    }

    @Test(
        arguments: [
            ("/tags", ["name": ""], 400, "parameter_invalid"),
            ("/tags", ["name": "a", "colour": "red"], 400, "parameter_invalid"),
            ("/contacts/ID/tags", [:], 400, "parameter_not_found"),
            ("/contacts/ID/tags", ["id": "7"], 404, "not_found"),
            ("/contacts/nobody/tags", ["id": "TAG"], 404, "not_found"),
            ("/contacts/ID/notes", ["admin_id": 814_860], 400, "parameter_not_found"),
            ("/contacts/ID/notes", ["body": "x", "admin_id": 7], 404, "not_found"),
            ("/contacts/ID/notes", ["body": "x", "admin_id": true], 400, "type_mismatch"),
            ("/contacts/ID/notes", ["body": "x", "user": ["id": "y"]], 400, "parameter_invalid"),
            ("/contacts/nobody/notes", ["body": "x"], 404, "not_found"),
        ] as [(String, JSONValue, Int, String)]
    )
    func refusesWrongTagsAndNotes(path: String, body: JSONValue, status: Int, code: String) async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser()
            let parts = path.split(separator: "/").map { $0 == "ID" ? contact : String($0) }
            let answer = try await client.intercom("POST", "/" + parts.joined(separator: "/"), body)
            #expect(answer.status == status)
            #expect(answer.errorCode == code)
            #expect(try await client.held("notes").isEmpty)
        }
    }
}

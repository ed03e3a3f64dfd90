import SwitchboardCore
import Testing

@Suite struct ContactTests {
    @Test func findsACreatedContactByEveryWay() async throws {
        try await withSandbox { client in
            let id = try await client.makeUser(email: "Ada@Example.com", externalID: "u/1 ä")
            #expect(id.count == 24 && id.allSatisfy(\.isHexDigit))
            #expect(try await client.intercom("GET", "/contacts/\(id)").json?["email"] == "Ada@Example.com")
            let path = "/contacts/find_by_external_id/u%2F1%20%C3%A4"
            #expect(try await client.intercom("GET", path).json?["id"]?.string == id)
            let query: JSONValue = ["query": ["field": "email", "operator": "=", "value": "ada@example.com"]]
            let found = try await client.intercom("POST", "/contacts/search", query)
            #expect(found.json?["total_count"] == 1)
            #expect(found.json?["data"]?.array?.first?["id"]?.string == id)
        }
    }

    @Test func updatesWhatIsNamedAndClearsWithNull() async throws {
        try await withSandbox { client in
            let id = try await client.makeUser(externalID: "u1")
            let first: JSONValue = ["name": "Ada", "phone": "+4930", "custom_attributes": ["plan": "pro", "seats": 3]]
            #expect(try await client.intercom("PUT", "/contacts/\(id)", first).status == 200)
            let second: JSONValue = ["phone": .null, "custom_attributes": ["seats": .null]]
            let contact = try await client.intercom("PUT", "/contacts/\(id)", second).json
            #expect(contact?["name"] == "Ada")
            #expect(contact?["phone"] == .null)
            #expect(contact?["external_id"] == "u1")
            #expect(contact?["custom_attributes"] == ["plan": "pro"])
        }
    }

    @Test func deletesForGood() async throws {
        try await withSandbox { client in
            let id = try await client.makeUser(externalID: "u1")
            let deleted = try await client.intercom("DELETE", "/contacts/\(id)").json
            #expect(deleted == ["type": "contact", "id": .string(id), "external_id": "u1", "deleted": true])
            #expect(try await client.intercom("GET", "/contacts/\(id)").errorMessage == "User Not Found")
            #expect(try await client.intercom("DELETE", "/contacts/\(id)").status == 404)
            #expect(try await client.makeUser(externalID: "u1") != id)
        }
    }

    @Test(
        arguments: [
            ["email": "ADA@example.com"], ["external_id": "u1"], ["external_id": "u1", "role": "lead"],
        ] as [JSONValue]
    )
    func refusesADuplicateWithTheIDOfTheOther(body: JSONValue) async throws {
        try await withSandbox { client in
            let id = try await client.makeUser(externalID: "u1")
            let answer = try await client.intercom("POST", "/contacts", body)
            #expect(answer.status == 409)
            #expect(answer.errorCode == "conflict")
            #expect(answer.errorMessage == "A contact matching those details already exists with id=\(id)")
            #expect(try await client.held("contacts").count == 1)
        }
    }

    @Test func refusesAnUpdateToTheDetailsOfAnother() async throws {
        try await withSandbox { client in
            _ = try await client.makeUser(email: "ada@example.com")
            let other = try await client.makeUser(email: "bob@example.com")
            let body: JSONValue = ["email": "ada@example.com"]
            #expect(try await client.intercom("PUT", "/contacts/\(other)", body).status == 409)
            let own: JSONValue = ["email": "bob@example.com"]
            #expect(try await client.intercom("PUT", "/contacts/\(other)", own).status == 200)
        }
    }

    @Test func letsLeadsShareAnEmail() async throws {
        try await withSandbox { client in
            _ = try await client.makeUser()
            let lead: JSONValue = ["email": "ada@example.com", "role": "lead"]
            #expect(try await client.intercom("POST", "/contacts", lead).json?["role"] == "lead")
        }
    }

    @Test(
        arguments: [
            ([:], "parameter_not_found"),
            (["name": "nobody"], "parameter_not_found"),
            (["email": "no address"], "parameter_invalid"),
            (["email": 7], "type_mismatch"),
            (["email": "a@b.c", "role": "admin"], "parameter_invalid"),
            (["email": "a@b.c", "nickname": "a"], "parameter_invalid"),
            (["email": "a@b.c", "owner_id": "7"], "type_mismatch"),
            (["email": "a@b.c", "avatar": "picture.png"], "parameter_invalid"),
            (["email": "a@b.c", "unsubscribed_from_emails": "no"], "type_mismatch"),
            (["email": "a@b.c", "signed_up_at": 1_700_000_000_000], "parameter_invalid"),
            (["email": "a@b.c", "custom_attributes": ["deep": ["a": 1]]], "type_mismatch"),
        ] as [(JSONValue, String)]
    )
    func refusesWrongContacts(body: JSONValue, code: String) async throws {
        try await withSandbox { client in
            let answer = try await client.intercom("POST", "/contacts", body)
            #expect(answer.status == 400)
            #expect(answer.errorCode == code)
            #expect(try await client.held("contacts").isEmpty)
        }
    }
}

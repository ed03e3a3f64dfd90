import SwitchboardCore
import Testing

@Suite struct SendGridSuppressionTests {
    @Test(arguments: [
        ("bounce", "bounces", "bounce", "dropped"), ("block+1", "blocks", "blocked", "blocked"),
        ("Invalid", "invalid_emails", "invalid", "dropped"), ("spam", "spam_reports", "spamreport", "dropped"),
    ])
    func somePeopleMakeListsGrow(name: String, kind: String, first: String, second: String) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let email = "\(name)@example.com"
            _ = try await client.sendMail(to: email)
            _ = try await client.sendMail(to: email.uppercased())
            #expect(try await client.events(ofMail: 0) == [first])
            #expect(try await client.events(ofMail: 1) == [second])
            let list = try await client.sendgrid("GET", "/suppression/\(kind)").json?.array
            #expect(list?.count == 1)
            #expect(list?.first?["email"]?.string?.lowercased() == email.lowercased())
            #expect(list?.first?["created"] == 1_700_000_000)
            let path = "/suppression/\(kind)/\(email.replacing("+", with: "%2B"))"
            #expect(try await client.sendgrid("GET", path).json?.array == list)
            #expect(try await client.sendgrid("DELETE", path).status == 204)
            #expect(try await client.sendgrid("GET", path).json == [])
            #expect(try await client.sendgrid("DELETE", path).status == 404)
        }
    }

    @Test func countsWhatItDrops() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            for _ in 0..<3 { _ = try await client.sendMail(to: "bounce@example.com") }
            _ = try await client.sendMail(to: "ada@example.com")
            let expected: [String: JSONValue] = [
                "requests": 4, "processed": 2, "delivered": 1, "bounces": 1, "bounce_drops": 2,
            ]
            #expect(try await client.metrics(on: "2023-11-14") == expected)
        }
    }

    @Test func deletesSeveralOrAll() async throws {
        try await withSandbox { client in
            for number in 1...3 { _ = try await client.sendMail(to: "bounce+\(number)@b.io") }
            let some: JSONValue = ["emails": ["bounce+1@b.io", "other@b.io"]]
            #expect(try await client.sendgrid("DELETE", "/suppression/bounces", some).status == 204)
            #expect(try await client.held("bounces", by: "sendgrid").count == 2)
            let contradictory: JSONValue = ["delete_all": true, "emails": []]
            for body: JSONValue in [[:], ["delete_all": false], contradictory, ["emails": [1]]] {
                #expect(try await client.sendgrid("DELETE", "/suppression/bounces", body).status == 400)
            }
            #expect(try await client.sendgrid("DELETE", "/suppression/bounces", ["delete_all": true]).status == 204)
            #expect(try await client.held("bounces", by: "sendgrid").isEmpty)
        }
    }

    @Test(arguments: [
        ("", 4), ("?limit=3", 3), ("?limit=3&offset=3", 1), ("?offset=9", 0), ("?email=bounce%2B1", 2),
        ("?email=BOUNCE%2B2@B.IO", 1), ("?email=%25%2B3", 1), ("?email=3", 0), ("?email=%25nce%25.io", 4),
        ("?start_time=1700000001", 0), ("?start_time=1700000000&end_time=1700000000", 4),
    ])
    func listsAPageOfWhatIsAskedFor(query: String, count: Int) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            for number in [1, 11, 2, 3] { _ = try await client.sendMail(to: "bounce+\(number)@b.io") }
            let answer = try await client.sendgrid("GET", "/suppression/bounces\(query)")
            #expect(answer.json?.array?.count == count, "\(answer.text)")
        }
    }

    @Test(arguments: [
        ("bounces?limit=501", 400), ("bounces?limit=0", 400), ("bounces?offset=-1", 400), ("bounces?emial=x", 400),
        ("bounces?limit=1&limit=1", 400), ("bounces?email=%ZZ", 400), ("bounces?start_time=2&end_time=1", 400),
        ("pigeons", 404), ("unsubscribes/a@b.io", 404),
    ])
    func refusesWrongLists(path: String, status: Int) async throws {
        try await withSandbox { client in
            let answer = try await client.sendgrid("GET", "/suppression/\(path)")
            #expect(answer.status == status)
            #expect(answer.errorFields.count == 1)
        }
    }

    @Test func unsubscribesFromEverythingUntilItIsTakenBack() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let body: JSONValue = ["recipient_emails": ["Ada@example.com"]]
            let added = try await client.sendgrid("POST", "/asm/suppressions/global", body)
            #expect(added.status == 201)
            #expect(added.json == body)
            let path = "/asm/suppressions/global/ada@example.com"
            #expect(try await client.sendgrid("GET", path).json == ["recipient_email": "ada@example.com"])
            let list = try await client.sendgrid("GET", "/suppression/unsubscribes").json
            #expect(list == [["email": "Ada@example.com", "created": 1_700_000_000]])
            _ = try await client.sendMail(to: "ada@example.com")
            let bypass: JSONValue = ["bypass_unsubscribe_management": ["enable": true]]
            _ = try await client.sendMail(to: "ada@example.com", ["mail_settings": bypass])
            #expect(try await client.sendgrid("DELETE", path).status == 204)
            #expect(try await client.sendgrid("GET", path).json == [:])
            _ = try await client.sendMail(to: "ada@example.com")
            var seen: [String?] = []
            for index in 0...2 { seen += try await client.events(ofMail: index) }
            #expect(seen == ["dropped", "delivered", "delivered"])
            #expect(try await client.metrics(on: "2023-11-14")["unsubscribe_drops"] == 1)
        }
    }

    @Test(
        arguments: [[:], ["recipient_emails": []], ["recipient_emails": ["nobody"]], ["recipient_emails": "a@b.io"]]
            as [JSONValue]
    )
    func refusesWrongAddresses(body: JSONValue) async throws {
        try await withSandbox { client in
            let answer = try await client.sendgrid("POST", "/asm/suppressions/global", body)
            #expect(answer.status == 400)
            #expect(try await client.held("unsubscribes", by: "sendgrid").isEmpty)
        }
    }
}

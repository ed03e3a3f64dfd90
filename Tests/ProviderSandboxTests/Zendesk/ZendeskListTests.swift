import ProviderSandbox
import SwitchboardCore
import Testing

@Suite struct ZendeskListTests {
    @Test func goesThroughThousandsByCursor() async throws {
        try await withSandbox { client in
            for number in 0..<10 { try await client.openTickets(hundred: number) }
            _ = try await client.zendesk("DELETE", "/tickets/500")
            var ids: [Int64] = []
            var path: String? = "/tickets?page%5Bsize%5D=100"
            while let next = path {
                let page = try await client.zendesk("GET", next)
                ids += page.ids("tickets")
                #expect((page.json?["meta"]?["has_more"] == true) == (page.json?["links"]?["next"]?.string != nil))
                path = page.json?["links"]?["next"]?.string?.split(separator: "/api/v2").last.map(String.init)
            }
            #expect(ids == Array(1...1000).filter { $0 != 500 })
        }
    }

    @Test func goesThroughPagesByNumber() async throws {
        try await withSandbox { client in
            try await client.openTickets(hundred: 0)
            let second = try await client.zendesk("GET", "/tickets?page=2&per_page=40")
            #expect(second.ids("tickets") == Array(41...80))
            #expect(second.json?["count"] == 100)
            let list = "\(client.address.zendesk)/api/v2/tickets.json"
            #expect(second.json?["next_page"]?.string == "\(list)?page=3&per_page=40")
            #expect(second.json?["previous_page"]?.string == "\(list)?page=1&per_page=40")
            let third = try await client.zendesk("GET", "/tickets?page=3&per_page=40")
            #expect(third.ids("tickets") == Array(81...100))
            #expect(third.json?["next_page"] == .null)
        }
    }

    @Test func findsByExternalID() async throws {
        try await withSandbox { client in
            try await client.openTickets(hundred: 0)
            #expect(try await client.zendesk("GET", "/tickets?external_id=7").ids("tickets") == [8])
        }
    }

    @Test func exportsWhatChangedSince() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            for _ in 1...3 {
                _ = try await client.openTicket()
                time.advance(bySeconds: 100)
            }
            let path = "/incremental/tickets/cursor"
            let all = try await client.zendesk("GET", "\(path)?start_time=0&per_page=2&include=metric_sets")
            #expect(all.ids("tickets") == [1, 2])
            #expect(all.json?["end_of_stream"] == false)
            #expect(all.json?["tickets"]?.array?.first?["metric_set"]?["ticket_id"] == 1)
            // What changes during an export comes again at its end.
            _ = try await client.change(1, ["status": "solved"])
            _ = try await client.zendesk("DELETE", "/tickets/2")
            let url = try #require(all.json?["after_url"]?.string)
            let rest = try await client.zendesk("GET", "\(path)?\(url.split(separator: "?")[1])")
            #expect(rest.ids("tickets") == [3, 1, 2])
            #expect(rest.json?["tickets"]?.array?.map { $0["status"] } == ["new", "solved", "deleted"])
            #expect(rest.json?["end_of_stream"] == true)
            #expect(rest.json?["after_cursor"]?.string != nil)
            let late = try await client.zendesk("GET", "\(path)?start_time=1700000150&exclude_deleted=true")
            #expect(late.ids("tickets") == [3, 1])
        }
    }

    @Test func exportsUsers() async throws {
        try await withSandbox { client in
            let id = try await client.makePerson(["name": "Ada", "email": "ada@example.com"])
            _ = try await client.zendesk("DELETE", "/users/\(id)")
            let answer = try await client.zendesk("GET", "/incremental/users/cursor?start_time=0")
            #expect(answer.ids("users").last == id)
            #expect(answer.json?["users"]?.array?.map { $0["active"] } == [true, true, false])
        }
    }

    @Test(arguments: [
        ("", 400), ("?start_time=x", 400), ("?start_time=1699999941", 422), ("?cursor=here", 400),
        ("?start_time=0&per_page=1001", 400), ("?start_time=0&include=users", 400),
    ])
    func refusesWrongExports(query: String, status: Int) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let answer = try await client.zendesk("GET", "/incremental/tickets/cursor\(query)")
            #expect(answer.status == status)
        }
    }
}

import SwitchboardCore
import Testing

@Suite struct ZendeskSearchTests {
    private static let tickets: [[String: JSONValue]] = [
        ["subject": "Refund please", "priority": "high", "tags": ["vip"], "comment": ["body": "My order is late"]],
        [
            "subject": "Order 12", "status": "pending", "tags": ["vip", "eu"],
            "requester": ["name": "Ada", "email": "ada@b.io"],
        ],
        ["subject": "Login", "status": "solved", "priority": "low", "type": "incident", "external_id": "x-1"],
    ]

    private static func path(_ query: String, _ rest: String = "") -> String {
        let encoded = query.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        }
        return "/search?query=\(encoded.joined())\(rest)"
    }

    @Test(
        arguments: [
            ("type:ticket", [1, 2, 3]), ("type:ticket status:new", [1]),
            ("type:ticket status:new status:solved", [1, 3]),
            ("type:ticket status<solved", [1, 2]), ("type:ticket status>=pending", [2, 3]),
            ("type:ticket priority>low", [1]), ("type:ticket priority:none", [2]), ("type:ticket -status:new", [2, 3]),
            ("type:ticket tags:vip", [1, 2]), ("type:ticket tags:vip priority:high", [1]),
            ("type:ticket -tags:eu", [1, 3]), ("type:ticket requester:ADA@b.io", [2]),
            ("type:ticket requester:\"Ada\"", [2]), ("type:ticket order", [1, 2]), ("type:ticket ORDER late", [1]),
            ("type:ticket \"order is late\"", [1]), ("type:ticket \"late order\"", []), ("type:ticket ref*", [1]),
            ("type:ticket -order", [3]), ("type:ticket external_id:x-1", [3]),
            ("type:ticket ticket_type:incident", [3]),
            ("type:ticket created:2023-11-14", [1, 2, 3]), ("type:ticket created>2023-11-15", []),
            ("type:ticket subject:login", [3]), ("order", [1, 2]), ("type:organization", []),
        ] as [(String, [Int64])]
    )
    func finds(query: String, ids: [Int64]) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            for ticket in Self.tickets { _ = try await client.openTicket(ticket) }
            let answer = try await client.zendesk("GET", Self.path(query))
            #expect(answer.ids("results") == ids)
            #expect(answer.json?["count"] == .integer(Int64(ids.count)))
            let count = Self.path(query).replacing("/search", with: "/search/count")
            #expect(try await client.zendesk("GET", count).json == ["count": .integer(Int64(ids.count))])
        }
    }

    @Test func ordersWhatItFinds() async throws {
        try await withSandbox { client in
            for ticket in Self.tickets { _ = try await client.openTicket(ticket) }
            let down = try await client.zendesk("GET", Self.path("type:ticket", "&sort_by=priority"))
            #expect(down.ids("results") == [1, 3, 2])
            let up = try await client.zendesk("GET", Self.path("type:ticket", "&sort_by=priority&sort_order=asc"))
            #expect(up.ids("results") == [2, 3, 1])
            #expect(up.json?["results"]?.array?.first?["result_type"] == "ticket")
        }
    }

    @Test func showsAThousandAndExportsAll() async throws {
        try await withSandbox { client in
            for number in 0..<11 { try await client.openTickets(hundred: number) }
            let last = try await client.zendesk("GET", Self.path("type:ticket", "&page=10"))
            #expect(last.ids("results") == Array(901...1000))
            #expect(last.json?["count"] == 1100)
            #expect(try await client.zendesk("GET", Self.path("type:ticket", "&page=11")).status == 422)
            var ids: [Int64] = []
            var after = ""
            repeat {
                let query = "query=fire&filter%5Btype%5D=ticket&page%5Bsize%5D=500\(after)"
                let page = try await client.zendesk("GET", "/search/export?\(query)")
                ids += page.ids("results")
                #expect(page.json?["facets"] == .null)
                let cursor = page.json?["meta"]?["after_cursor"]?.string
                after = cursor.map { "&page%5Bafter%5D=\($0.replacing("=", with: "%3D"))" } ?? ""
            } while !after.isEmpty
            #expect(ids == Array(1...1100))
        }
    }

    @Test(arguments: [
        ("/search", 400), ("/search?query=", 400), (path("type:ticket shoe:7"), 422), (path("\"open"), 422),
        (path("type:ticket status>7"), 422), (path("created>yesterday"), 422), (path("x", "&sort_by=id"), 400),
        (path("x", "&per_page=101"), 400), ("/search/export?query=x", 400),
        ("/search/export?query=type%3Auser&filter%5Btype%5D=ticket", 422), ("/users/search", 400),
    ])
    func refusesWrongSearches(path: String, status: Int) async throws {
        try await withSandbox { client in
            let answer = try await client.zendesk("GET", path)
            #expect(answer.status == status)
        }
    }
}

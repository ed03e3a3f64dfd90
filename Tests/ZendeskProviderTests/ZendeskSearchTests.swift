import Foundation
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ZendeskSearchTests {
    /// A page of the search with tickets of these ids.
    private static func page(_ ids: Range<Int>, of count: Int) -> ScriptedTransport.Step {
        let next = ids.upperBound <= count ? #""https://acme.zendesk.com/next""# : "null"
        let results = ids.map { #"{"id":\#($0),"result_type":"ticket","status":"open"}"# }.joined(separator: ",")
        return .ok(#"{"results":[\#(results)],"count":\#(count),"next_page":\#(next),"facets":null}"#)
    }

    private static func exported(_ ids: Range<Int>, after cursor: String?) -> ScriptedTransport.Step {
        let results = ids.map { #"{"id":\#($0)}"# }.joined(separator: ",")
        let mark = cursor.map { "\"\($0)\"" } ?? "null"
        let more = cursor != nil
        return .ok(#"{"results":[\#(results)],"facets":null,"meta":{"has_more":\#(more),"after_cursor":\#(mark)}}"#)
    }

    /// The query of a search, as Zendesk reads it.
    private func query(_ search: SearchTickets) async throws -> String? {
        let account = try Account([Self.page(1..<1, of: 0)])
        _ = try await account.tools.perform(search).get()
        let url = try #require(account.transport.sent.first?.url)
        let text = url.firstMatch(of: #/query=([^&]*)/#).map { String($0.1) }
        return text?.removingPercentEncoding
    }

    @Test func writesEveryFieldAsATerm() async throws {
        let search = SearchTickets(
            text: "printer on fire",
            status: .pending,
            priority: .high,
            requesterEmail: "ada+x@example.com",
            tags: ["vip", "a:b"]
        )
        #expect(
            try await query(search)
                == #"type:ticket status:pending priority:high requester:ada+x@example.com tags:vip tags:"a:b" printer on fire"#
        )
    }

    @Test(arguments: [
        ("status:open", #""status:open""#), ("-tags:x", #""-tags:x""#), ("a OR b", "a OR b"), ("5\"", #""5 ""#),
        ("\"exact phrase\"", #"" exact" "phrase ""#), ("*", #""*""#), ("größer", "größer"), ("a&b=c", #""a&b=c""#),
        ("(x)", #""(x)""#), ("created>2020", #""created>2020""#), (" a  b ", "a b"),
    ])
    func takesNothingInWordsForSyntax(text: String, words: String) async throws {
        #expect(try await query(SearchTickets(text: text)) == "type:ticket \(words)")
    }

    @Test func percentEncodesTheWholeQuery() async throws {
        let account = try Account([Self.page(1..<1, of: 0)])
        _ = try await account.tools.searchTickets("a&b").get()
        #expect(account.lines == ["GET /search?query=type%3Aticket%20%22a%26b%22&page=1&per_page=100"])
    }

    @Test func stopsAtTheLimitAndSaysWhereToGoOn() async throws {
        let account = try Account([Self.page(1..<11, of: 25), Self.page(11..<21, of: 25), Self.page(21..<26, of: 25)])
        let first = try await account.tools.searchTickets("x", limit: 10).get()
        #expect(first.tickets.map(\.id) == (1..<11).map { "\($0)" })
        #expect((first.count, first.nextCursor) == (25, "offset:10"))
        let second = try await account.tools.searchTickets("x", limit: 10, cursor: first.nextCursor).get()
        let third = try await account.tools.searchTickets("x", limit: 10, cursor: second.nextCursor).get()
        #expect(third.tickets.map(\.id) == (21..<26).map { "\($0)" })
        #expect(third.nextCursor == nil)
        let pages = account.lines.map { $0.replacing("GET /search?query=type%3Aticket%20x", with: "") }
        #expect(pages == (1...3).map { "&page=\($0)&per_page=10" })
    }

    @Test func goesOnInTheMiddleOfAPage() async throws {
        let account = try Account([Self.page(101..<201, of: 260), Self.page(201..<261, of: 260)])
        let receipt = try await account.tools.searchTickets("x", limit: 120, cursor: "offset:130").get()
        #expect(receipt.tickets.map(\.id) == (131..<251).map { "\($0)" })
        #expect(receipt.nextCursor == "offset:250")
        #expect(account.lines.map { $0.suffix(20) } == ["&page=2&per_page=100", "&page=3&per_page=100"])
    }

    @Test func takesTheExportWhereTheSearchWouldEnd() async throws {
        let account = try Account([
            Self.page(1..<101, of: 1234), Self.exported(1..<101, after: "c1=="), Self.exported(101..<151, after: "c2"),
            Self.exported(151..<153, after: nil),
        ])
        let first = try await account.tools.searchTickets("x", status: .open, limit: 150).get()
        #expect(first.tickets.map(\.id) == (1..<151).map { "\($0)" })
        #expect((first.count, first.nextCursor) == (1234, "after:c2"))
        let second = try await account.tools
            .searchTickets("x", status: .open, limit: 150, cursor: first.nextCursor).get()
        #expect((second.tickets.count, second.nextCursor) == (2, nil))
        let export = "GET /search/export?query=status%3Aopen%20x&filter%5Btype%5D=ticket&page%5Bsize%5D="
        #expect(
            account.lines.dropFirst() == [
                "\(export)100", "\(export)50&page%5Bafter%5D=c1%3D%3D", "\(export)100&page%5Bafter%5D=c2",
            ]
        )
    }

    @Test(arguments: ["x", "offset:", "offset:-1", "after:", "offset:99999999999"])
    func refusesAStrangersCursor(cursor: String) async throws {
        let account = try Account([])
        let failure = await account.tools.searchTickets("x", cursor: cursor).failure
        #expect((failure?.kind, failure?.field) == (.invalidInput, "cursor"))
        let contacts = await account.tools.perform(SearchContacts(text: "x", cursor: cursor)).failure
        #expect(contacts?.field == "cursor")
        #expect(account.transport.sent.isEmpty)
    }

    @Test func refusesATagThatIsNone() async throws {
        let account = try Account([])
        #expect(await account.tools.searchTickets(tags: ["a b"]).failure?.field == "tags[0]")
    }
}

struct ZendeskContactSearchTests {
    @Test func looksForWords() async throws {
        let account = try Account([.users(#"{"id":1,"name":"Ada"}"#, #"{"id":2,"active":false}"#)])
        let receipt = try await account.tools.perform(SearchContacts(text: "ada love-lace x:y")).get()
        #expect(receipt.contacts == [Contact(id: "1", name: "Ada")])
        #expect(receipt.nextCursor == nil)
        #expect(
            account.lines
                == ["GET /users/search?query=ada%20love-lace%20%22x%3Ay%22&page=1&per_page=100"]
        )
    }

    @Test func looksForValuesOfFields() async throws {
        let account = try Account([.users()])
        let query: [String: JSONValue] = ["user_id": "u 1", "plan": "pro", "seats": 3, "suspended": false]
        _ = try await account.tools.perform(SearchContacts(query: query, limit: 5)).get()
        let terms = "plan%3Apro%20seats%3A3%20suspended%3Afalse%20external_id%3A%22u%201%22"
        #expect(account.lines == ["GET /users/search?query=\(terms)&page=1&per_page=5"])
    }

    @Test(arguments: ["a b", "", "x:y", "-x"])
    func refusesWhatIsNoField(name: String) async throws {
        let account = try Account([])
        let failure = await account.tools.perform(SearchContacts(query: [name: 1])).failure
        #expect(failure?.kind == .invalidInput)
        let nested = await account.tools.perform(SearchContacts(query: ["x": ["y": 1]])).failure
        #expect(nested?.field == "query.x")
        #expect(account.transport.sent.isEmpty)
    }
}

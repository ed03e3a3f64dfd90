import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ZendeskMetricTests {
    private static let start = CalendarDate("2026-05-01")!
    private static let end = CalendarDate("2026-05-02")!

    /// A ticket of an export, opened on the first of May at noon unless said otherwise.
    private static func ticket(
        _ id: Int,
        at created: String = "2026-05-01T12:00:00Z",
        status: String = "open",
        priority: String = "null",
        reply: Int? = nil,
        resolution: Int? = nil
    ) -> String {
        let minutes = { (minutes: Int?) in #"{"calendar":\#(minutes.map(String.init) ?? "null"),"business":1}"# }
        return """
            {"id":\(id),"status":"\(status)","priority":\(priority),"created_at":"\(created)","metric_set":{
            "reply_time_in_minutes":\(minutes(reply)),"full_resolution_time_in_minutes":\(minutes(resolution))}}
            """
    }

    private static func page(_ tickets: [String], after cursor: String, isEnd: Bool = true) -> ScriptedTransport.Step {
        .ok(#"{"tickets":[\#(tickets.joined(separator: ","))],"after_cursor":"\#(cursor)","end_of_stream":\#(isEnd)}"#)
    }

    private func measure(_ pages: [ScriptedTransport.Step]) async throws -> MeasureTickets.Receipt {
        try await Account(pages).tools.ticketMetrics(from: Self.start, to: Self.end).get()
    }

    @Test func countsTheTicketsOpenedOnTheDays() async throws {
        let receipt = try await measure([
            Self.page(
                [
                    Self.ticket(1, at: "2026-04-30T23:59:59Z"), Self.ticket(2, at: "2026-05-01T00:00:00Z"),
                    Self.ticket(3, at: "2026-05-02T23:59:59Z", status: "solved", priority: #""high""#),
                    Self.ticket(4, at: "2026-05-03T00:00:00Z"), Self.ticket(5, status: "deleted"),
                    #"{"id":6,"status":"new","created_at":null}"#,
                ],
                after: "c",
                isEnd: false
            ),
            Self.page(
                [Self.ticket(2, status: "solved"), #"{"id":7,"created_at":"2026-05-01T01:00:00Z"}"#],
                after: "d"
            ),
        ])
        #expect(receipt.total == 3)
        #expect(receipt.byStatus == ["open": 1, "solved": 1, "none": 1])
        #expect(receipt.byPriority == ["high": 1, "none": 2])
        #expect(receipt.firstReply == MeasureTickets.Minutes(count: 0, median: nil, p90: nil))
    }

    @Test(arguments: [
        ([5], 5.0, 5.0), ([1, 2], 1.5, 2), ([9, 1, 5], 5, 9), ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5.5, 9),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7], 0, 0), ([3, 3, 8, 8], 5.5, 8),
    ])
    func measuresTheMiddleAndNineInTen(minutes: [Int], median: Double, p90: Double) async throws {
        let tickets = minutes.enumerated().map { Self.ticket($0, reply: $1, resolution: $1 * 2) } + [Self.ticket(99)]
        let receipt = try await measure([Self.page(tickets, after: "c")])
        let replies = MeasureTickets.Minutes(count: minutes.count, median: median, p90: p90)
        #expect(receipt.firstReply == replies)
        let resolutions = MeasureTickets.Minutes(count: minutes.count, median: median * 2, p90: p90 * 2)
        #expect(receipt.fullResolution == resolutions)
        #expect(receipt.total == minutes.count + 1)
    }

    @Test func walksTheExportWithItsMetrics() async throws {
        let account = try Account([Self.page([], after: "c1", isEnd: false), Self.page([], after: "c2")])
        _ = try await account.tools.ticketMetrics(from: Self.start, to: Self.end).get()
        let walk = "GET /incremental/tickets/cursor?"
        let rest = "&per_page=500&include=metric_sets"
        #expect(account.lines == ["\(walk)start_time=1777593600\(rest)", "\(walk)cursor=c1\(rest)"])
    }

    @Test func asksForNothingYoungerThanZendeskExports() async throws {
        let account = try Account([Self.page([], after: "c")])
        let now = account.time.wallNow
        let today = try #require(CalendarDate(String(now.description.prefix(10))))
        let midnight = try #require(Timestamp("\(today)T00:00:00Z"))
        account.time.advance(by: .seconds(86_400) - now.since(midnight))
        let tomorrow = try #require(CalendarDate(String(account.time.wallNow.description.prefix(10))))
        _ = try await account.tools.ticketMetrics(from: tomorrow, to: tomorrow).get()
        let asked = midnight.secondsSince1970 + 86_400 - 120
        #expect(account.lines.first?.contains("start_time=\(asked)&") == true)
    }

    @Test func refusesTheFuture() async throws {
        let account = try Account([])
        let far = try #require(CalendarDate("2999-01-01"))
        let failure = await account.tools.ticketMetrics(from: far, to: far).failure
        #expect((failure?.kind, failure?.field) == (.invalidInput, "start_date"))
        #expect(account.transport.sent.isEmpty)
    }
}

struct ZendeskPolicyTests {
    private static let policy = """
        {"id":36,"title":"Incidents","description":null,"position":3,"filter":{"all":[],"any":[]},
        "policy_metrics":[{"business_hours":false,"metric":"first_reply_time","priority":"low","target":60}]}
        """
    private static let expected = SLAPolicy(
        id: "36",
        title: "Incidents",
        position: 3,
        filter: ["all": [], "any": []],
        targets: [
            SLAPolicy.Target(metric: "first_reply_time", priority: "low", minutes: 60, isInBusinessHours: false)
        ]
    )

    @Test func listsAllPolicies() async throws {
        let account = try Account([
            .ok(#"{"sla_policies":[\#(Self.policy)],"next_page":"https://acme.zendesk.com/x?page=2","count":2}"#),
            .ok(#"{"sla_policies":[{"id":37,"title":null,"policy_metrics":null}],"next_page":null,"count":2}"#),
        ])
        let policies = try await account.tools.slaPolicy().get().policies
        #expect(policies == [Self.expected, SLAPolicy(id: "37", title: "")])
        #expect(account.lines == ["GET /slas/policies", "GET /slas/policies?page=2"])
    }

    @Test func showsOnePolicy() async throws {
        let account = try Account([.ok(#"{"sla_policy":\#(Self.policy)}"#)])
        #expect(try await account.tools.slaPolicy("36").get().policies == [Self.expected])
        #expect(account.lines == ["GET /slas/policies/36"])
    }
}

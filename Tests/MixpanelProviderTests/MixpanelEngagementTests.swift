import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct MixpanelEngagementTests {
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    @Test func letsMixpanelCountNamedEvents() async throws {
        let body =
            #"{"data":{"series":["2026-01-19","2026-01-20"],"values":{"b":{"2026-01-20":1,"2026-01-19":0},"#
            + #""a":{"2026-01-20":6,"2026-01-19 00:00:00":4}}},"legend_size":2}"#
        let project = try Project([.ok(body)])
        let receipt = try await project.tools.trackUsageEngagement(from: .monday, to: .sunday, named: ["a", "b"]).get()
        #expect(
            receipt.counts == [
                .init(event: "a", day: .monday, count: 4), .init(event: "a", day: try day("2026-01-20"), count: 6),
                .init(event: "b", day: try day("2026-01-20"), count: 1),
            ]
        )
        #expect(receipt.total == 11)
        #expect(receipt.firstSeen == .monday)
        #expect(receipt.lastSeen?.description == "2026-01-20")
        #expect(
            project.sent[0].line
                == "GET https://mixpanel.com/api/query/events?project_id=1234&event=%5B%22a%22%2C%22b%22%5D"
                + "&type=general&unit=day&from_date=2026-01-19&to_date=2026-01-25"
        )
    }

    @Test func countsAPersonsEventsWhileTheyStreamBy() async throws {
        let lines = [(1_768_780_800, "a"), (1_768_867_199, "a"), (1_768_867_200, "a"), (1_768_867_200_500, "b")]
            .map { #"{"event":"\#($0.1)","properties":{"time":\#($0.0),"distinct_id":"x"}}"# }
        let project = try Project([.ok(lines.joined(separator: "\n"))])
        let receipt = try await project.tools
            .trackUsageEngagement(of: Person(userID: "a\"b"), from: .monday, to: .sunday)
            .get()
        #expect(receipt.counts.map(\.count) == [2, 1, 1])
        #expect(receipt.counts.map(\.event) == ["a", "a", "b"])
        #expect(receipt.counts.map(\.day.description) == ["2026-01-19", "2026-01-20", "2026-01-20"])
        let filter = "where=properties%5B%22%24distinct_id%22%5D%20%3D%3D%20%22a%5C%22b%22"
        #expect(project.sent[0].line.hasSuffix("to_date=2026-01-25&\(filter)"))
    }

    @Test func countsAllEventsWhereNoneAreNamed() async throws {
        let project = try Project([.ok("")])
        let receipt = try await project.tools.trackUsageEngagement(from: .monday, to: .sunday).get()
        #expect(receipt.counts.isEmpty && receipt.total == 0)
        #expect(receipt.firstSeen == nil && receipt.lastSeen == nil)
        #expect(!project.sent[0].line.contains("where"))
    }

    @Test func refusesADayThatItCannotRead() async throws {
        let project = try Project([.ok(#"{"data":{"values":{"a":{"soon":3}}}}"#)])
        let failure = await project.tools.trackUsageEngagement(from: .monday, to: .sunday, named: ["a"]).failure
        #expect(failure?.kind == .malformedResponse)
    }

    @Test(arguments: ["1e300", "-1e300", "-5", "9000000000000000", "9223372036854775807"])
    func refusesATimeThatIsNone(time: String) async throws {
        let project = try Project([.ok(#"{"event":"a","properties":{"time":\#(time)}}"#)])
        let failure = await project.tools.trackUsageEngagement(from: .monday, to: .sunday).failure
        #expect(failure?.kind == .malformedResponse)
    }

    @Test func noticesAnExportThatBrokeOff() async throws {
        let project = try Project([.ok("terminated early")])
        #expect(
            await project.tools.trackUsageEngagement(from: .monday, to: .sunday).failure?.kind == .malformedResponse
        )
    }
}

import FoundationEssentials
import SwitchboardCore
import SwitchboardTesting
import Testing

/// The actions over many events, and what they refuse.
struct EventActionTests {
    private func problem<A: Action>(_ type: A.Type, _ json: String) -> String? {
        do throws(Failure) {
            _ = try type.decode(json: Data(json.utf8), time: ManualTime().source).checkedForm()
            return nil
        } catch {
            return error.field
        }
    }

    @Test func aBatchFixesEveryEventWhenItIsMade() throws {
        let json = #"{"events":[{"person":{"user_id":"a"},"name":"x"},{"person":{"user_id":"b"},"name":"y"}]}"#
        let time = ManualTime()
        let batch = try TrackEventBatch.decode(json: Data(json.utf8), time: time.source)
        #expect(batch.events.map(\.at) == [time.wallNow, time.wallNow])
        #expect(Set(batch.events.map(\.eventID)).count == 2)
        #expect(batch.people.isEmpty)
        #expect(batch.items.map(\.name) == ["x", "y"])
        #expect(TrackEventBatch(items: batch.items).events.count == 2)
        #expect(!TrackEventBatch.recordsEveryItem)
    }

    @Test(
        arguments: [
            (#"{"events":[]}"#, "events"), (#"{"events":[{"person":{"user_id":"a"}}]}"#, "events[0].name"),
            (#"{}"#, "events"), (#"{"events":{}}"#, "events"),
            (#"{"events":[{"person":{"user_id":"a"},"name":"x","nmae":1}]}"#, "events[0].nmae"),
        ]
    )
    func aBatchRefusesWhatIsNone(json: String, field: String) {
        #expect(problem(TrackEventBatch.self, json) == field)
    }

    @Test(
        arguments: [
            (#"{"person":{"user_id":"a"},"amounts":{}}"#, "amounts"),
            (#"{"person":{"user_id":"a"},"amounts":{"n":"1"}}"#, "amounts.n"),
            (#"{"person":{"user_id":"a"},"amounts":{"n":true}}"#, "amounts.n"),
            (#"{"person":{"user_id":"a"},"amounts":{"n":-1.5}}"#, nil),
        ]
    )
    func anIncrementTakesNumbers(json: String, field: String?) {
        #expect(problem(IncrementContact.self, json) == field)
    }

    @Test(
        arguments: [
            (#""from_date":"2026-01-19","to_date":"2026-01-19""#, nil),
            (#""from_date":"2026-01-19","to_date":"2026-01-18""#, "to_date"),
            (#""from_date":"2026-01-19""#, "to_date"),
            (#""from_date":"19.1.2026","to_date":"2026-01-19""#, "from_date"),
            (#""from_date":"2026-02-30","to_date":"2026-03-01""#, "from_date"),
            (#""from_date":"2026-01-19","to_date":"2026-01-19","names":[]"#, "names"),
            (#""from_date":"2026-01-19","to_date":"2026-01-19","names":"x""#, "names"),
        ]
    )
    func aRangeIsOne(members: String, field: String?) {
        #expect(problem(ExportEvents.self, "{\(members)}") == field)
        #expect(problem(ReportEngagement.self, "{\(members)}") == field)
    }

    @Test(
        arguments: [
            (#""limit":0"#, "limit"), (#""limit":-1"#, "limit"), (#""limit":1"#, nil), (#""limit":10000"#, nil),
            (#""limit":10001"#, "limit"), (#""limit":10001,"path":"x.jsonl""#, nil), (#""path":"""#, "path"),
            (#""where":"""#, "where"), (#""limit":1.5"#, "limit"),
        ]
    )
    func anExportHoldsSoManyEvents(members: String, field: String?) {
        #expect(problem(ExportEvents.self, #"{"from_date":"2026-01-19","to_date":"2026-01-19",\#(members)}"#) == field)
    }

    @Test func exportsAndReportsAreReads() throws {
        #expect(ExportEvents.isRead && ReportEngagement.isRead)
        let day = try #require(CalendarDate("2026-01-19"))
        let ada = Person(userID: "u1")
        #expect(ReportEngagement(person: ada, fromDate: day, toDate: day).people == [ada])
        #expect(ReportEngagement(fromDate: day, toDate: day).people.isEmpty)
        #expect(
            problem(ReportEngagement.self, #"{"person":{},"from_date":"2026-01-19","to_date":"2026-01-19"}"#)
                == "person"
        )
    }

    @Test func aReportSortsAndSumsUp() throws {
        let first = try #require(CalendarDate("2026-01-19"))
        let second = try #require(CalendarDate("2026-01-20"))
        let receipt = ReportEngagement.Receipt(counts: [
            .init(event: "b", day: second, count: 2), .init(event: "b", day: first, count: 1),
            .init(event: "a", day: second, count: 3), .init(event: "c", day: first, count: 0),
        ])
        #expect(receipt.counts.map(\.event) == ["b", "a", "b"])
        #expect(receipt.total == 6)
        #expect(receipt.firstSeen == first && receipt.lastSeen == second)
    }
}

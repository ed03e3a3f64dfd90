import FoundationEssentials
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct MixpanelExportTests {
    private static let line =
        #"{"event":"Signed up","properties":{"time":1602611311,"distinct_id":"u1","$insert_id":"abc","plan":"pro"}}"#
    private let action = ExportEvents(fromDate: .monday, toDate: .sunday)

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent(TimeSource.system.makeActionID().description)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }

    @Test func asksForARange() async throws {
        let project = try Project([.ok("")])
        var action = action
        action.names = ["a b", "\"c\""]
        action.filter = #"properties["plan"] == "pro""#
        action.limit = 7
        let receipt = try await project.tools.perform(action).get()
        #expect(receipt.events == [] && receipt.count == 0)
        #expect(
            project.sent[0].line == "GET https://data.mixpanel.com/api/2.0/export?project_id=1234"
                + "&from_date=2026-01-19&to_date=2026-01-25&event=%5B%22a%20b%22%2C%22%5C%22c%5C%22%22%5D"
                + "&where=properties%5B%22plan%22%5D%20%3D%3D%20%22pro%22&limit=7"
        )
    }

    @Test(arguments: ["\n", "", "\r\n", "\n\n"])
    func readsEvents(end: String) async throws {
        let second = #"{"event":"x","properties":{"time":1602611311250,"distinct_id":7}}"#
        let project = try Project([.ok("\(Self.line)\n\(second)\(end)")])
        let receipt = try await project.tools.getEvents(from: .monday, to: .sunday).get()
        #expect(receipt.count == 2)
        #expect(
            receipt.events == [
                RecordedEvent(
                    name: "Signed up",
                    userID: "u1",
                    at: Timestamp(secondsSince1970: 1_602_611_311),
                    eventID: "abc",
                    properties: ["plan": "pro"]
                ),
                RecordedEvent(name: "x", userID: "7", at: Timestamp(microsecondsSince1970: 1_602_611_311_250_000)),
            ]
        )
        #expect(project.sent[0].line.hasSuffix("&limit=10001"))
    }

    @Test(arguments: [
        "terminated early", "terminated early\n", #"{"event":"x","prop"#, "{\"event\":\n", "[1]\n", #"{"error":"x"}"#,
        "{\"error\":\"x\"}\n", "{\"event\":\"x\"}\n",
    ])
    func noticesAnExportThatBrokeOff(end: String) async throws {
        try await inFolder { folder in
            for path in [nil, "\(folder)/events.jsonl"] {
                let project = try Project([.ok("\(Self.line)\n\(end)")])
                var action = action
                action.path = path
                let failure = await project.tools.perform(action).failure
                #expect(failure?.kind == .malformedResponse)
                #expect(failure?.effect == Failure.Effect.none)
                #expect(failure?.message.contains("line 2") == true)
                #expect(project.sent.count == 1)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test(arguments: ["time", "distinct_id", "$insert_id"])
    func keepsWhatItCannotRead(name: String) async throws {
        let project = try Project([.ok(#"{"event":"x","properties":{"\#(name)":["odd"]}}"#)])
        let event = try #require(try await project.tools.perform(action).get().events?.first)
        #expect(event.properties == [name: ["odd"]])
    }

    @Test func readsAFractionOfASecondAndAnIDThatIsANumber() async throws {
        let project = try Project([.ok(#"{"properties":{"time":1602611311.25,"$insert_id":7},"event":"x"}"#)])
        let event = try #require(try await project.tools.perform(action).get().events?.first)
        #expect(event.at == Timestamp(microsecondsSince1970: 1_602_611_311_250_000))
        #expect(event.eventID == "7")
        #expect(event.properties.isEmpty)
    }

    @Test func writesLinesAsTheyCome() async throws {
        try await inFolder { folder in
            let text = "\(Self.line)\n\n\(Self.line)\n\(Self.line)"
            let project = try Project([.ok(text)])
            var action = action
            action.path = "\(folder)/events.jsonl"
            action.limit = 50_000
            let receipt = try await project.tools.perform(action).get()
            #expect(receipt.events == nil)
            #expect(receipt.count == 3)
            #expect(receipt.bytes == Int64(text.utf8.count))
            #expect(receipt.path == action.path)
            #expect(try String(contentsOfFile: "\(folder)/events.jsonl", encoding: .utf8) == text)
            #expect(project.sent[0].line.hasSuffix("&limit=50000"))
        }
    }

    @Test func writesAnEmptyFileForAnEmptyRange() async throws {
        try await inFolder { folder in
            let project = try Project([.ok("")])
            var action = action
            action.path = "\(folder)/events.jsonl"
            #expect(try await project.tools.perform(action).get().count == 0)
            #expect(FileManager.default.fileExists(atPath: "\(folder)/events.jsonl"))
            #expect(!project.sent[0].line.contains("limit"))
        }
    }

    @Test(arguments: [(10_000, true), (10_001, false)])
    func holdsSoManyEventsInMemory(count: Int, fits: Bool) async throws {
        let project = try Project([.ok(String(repeating: "\(Self.line)\n", count: count))])
        let outcome = await project.tools.perform(action)
        #expect(outcome.isSuccess == fits)
        #expect(outcome.failure?.field == (fits ? nil : "path"))
        #expect(project.sent.count == 1)
    }

    @Test(arguments: [(nil, 10_001), ("x", 100_001)] as [(String?, Int)])
    func refusesALimitThatIsTooHigh(path: String?, limit: Int) async throws {
        let project = try Project()
        var action = action
        action.path = path
        action.limit = limit
        let failure = await project.tools.perform(action).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "limit")
        #expect(project.sent.isEmpty)
    }

    @Test func takesAnAnswerThatIsNoSuccessForAFailure() async throws {
        let project = try Project([.respond(402, body: "no raw export in this plan")])
        let failure = await project.tools.perform(action).failure
        #expect(failure?.kind == .rejected)
        #expect(failure?.providerMessage == "no raw export in this plan")
    }
}

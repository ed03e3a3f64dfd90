import Foundation
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomContactSearchTests {
    private static func page(_ id: String, next: String?) -> ScriptedTransport.Step {
        let pages = next.map { #"{"next":{"starting_after":"\#($0)"}}"# } ?? #"{"next":null}"#
        return .ok(#"{"type":"list","data":[{"id":"\#(id)","role":"user"}],"pages":\#(pages)}"#)
    }

    @Test func everyFieldMustBeEqual() async throws {
        let workspace = try Workspace([Self.page("1", next: nil)])
        let action = SearchContacts(query: ["user_id": "u-1", "custom_attributes.plan": "pro"], limit: 10)
        let receipt = try await workspace.tools.perform(action).get()
        #expect(receipt.contacts.map(\.id) == ["1"])
        #expect(receipt.nextCursor == nil)
        #expect(
            workspace.sent == [
                .post(
                    "/contacts/search",
                    [
                        "query": [
                            "operator": "AND",
                            "value": [
                                ["field": "custom_attributes.plan", "operator": "=", "value": "pro"],
                                ["field": "external_id", "operator": "=", "value": "u-1"],
                            ],
                        ],
                        "pagination": ["per_page": 10],
                    ]
                )
            ]
        )
    }

    @Test func looksForWordsInNameAndAddress() async throws {
        let workspace = try Workspace([Self.page("1", next: nil)])
        _ = try await workspace.tools.perform(SearchContacts(text: "ada")).get()
        #expect(workspace.sent[0].body?["query"]?["operator"] == "OR")
        #expect(workspace.sent[0].body?["query"]?["value"]?.array?.count == 2)
    }

    @Test func goesOnUntilItHasEnoughAndTellsWhereItEnded() async throws {
        let workspace = try Workspace([Self.page("1", next: "a"), Self.page("2", next: "b")])
        let action = SearchContacts(query: ["email": "ada@example.com"], limit: 2, cursor: "z")
        let receipt = try await workspace.tools.perform(action).get()
        #expect(receipt.contacts.map(\.id) == ["1", "2"])
        #expect(receipt.nextCursor == "b")
        let pagination = workspace.sent.map { $0.body?["pagination"] }
        #expect(
            pagination == [["per_page": 2, "starting_after": "z"], ["per_page": 1, "starting_after": "a"]]
        )
    }

    @Test func refusesWhatIntercomCannotCompare() async throws {
        let workspace = try Workspace([])
        let nested = SearchContacts(query: ["email": ["a", "b"]])
        #expect(await workspace.tools.perform(nested).failure?.field == "query.email")
        let many = SearchContacts(query: Dictionary(uniqueKeysWithValues: (0..<16).map { ("f\($0)", 1) }))
        #expect(await workspace.tools.perform(many).failure?.field == "query")
        #expect(workspace.sent == [])
    }
}

struct IntercomEventBatchTests {
    @Test func sendsEachEventAndReportsEachBadOne() async throws {
        let workspace = try Workspace([.respond(202), .error(404, "not_found", "User Not Found")])
        let time = TimeSource.system
        let events = ["a", "", "b"].map { TrackEvent(person: .ada, name: $0, time: time) }
        let receipt = try await workspace.tools.perform(TrackEventBatch(events: events)).get()
        #expect((receipt.succeeded, receipt.failed) == (1, 2))
        #expect(receipt.failures[1]?.field == "events[1].name")
        #expect(workspace.sent.count == 2)
        #expect(workspace.audit.items.count == 2, "entries are kept for events that failed")
    }
}

struct IntercomDownloadTests {
    private let path = NSTemporaryDirectory() + "switchboard-\(TimeSource.system.makeActionID()).csv"
    private let csv = Array((0..<5000).map { "\($0),joe@example.com\n" }.joined().utf8)

    private func step(_ body: [UInt8]) -> ScriptedTransport.Step {
        ScriptedTransport.Step { (_: WireRequest) async throws(Failure) in WireResponse(status: 200, body: body) }
    }

    @Test func unzipsIntoTheFile() async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let workspace = try Workspace([step(Gzip.compress(csv))])
        let receipt = try await workspace.tools.perform(DownloadExport(exportID: "job", path: path)).get()
        #expect(receipt.bytes == csv.count)
        #expect(FileManager.default.contents(atPath: path).map(Array.init) == csv)
        #expect(workspace.sent[0].line == "GET \(Workspace.host)/download/content/data/job")
        #expect(workspace.sent[0].headers.contains("Accept: application/octet-stream"))
        #expect(!workspace.sent[0].headers.contains("Accept: application/json"))
    }

    @Test func leavesNoFileWhereTheDownloadIsCutOff() async throws {
        let workspace = try Workspace([step(Array(Gzip.compress(csv).dropLast(20)))])
        let failure = await workspace.tools.perform(DownloadExport(exportID: "job", path: path)).failure
        #expect(failure?.kind == .malformedResponse)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func needsAnExportThatWasStarted() async throws {
        let workspace = try Workspace([])
        #expect(await workspace.tools.perform(DownloadExport(path: path)).failure?.field == "export_id")
        let since = DownloadExport(exportID: "job", from: Timestamp(secondsSince1970: 0), path: path)
        #expect(await workspace.tools.perform(since).failure?.field == "from")
        #expect(workspace.sent == [])
    }
}

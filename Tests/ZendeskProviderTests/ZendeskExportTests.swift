import Foundation
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ZendeskExportTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("zendesk-\(UUID()).jsonl").path
    private let from = Timestamp("2026-01-02T03:04:05Z")

    private func page(_ records: String, of kind: String = "tickets", after cursor: String, isEnd: Bool) -> String {
        #"{"\#(kind)":[\#(records)],"after_cursor":"\#(cursor)","after_url":"x","end_of_stream":\#(isEnd)}"#
    }

    private var written: String? { try? String(contentsOfFile: path, encoding: .utf8) }

    @Test func writesALineForEachRecordAndSaysWhereToGoOn() async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let account = try Account([
            .ok(page(#"{"id":13000000000001,"x":[1,null]},{"id":2,"status":"deleted"}"#, after: "a=", isEnd: false)),
            .ok(page(#"{"id":3,"s":"line\nbreak"}"#, after: "b", isEnd: true)),
        ])
        let download = DownloadExport(kind: "tickets", from: from, path: path)
        let receipt = try await account.tools.perform(download).get()
        let lines = """
            {"id":13000000000001,"x":[1,null]}
            {"id":2,"status":"deleted"}
            {"id":3,"s":"line\\nbreak"}

            """
        #expect(written == lines)
        #expect((receipt.bytes, receipt.count, receipt.nextCursor) == (lines.utf8.count, 3, "b"))
        #expect(receipt.shortfall == nil)
        let walk = "GET /incremental/tickets/cursor?"
        #expect(
            account.lines == ["\(walk)start_time=1767323045&per_page=500", "\(walk)cursor=a%3D&per_page=500"]
        )
    }

    @Test func goesOnFromACursor() async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let account = try Account([.ok(page(#"{"id":1}"#, of: "users", after: "c2", isEnd: true))])
        let download = DownloadExport(kind: "users", path: path, cursor: "c1")
        #expect(try await account.tools.perform(download).get().nextCursor == "c2")
        #expect(account.lines == ["GET /incremental/users/cursor?cursor=c1&per_page=500"])
        #expect(written == "{\"id\":1}\n")
    }

    @Test func keepsWholePagesWhereTheTimeDoesNotSuffice() async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let limited = ScriptedTransport.Step.respond(
            429,
            headers: ["Retry-After": "600"],
            body: #"{"error":"APIRateLimitExceeded","description":"Number of allowed …"}"#
        )
        let account = try Account([.ok(page(#"{"id":1}"#, after: "a", isEnd: false)), limited])
        let outcome = await account.tools.perform(DownloadExport(kind: "tickets", from: from, path: path))
        #expect(outcome.failure?.kind == .partialFailure)
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(try outcome.get().nextCursor == "a")
        #expect(try outcome.get().stoppedBy == .rateLimited)
        #expect(written == "{\"id\":1}\n")
    }

    @Test func leavesNothingWhereTheFirstPageOrItsFormFails() async throws {
        let page = ScriptedTransport.Step.ok(page(#"{"id":1}"#, after: "a", isEnd: false))
        let cut = ScriptedTransport.Step.ok(#"{"tickets":[{"id":1}],"after_cursor":null,"end_of_stream":false}"#)
        let answers: [([ScriptedTransport.Step], Failure.Kind)] = [
            ([.respond(403)], .permissionDenied), ([page, .respond(403)], .permissionDenied),
            ([page, page], .malformedResponse), ([cut], .malformedResponse),
            (Array(repeating: .respond(500), count: 4), .providerUnavailable),
        ]
        for (script, kind) in answers {
            let account = try Account(script)
            let outcome = await account.tools.perform(DownloadExport(kind: "tickets", from: from, path: path))
            #expect(outcome.failure?.kind == kind)
            #expect(written == nil)
        }
    }

    @Test func refusesWhatItCannotExport() async throws {
        let account = try Account([])
        let refused = { (download: DownloadExport) in await account.tools.perform(download).failure?.field }
        #expect(await refused(DownloadExport(exportID: "1", path: path)) == "export_id")
        #expect(await refused(DownloadExport(from: from, path: path)) == "kind")
        #expect(await refused(DownloadExport(kind: "macros", from: from, path: path)) == "kind")
        #expect(await refused(DownloadExport(kind: "users", path: path)) == "from")
        #expect(await refused(DownloadExport(kind: "users", from: from, path: path, cursor: "c")) == "from")
        let now = account.time.wallNow
        #expect(await refused(DownloadExport(kind: "users", from: now, path: path)) == "from")
        #expect(await refused(DownloadExport(kind: "users", from: from, path: "/nowhere/at/all")) == "path")
        #expect(account.transport.sent.isEmpty)
    }
}

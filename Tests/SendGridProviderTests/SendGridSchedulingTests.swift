import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct SendGridSchedulingTests {
    private static let cancel = CancelScheduledEmails(batchID: "b 1")
    private static let post = Sent("POST", "/v3/user/scheduled_sends", ["batch_id": "b 1", "status": "cancel"])
    private static let patch = Sent("PATCH", "/v3/user/scheduled_sends/b%201", ["status": "cancel"])

    @Test func makesABatchID() async throws {
        let workspace = try Workspace([.respond(201, body: #"{"batch_id":"123abc"}"#)])
        #expect(try await workspace.tools.perform(CreateEmailBatchID()).get().batchID == "123abc")
        #expect(workspace.sent == [Sent("POST", "/v3/mail/batch")])
    }

    @Test func cancelsABatch() async throws {
        let workspace = try Workspace([.respond(201, body: #"{"batch_id":"b 1","status":"cancel"}"#)])
        let outcome = await workspace.tools.perform(Self.cancel)
        #expect(try outcome.get().batchID == "b 1")
        #expect(try JSONValue(encoding: outcome)["status"] == "cancel")
        #expect(workspace.sent == [Self.post])
    }

    @Test func cancelsABatchThatHasAStatusAlready() async throws {
        let workspace = try Workspace([.error(400, "a status has already been set"), .respond(204)])
        #expect(await workspace.tools.perform(Self.cancel).isSuccess)
        #expect(workspace.sent == [Self.post, Self.patch])
    }

    @Test func saysWhyABatchCannotBeCancelled() async throws {
        let workspace = try Workspace([.error(400, "invalid batch id"), .error(404, "batch id not found")])
        let failure = try #require(await workspace.tools.perform(Self.cancel).failure)
        #expect(failure.kind == .rejected)
        #expect(failure.effect == .refused)
        #expect(failure.providerMessage == "invalid batch id")
    }

    @Test func readsStatistics() async throws {
        let body =
            #"[{"date":"2026-11-01","stats":[{"metrics":{"requests":3,"unique_opens":1}}]},"#
            + #"{"date":"2026-11-02","stats":[]}]"#
        let workspace = try Workspace([.ok(body)])
        let start = try #require(CalendarDate("2026-11-01"))
        let end = try #require(CalendarDate("2026-11-02"))
        let outcome = await workspace.tools.stats(from: start, to: end, aggregatedBy: .day)
        #expect(
            try JSONValue(encoding: outcome)["stats"] == [
                ["date": "2026-11-01", "requests": 3, "unique_opens": 1], ["date": "2026-11-02"],
            ]
        )
        #expect(
            workspace.sent == [
                Sent("GET", "/v3/stats?start_date=2026-11-01&end_date=2026-11-02&aggregated_by=day")
            ]
        )
        #expect(workspace.audit.entries.isEmpty == false)
    }

    @Test func asksForDaysUpToToday() async throws {
        let workspace = try Workspace([.ok("[]")])
        let start = try #require(CalendarDate("2026-11-01"))
        #expect(try await workspace.tools.stats(from: start).get().stats.isEmpty)
        #expect(workspace.sent == [Sent("GET", "/v3/stats?start_date=2026-11-01")])
    }
}

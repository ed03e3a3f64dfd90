import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

/// How a caller hears how far a batch has come.
struct BatchProgressTests {
    /// What was told, in order.
    private final class Told: Sendable {
        private let list = Mutex<[BatchProgress]>([])

        var all: [BatchProgress] { list.withLock(\.self) }

        var options: CallOptions {
            CallOptions(progress: { [self] progress in list.withLock { $0.append(progress) } })
        }
    }

    private static func tools(_ replies: [ScriptedTransport.Step]) throws -> CommunicationTools {
        try CommunicationTools(
            configuration: .parse("", file: nil, environment: ["MIXPANEL_PROJECT_TOKEN": "0123456789abcdef"]),
            transport: ScriptedTransport(replies),
            audit: RecordingAuditLog(),
            time: ManualTime().source
        )
    }

    private static func events(_ count: Int, bad: Set<Int> = []) -> TrackEventBatch {
        let time = ManualTime().source
        return TrackEventBatch(
            events: (0..<count)
                .map { index in
                    TrackEvent(
                        person: bad.contains(index) ? Person(email: "ada@example.com") : Person(userID: "u-\(index)"),
                        name: "seen",
                        time: time
                    )
                }
        )
    }

    private static let taken = ScriptedTransport.Step.respond(
        200,
        body: #"{"code": 200, "num_records_imported": 2000, "status": "OK"}"#
    )

    @Test func tellsAfterEachRequest() async throws {
        let told = Told()
        let tools = try Self.tools([Self.taken, Self.taken, Self.taken])
        let outcome = await tools.perform(Self.events(4500), told.options)
        #expect(outcome.isSuccess)
        #expect(told.all.count == 3)
        #expect(told.all.map(\.done) == told.all.map(\.done).sorted())
        #expect(told.all.last == BatchProgress(done: 4500, failed: 0, total: 4500))
        #expect(Set(zip([0] + told.all.map(\.done), told.all.map(\.done)).map { $1 - $0 }) == [2000, 500])
    }

    @Test func endsWithWhatCouldNotBeSent() async throws {
        let told = Told()
        let tools = try Self.tools([Self.taken])
        _ = await tools.perform(Self.events(3, bad: [1]), told.options)
        #expect(told.all.last == BatchProgress(done: 2, failed: 1, total: 3))
    }

    @Test func countsWhatFailed() async throws {
        let told = Told()
        let tools = try Self.tools([.respond(400, body: #"{"error": "no"}"#)])
        _ = await tools.perform(Self.events(2), told.options)
        #expect(told.all == [BatchProgress(done: 0, failed: 2, total: 2)])
    }

    @Test func saysNothingOfASingleAction() async throws {
        let told = Told()
        let tools = try Self.tools([Self.taken])
        _ = await tools.perform(Self.events(1).events[0], told.options)
        #expect(told.all.isEmpty)
    }
}

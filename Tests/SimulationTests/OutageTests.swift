import HTTPTypes
import Logging
import Metrics
import Switchboard
import SwitchboardCore
import Synchronization
import Testing
import Tracing

/// A provider that is gone for half a minute while calls keep coming, and then is back.
struct OutageTests {
    private static let outage: Range<Duration> = .seconds(10)..<Duration.seconds(40)
    private static let length: Duration = .seconds(70)
    private static let callsPerSecond = 100

    @Test func isBorneWithFewRequestsAndOverSoon() throws {
        let course = try Course.run(outage: Self.outage, length: Self.length, callsPerSecond: Self.callsPerSecond)
        let actions = Int(Self.length / .seconds(1)) * Self.callsPerSecond

        // Nothing is lost: everybody was told, and a success exactly where the provider has done it, once.
        #expect(course.told.count == actions)
        #expect(course.told.filter(\.value).map(\.key).sorted() == course.done.keys.sorted())
        #expect(course.done.values.allSatisfy { $0 == 1 })

        let ratio = Double(course.requests) / Double(actions)
        print("outage: \(course.requests) requests for \(actions) actions, \(ratio)")
        #expect(ratio <= 1.25)

        let before = course.goodput(9)
        #expect(before == Self.callsPerSecond)
        let second = Int(Self.outage.upperBound / .seconds(1))
        let back = (second..<second + 5).first { course.goodput($0) * 10 >= before * 9 }
        print("outage: goodput after it \((second..<second + 5).map(course.goodput)) a second")
        #expect(back != nil, "goodput is not back within 5 s")
    }
}

/// What a simulation of calls at an even rate has come to.
private struct Course: Sendable {
    var requests = 0
    /// How often the provider has done each action.
    var done: [Int: Int] = [:]
    /// Whether the caller of each was told of a success.
    var told: [Int: Bool] = [:]
    /// In which second each success was told.
    private var seconds: [Int: Int] = [:]

    /// How many successes were told in a second.
    func goodput(_ second: Int) -> Int { seconds[second] ?? 0 }

    mutating func tell(_ number: Int, _ isSuccess: Bool, at elapsed: Duration) {
        told[number] = isSuccess
        if isSuccess { seconds[Int(elapsed / .seconds(1)), default: 0] += 1 }
    }

    /// Plays it.
    static func run(outage: Range<Duration>, length: Duration, callsPerSecond: Int) throws -> Course {
        let executor = SeededExecutor(seed: 1)
        let time = VirtualTime(seed: 1) {}
        let transport = FailingTransport(time: time, outage: outage)
        let tools = try tools(time, transport)
        Task(executorPreference: executor) {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<Int(length / .seconds(1)) * callsPerSecond {
                    await time.sleepThrough(until: .seconds(1) / callsPerSecond * number)
                    group.addTask {
                        let outcome = await tools.perform(Errand(call: number, steps: ["idempotent"]))
                        transport.tell(number, outcome.failure == nil)
                    }
                }
            }
        }
        while executor.runOne() || time.wakeNext() {}
        return transport.course
    }

    /// One instance, whose breaker asks again every two seconds.
    private static func tools(_ time: VirtualTime, _ transport: FailingTransport) throws -> CommunicationTools {
        var configuration = SwitchboardConfiguration()
        configuration.resilience.breakerOpenFor = .seconds(2)
        configuration.instances = [
            InstanceConfiguration(
                typeName: Ferry.name,
                settings: ProviderSettings(instance: Scenario.instances[0], displayName: "Ferry Line"),
                rate: RateLimit(1000, per: .seconds(1)),
                resilience: configuration.resilience
            )
        ]
        return try CommunicationTools(
            configuration: configuration,
            providers: [Ferry.self],
            transport: transport,
            audit: SilentAuditLog(),
            time: time.source,
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() },
            metrics: NOOPMetricsHandler.instance,
            tracer: NoOpTracer()
        )
    }
}

/// Answers after 50 ms, and during the outage with 503.
private final class FailingTransport: Transport {
    private let time: VirtualTime
    private let outage: Range<Duration>
    private let state = Mutex(Course())

    init(time: VirtualTime, outage: Range<Duration>) {
        self.time = time
        self.outage = outage
    }

    var course: Course { state.withLock(\.self) }

    func tell(_ number: Int, _ isSuccess: Bool) {
        let elapsed = time.elapsed
        state.withLock { $0.tell(number, isSuccess, at: elapsed) }
    }

    func send(_ request: WireRequest, deadline: ContinuousClock.Instant) async throws(Failure) -> WireResponse {
        await time.sleepThrough(until: time.elapsed + .milliseconds(50))
        let isOut = outage.contains(time.elapsed)
        let label = request.headers.fields.first { $0.name == "X-Label" }.flatMap { Label($0.value) }
        state.withLock {
            $0.requests += 1
            if !isOut, let label { $0.done[label.call, default: 0] += 1 }
        }
        return isOut ? WireResponse(status: 503) : WireResponse(status: 200, body: Array(#"{"done":true}"#.utf8))
    }

    func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse { try await send(request, deadline: deadline) }

    func shutdown() async {}
}

/// Takes everything and keeps nothing.
private struct SilentAuditLog: AuditLog {
    func begin(_ record: AuditRecord) async throws(Failure) -> [Int64] { [] }
    func record(_ items: [AuditItem], of record: AuditRecord, at provider: String?) async throws(Failure) {}
    func finish(_ record: AuditRecord, _ outcome: AuditOutcome) async throws(Failure) -> [Int64] { [] }
    func record(_ event: AuditEvent) async throws(Failure) {}
    func recordGap(_ reason: String, action: ActionID?) {}
    func shutdown() async {}
}

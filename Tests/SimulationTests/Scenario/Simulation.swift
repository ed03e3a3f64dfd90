import Logging
import Metrics
import Resilience
@testable import Switchboard
import SwitchboardCore
import Synchronization
import Tracing

/// One seed, played to its end.
struct Simulation: Sendable {
    /// What came of it.
    struct Result: Sendable {
        var seed: UInt64
        var violations: [Violation]
        /// The trace as text, where it was recorded.
        var lines: [String]
        /// A number that stands for every choice and every moment.
        var digest: UInt64
        var steps: Int
        var elapsed: Duration
        var calls: Int
        var sendings: Int
        var sights: [Sight: Int]
    }

    private let stage: Stage
    private let tools: CommunicationTools

    /// Plays a seed.
    static func run(_ seed: UInt64, isRecording: Bool = false) throws -> Result {
        let stage = Stage(Scenario(seed: seed), isRecording: isRecording)
        let simulation = try Simulation(stage)
        let end = End()
        Task(executorPreference: stage.executor) {
            await simulation.play()
            end.reach()
        }
        let isQuiet = stage.play()
        if !isQuiet { stage.referee.report(.ends, "it goes in circles") }
        if isQuiet, !end.isReached { stage.referee.report(.ends, "somebody waits for what never comes") }
        stage.referee.conclude()
        return stage.referee.see { state in
            Result(
                seed: seed,
                violations: state.violations,
                lines: state.lines,
                digest: stage.executor.digest,
                steps: stage.executor.steps,
                elapsed: state.now,
                calls: state.calls.count,
                sendings: state.sendings.count,
                sights: state.sights
            )
        }
    }

    private init(_ stage: Stage) throws {
        self.stage = stage
        tools = try CommunicationTools(
            configuration: stage.scenario.configuration,
            providers: [Ferry.self, Barge.self],
            understudy: nil,
            transport: SimulatedTransport(stage: stage),
            audit: SimulatedAuditLog(stage: stage),
            time: stage.time.source,
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() },
            metrics: NOOPMetricsHandler.instance,
            tracer: NoOpTracer()
        )
    }

    private func play() async {
        let scenario = stage.scenario
        await withTaskGroup(of: Void.self) { group in
            for calls in scenario.callers {
                group.addTask { for call in calls { await make(call) } }
            }
            group.addTask { await doDeeds() }
        }
        if !scenario.shutsDownEarly {
            await recover()
            await shutDown()
        }
    }

    private func doDeeds() async {
        for (at, deed) in stage.scenario.deeds {
            await stage.time.sleepThrough(until: at)
            switch deed {
            case .force(let instance, let force): self.force(instance, force)
            case .jumpWallClock(let offset):
                stage.time.jumpWallClock(by: offset)
                stage.referee.jumped(by: offset)
            case .shutDown: await shutDown()
            }
        }
    }

    private func force(_ instance: String, _ force: CircuitBreaker.Force?) {
        stage.referee.forced(instance, force)
        let parts = try? tools.arrangement.instances.first { $0.name == instance }?.parts.get()
        parts?.pipeline.force(force)
    }

    private func shutDown() async {
        stage.referee.shutdownBegan()
        await tools.shutdown()
        stage.referee.shutdownEnded()
    }

    /// Waits until everything must be well by the rules, and makes calls that must all succeed at once.
    private func recover() async {
        checkRest()
        for instance in Scenario.instances { force(instance, .none) }
        await stage.time.sleepThrough(until: stage.referee.expectedRecovery())
        let finale = stage.scenario.finale
        let probes = Scenario.lanes.count
        await makeAll(finale.prefix(probes))
        await stage.time.sleepThrough(until: stage.time.elapsed + .seconds(20))
        await makeAll(finale.dropFirst(probes))
        stage.referee.checkRecovery(finale)
    }

    /// Checks that nobody holds anything while nobody calls.
    private func checkRest() {
        for instance in tools.arrangement.instances {
            for group in (try? instance.parts.get().pipeline.snapshot().groups) ?? [] {
                let (inUse, waiting) = (group.concurrency.inUse, group.concurrency.waiting)
                guard inUse + waiting > 0 else { continue }
                stage.referee.report(.rest, "\(instance.name): \(inUse) slots in use, \(waiting) waiting")
            }
        }
    }

    private func makeAll(_ calls: some Sequence<Call>) async {
        await withTaskGroup(of: Void.self) { group in
            for call in calls { group.addTask { await make(call) } }
        }
    }
}

extension Simulation {
    /// Makes a call as a platform does, and cancels it where the scenario says so.
    private func make(_ call: Call) async {
        if call.pause > .zero { await stage.time.sleepThrough(until: stage.time.elapsed + call.pause) }
        guard let cancellation = call.cancellation else { return await perform(call) }
        let task = Task(executorPreference: stage.executor) { await perform(call) }
        let canceller = Task(executorPreference: stage.executor) {
            await wait(for: cancellation)
            guard !Task.isCancelled else { return }
            stage.referee.cancelled(call)
            task.cancel()
        }
        await task.value
        canceller.cancel()
    }

    private func wait(for cancellation: Call.Cancellation) async {
        switch cancellation {
        case .after(let time): try? await stage.time.sleep(until: stage.time.elapsed + time)
        case .turns(let count): for _ in 0..<count { await Task.yield() }
        }
    }

    private func perform(_ call: Call) async {
        let options = CallOptions(
            provider: call.provider,
            timeout: call.timeout,
            onUnknown: call.resendsUnknown ? .resend : .hold,
            correlationID: "\(call.number)"
        )
        stage.referee.began(call)
        switch call.work {
        case .errand(let steps):
            let outcome = await tools.perform(Errand(call: call.number, steps: steps), options)
            stage.referee.told(call, CallRecord.told(outcome) { [$0.failure] })
        case .inquiry(let pages):
            let outcome = await tools.perform(Inquiry(call: call.number, pages: pages), options)
            stage.referee.told(call, CallRecord.told(outcome) { [$0.failure] })
        case .batch(let steps):
            let items = steps.enumerated().map { Errand(call: call.number, item: $0, steps: $1.isEmpty ? [] : [$1]) }
            let outcome = await tools.perform(ErrandBatch(items: items), options)
            stage.referee.told(call, CallRecord.told(outcome) { $0.itemFailures(count: steps.count) })
        }
    }
}

/// Whether the simulation's main task has ended.
private final class End: Sendable {
    private let state = Mutex(false)

    var isReached: Bool { state.withLock(\.self) }

    func reach() { state.withLock { $0 = true } }
}

extension Result where Failure == SwitchboardCore.Failure {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

extension Result where Success == ErrandBatch.Receipt, Failure == SwitchboardCore.Failure {
    fileprivate func itemFailures(count: Int) -> [Failure?] {
        switch self {
        case .success(let receipt): receipt.results.map(\.failure)
        case .failure(let failure): Array(repeating: failure, count: count)
        }
    }
}

package import AuditStore
package import Logging
import Resilience
package import SwitchboardCore
import Synchronization

/// What running tools say of themselves for operators, in the audit log's folder.
///
/// Each look around publishes it; ``ReportWriter`` decides whether there is anything to write.
package final class Bulletin: Sendable {
    private struct State {
        var timesReplaced: [String: Int] = [:]
        var setback: ProcessReport.Setback?
        var calendar: Calendar
    }

    private let writer: ReportWriter
    private let process: ProcessMark
    private let since: Timestamp
    private let time: TimeSource
    private let state: Mutex<State>

    /// Creates a bulletin; nothing is written before it is published.
    ///
    /// - Parameters:
    ///   - file: Where it stands.
    ///   - time: The clocks of the tools.
    ///   - writerTime: The clocks of the heartbeat, by which others tell who lives: the system's.
    ///   - logger: Told once where it cannot be written.
    package init(in file: RunningFile, time: TimeSource, writerTime: TimeSource = .system, logger: Logger) {
        process = .current(id: TimeSource.system.makeActionID().description)
        writer = ReportWriter(to: file, as: process, time: writerTime) { failure in
            logger.warning(
                "operators cannot see the state of this process",
                metadata: [LogKey.reason: "\(failure.message)"]
            )
        }
        self.time = time
        since = time.wallClock()
        state = Mutex(State(calendar: Calendar(time)))
    }

    /// Why the newest configuration is not taken; `nil` where it is.
    var setback: ProcessReport.Setback? {
        get { state.withLock(\.setback) }
        set { state.withLock { $0.setback = newValue } }
    }

    /// Counts that another instance did the work of one.
    func countReplacement(of provider: String) {
        state.withLock { $0.timesReplaced[provider, default: 0] += 1 }
    }

    /// Has written what is to be said now; returns at once.
    func publish(_ arrangement: Arrangement) {
        let state = state.withLock { state in
            state.calendar.follow(time)
            return state
        }
        let instances = arrangement.instances.map { instance in
            let groups = (try? instance.parts.get().pipeline.snapshot().groups) ?? []
            let guards = groups.map { InstanceReport.Guards($0, state.calendar) }
            return InstanceReport(
                instance.name,
                guards: guards.first,
                otherGuards: Array(guards.dropFirst()),
                timesReplaced: state.timesReplaced[instance.name] ?? 0
            )
        }
        writer.write(
            ProcessReport(
                process: process,
                since: since,
                service: arrangement.configuration.service.name,
                version: arrangement.version,
                setback: state.setback,
                instances: instances
            )
        )
    }

    /// Takes it away.
    func close() async { await writer.close() }
}

/// Names instants of the monotonic clock by the calendar, always the same way: two readings of both clocks never fit
/// together exactly, and what did not change must not seem to.
private struct Calendar {
    private var instant: ContinuousClock.Instant
    private var moment: Timestamp

    init(_ time: TimeSource) {
        instant = time.now()
        moment = time.wallClock()
    }

    /// Begins anew where somebody has set the calendar clock.
    mutating func follow(_ time: TimeSource) {
        let present = Calendar(time)
        let drift = present.moment.since(self[present.instant])
        if drift > .seconds(1) || drift < .seconds(-1) { self = present }
    }

    subscript(_ instant: ContinuousClock.Instant) -> Timestamp {
        moment.advanced(by: self.instant.duration(to: instant))
    }
}

extension InstanceReport.Guards {
    fileprivate init(_ snapshot: PipelineSnapshot.Group, _ calendar: Calendar) {
        let (limiter, concurrency) = (snapshot.limiter, snapshot.concurrency)
        self.init(
            group: snapshot.name,
            breaker: InstanceReport.Breaker(snapshot.breaker, calendar),
            limiter: InstanceReport.Limiter(
                freePlaces: limiter.freePlaces,
                nextPlace: limiter.nextPlace.map { calendar[$0] },
                pausedUntil: limiter.pausedUntil.map { calendar[$0] }
            ),
            concurrency: InstanceReport.Concurrency(
                limit: concurrency.limit,
                inUse: concurrency.inUse,
                waiting: concurrency.waiting
            )
        )
    }
}

extension InstanceReport.Breaker {
    fileprivate init(_ snapshot: CircuitBreaker.Snapshot, _ calendar: Calendar) {
        switch snapshot.position {
        case .closed: self.init(.closed, failures: snapshot.failures)
        case .open(let end): self.init(.open, until: calendar[end], failures: snapshot.failures)
        case .halfOpen: self.init(.halfOpen, failures: snapshot.failures)
        case .forcedOpen: self.init(.forcedOpen)
        case .forcedClosed: self.init(.forcedClosed)
        }
    }
}

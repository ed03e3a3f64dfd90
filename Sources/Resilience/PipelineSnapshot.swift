import SwitchboardCore
import Synchronization

/// What an operator is told of a pipeline at one moment.
public struct PipelineSnapshot: Sendable, Hashable {
    /// The concurrency limit of an endpoint group at one moment.
    public struct Concurrency: Sendable, Hashable {
        /// How many exchanges may be under way at once.
        public var limit: Int

        /// How many are.
        public var inUse: Int

        /// How many wait for their turn.
        public var waiting: Int

        /// Makes a snapshot.
        public init(limit: Int, inUse: Int, waiting: Int) {
            self.limit = limit
            self.inUse = inUse
            self.waiting = waiting
        }
    }

    /// The guards of one endpoint group.
    public struct Group: Sendable, Hashable {
        /// Its name; `nil` where the pipeline has only one.
        public var name: String?

        /// The breaker.
        public var breaker: CircuitBreaker.Snapshot

        /// The rate limiter; the same one's in all groups that have no rate of their own.
        public var limiter: GCRA.Snapshot

        /// The concurrency limit.
        public var concurrency: Concurrency
    }

    /// The endpoint groups, at least one.
    public var groups: [Group]

    /// The breaker; of several endpoint groups, the first one's.
    public var breaker: CircuitBreaker.Snapshot { groups[0].breaker }

    /// The rate limiter; of several endpoint groups, the first one's.
    public var limiter: GCRA.Snapshot { groups[0].limiter }

    /// The concurrency limit; of several endpoint groups, the first one's.
    public var concurrency: Concurrency { groups[0].concurrency }
}

extension CircuitBreaker {
    /// A breaker at one moment.
    public struct Snapshot: Sendable, Hashable {
        /// Whether calls pass.
        public enum Position: Sendable, Hashable {
            /// Everything passes.
            case closed
            /// Nothing passes until then.
            case open(until: ContinuousClock.Instant)
            /// One probe at a time passes.
            case halfOpen
            /// An operator has it pass nothing.
            case forcedOpen
            /// An operator has it pass everything.
            case forcedClosed
        }

        /// Whether calls pass.
        public var position: Position

        /// How many failures came in a row; those that opened it count on until it closes.
        public var failures: Int

        /// Makes a snapshot.
        public init(position: Position, failures: Int) {
            self.position = position
            self.failures = failures
        }
    }

    /// The breaker at this moment; takes no permit.
    public func snapshot() -> Snapshot {
        let now = time.now()
        return state.withLock { $0.snapshot(at: now) }
    }
}

extension CircuitBreaker.State {
    /// What an operator is told; takes no permit.
    func snapshot(at now: ContinuousClock.Instant) -> CircuitBreaker.Snapshot {
        CircuitBreaker.Snapshot(position: snapshotPosition(at: now), failures: failuresInARow)
    }

    private func snapshotPosition(at now: ContinuousClock.Instant) -> CircuitBreaker.Snapshot.Position {
        switch (force, status(at: now), refusal(at: now)) {
        case (.open?, _, _): .forcedOpen
        case (.closed?, _, _): .forcedClosed
        case (nil, .closed, _): .closed
        case (nil, .open, .until(let end)?): .open(until: end)
        case (nil, .open, _), (nil, .halfOpen, _): .halfOpen
        }
    }
}

extension GCRA {
    /// A rate limiter at one moment.
    public struct Snapshot: Sendable, Hashable {
        /// How many calls may begin at once.
        public var freePlaces: Int

        /// When the next call may begin, where that is later.
        public var nextPlace: ContinuousClock.Instant?

        /// Until when the provider wants no calls, where it said so.
        public var pausedUntil: ContinuousClock.Instant?

        /// Makes a snapshot.
        public init(
            freePlaces: Int,
            nextPlace: ContinuousClock.Instant? = nil,
            pausedUntil: ContinuousClock.Instant? = nil
        ) {
            self.freePlaces = freePlaces
            self.nextPlace = nextPlace
            self.pausedUntil = pausedUntil
        }
    }

    /// The limiter at a moment; books nothing.
    public func snapshot(at now: ContinuousClock.Instant) -> Snapshot {
        let present = now.nanoseconds
        let pause = pausedUntil > present ? now.advanced(by: .nanoseconds(pausedUntil - present)) : nil
        let next = earliestBegin(at: present)
        guard next <= present else {
            let instant = now.advanced(by: .nanoseconds(next - present))
            return Snapshot(freePlaces: 0, nextPlace: instant, pausedUntil: pause)
        }
        let places = (ahead - max(0, schedule - present)) / max(1, interval) + 1
        return Snapshot(freePlaces: Int(places))
    }
}

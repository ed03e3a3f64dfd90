import SwitchboardCore
import Synchronization

/// What an operator is told of a pipeline at one moment.
package struct PipelineSnapshot: Sendable, Hashable {
    /// The breaker.
    package var breaker: CircuitBreaker.Snapshot

    /// The rate limiter.
    package var limiter: GCRA.Snapshot
}

extension CircuitBreaker {
    /// A breaker at one moment.
    package struct Snapshot: Sendable, Hashable {
        /// Whether calls pass.
        package enum Position: Sendable, Hashable {
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
        package var position: Position

        /// How many failures came in a row; those that opened it count on until it closes.
        package var failures: Int

        /// Makes a snapshot.
        package init(position: Position, failures: Int) {
            self.position = position
            self.failures = failures
        }
    }

    /// The breaker at this moment; takes no permit.
    package func snapshot() -> Snapshot {
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
    package struct Snapshot: Sendable, Hashable {
        /// How many calls may begin at once.
        package var freePlaces: Int

        /// When the next call may begin, where that is later.
        package var nextPlace: ContinuousClock.Instant?

        /// Until when the provider wants no calls, where it said so.
        package var pausedUntil: ContinuousClock.Instant?

        /// Makes a snapshot.
        package init(
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
    package func snapshot(at now: ContinuousClock.Instant) -> Snapshot {
        let pause = pausedUntil.flatMap { $0 > now ? $0 : nil }
        let earliest = pause ?? now
        let lead = max(.zero, earliest.duration(to: schedule ?? earliest))
        let next = earliest.advanced(by: max(.zero, lead - ahead))
        guard next <= now else { return Snapshot(freePlaces: 0, nextPlace: next, pausedUntil: pause) }
        let places = (ahead - lead).nanoseconds / max(1, interval.nanoseconds) + 1
        return Snapshot(freePlaces: Int(places))
    }
}

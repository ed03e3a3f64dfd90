public import SwitchboardCore

/// When a circuit breaker opens and for how long.
public struct BreakerPolicy: Sendable, Hashable {
    /// How many failures open it: in a row, or within ``window`` when they are half of the calls.
    public var failures = 5

    /// In which time failures that are not in a row are counted.
    public var window: Duration = .seconds(60)

    /// How long it stays open before a probe is let through.
    public var openFor: Duration = .seconds(60)

    /// How long a probe may be silent before it counts as failed: the usual attempt's timeout and 5 s.
    ///
    /// A probe that may take longer than usual gets 5 s over that.
    public var probeLease: Duration = .seconds(15)

    /// Creates a policy with the defaults.
    public init() {}
}

extension CircuitBreaker {
    /// The breaker as a pure state, so that tests need neither time nor tasks.
    ///
    /// ```
    /// closed --failures--> open --openFor--> half-open --success--> closed
    ///                        ^                   |  `--neutral--> half-open, the permit given back
    ///                        `-----failure-------'
    /// ```
    ///
    /// An operator may force it from anywhere: nothing is counted then, and it goes on from closed when that ends.
    struct State: Sendable {
        enum Position: Sendable, Hashable {
            case closed
            case open(until: ContinuousClock.Instant)
            /// A probe is under way until its lease ends; `nil` when the next caller may be the probe.
            case halfOpen(lease: ContinuousClock.Instant?)
            /// An operator decides in its place.
            case forced(Force)

            /// Where the last move led, whatever time has passed since.
            var status: CircuitBreaker.Status {
                switch self {
                case .closed: .closed
                case .open: .open
                case .halfOpen: .halfOpen
                case .forced(.open): .open
                case .forced(.closed): .closed
                }
            }
        }

        /// Why a call is not let through.
        enum Refusal: Sendable, Hashable {
            /// The far side is in trouble; come back then.
            case until(ContinuousClock.Instant)
            /// An operator forced it, and said why.
            case forced(reason: String)
        }

        /// One failure and how many calls had been counted before it.
        private struct Mark: Sendable {
            var at: ContinuousClock.Instant
            var callsBefore: Int
        }

        let policy: BreakerPolicy
        private(set) var position = Position.closed
        private(set) var generation: UInt64 = 0
        private(set) var failuresInARow = 0
        private var calls = 0
        private var marks: [Mark] = []
        private var moves: [PipelineEvent] = []

        init(policy: BreakerPolicy) {
            self.policy = policy
        }
    }
}

extension CircuitBreaker.State {
    /// Not 0 while everything passes and no failure is on record; the generation can be read from it then.
    var quietMark: UInt64 {
        guard closedGeneration != nil, marks.isEmpty else { return 0 }
        return generation << 1 | 1
    }

    /// The generation while everything passes; else `nil`.
    var closedGeneration: UInt64? {
        switch position {
        case .closed, .forced(.closed): generation
        case .open, .halfOpen, .forced(.open): nil
        }
    }

    /// The moves since the last call; there may be two, as where a silent probe counts as failed and another follows.
    mutating func takeMoves() -> [PipelineEvent] {
        defer { moves = [] }
        return moves
    }

    /// The generation in a mark that is not 0.
    static func generation(of quietMark: UInt64) -> UInt64 { quietMark >> 1 }

    /// Whether a call would be let through; takes no permit.
    ///
    /// - Returns: Why not, or `nil` where the call would be let through.
    func refusal(at now: ContinuousClock.Instant) -> Refusal? {
        switch position {
        case .closed, .forced(.closed), .halfOpen(nil): nil
        case .forced(.open(let reason)): .forced(reason: reason)
        case .open(let until): now < until ? .until(until) : nil
        case .halfOpen(let lease?):
            (now < lease ? lease : expiredProbe(lease, at: now)).map(Refusal.until)
        }
    }

    /// How an operator forces it; `nil` where it decides for itself.
    var force: CircuitBreaker.Force? {
        if case .forced(let force) = position { force } else { nil }
    }

    /// Forces it, or lets it decide for itself again, from closed on; what it is already changes nothing.
    mutating func force(_ force: CircuitBreaker.Force?) {
        guard force != self.force else { return }
        forget()
        move(to: force.map(Position.forced) ?? .closed)
    }

    /// What a reader is told; takes no permit.
    func status(at now: ContinuousClock.Instant) -> CircuitBreaker.Status {
        switch position {
        case .closed: .closed
        case .open(let until): now < until ? .open : .halfOpen
        case .halfOpen(let lease?) where now >= lease: expiredProbe(lease, at: now) == nil ? .halfOpen : .open
        case .halfOpen, .forced: position.status
        }
    }

    /// Lets a call through and says under which generation it reports; `nil` where ``refusal(at:)`` is not.
    mutating func admit(at now: ContinuousClock.Instant, attemptWithin limit: Duration = .zero) -> UInt64? {
        if case .halfOpen(let lease?) = position, now >= lease { open(from: lease) }
        guard refusal(at: now) == nil else { return nil }
        let lease = max(policy.probeLease, limit + .seconds(5))
        if closedGeneration == nil { move(to: .halfOpen(lease: now.advanced(by: lease))) }
        return generation
    }

    /// Takes a result; one of an earlier generation changes nothing, and whatever a probe says after its lease, it has failed
    /// when that ended.
    ///
    /// - Parameters:
    ///   - verdict: What the result says.
    ///   - generation: Under which the call was admitted.
    ///   - now: The present; looked at only where a failure must be dated or a probe may be late.
    mutating func report(_ verdict: BreakerVerdict, generation: UInt64, at now: ContinuousClock.Instant?) {
        guard generation == self.generation else { return }
        switch (position, verdict) {
        case (.closed, .success): countSuccess()
        case (.closed, .failure): if let now { countFailure(at: now) }
        case (.halfOpen(let lease?), _) where now.map { $0 >= lease } ?? false: open(from: lease)
        case (.halfOpen, .success): close()
        case (.halfOpen, .failure): if let now { open(from: now) }
        case (.halfOpen, .neutral): move(to: .halfOpen(lease: nil))
        case (.closed, .neutral), (.open, _), (.forced, _): return
        }
    }

    private func expiredProbe(
        _ lease: ContinuousClock.Instant,
        at now: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        let until = lease.advanced(by: policy.openFor)
        return now < until ? until : nil
    }

    private mutating func countSuccess() {
        guard !marks.isEmpty else { return }
        calls += 1
        failuresInARow = 0
    }

    private mutating func countFailure(at now: ContinuousClock.Instant) {
        marks = marks.filter { $0.at.duration(to: now) <= policy.window }
        if marks.isEmpty { calls = 0 }
        if marks.count == policy.failures { marks.removeFirst() }
        marks.append(Mark(at: now, callsBefore: calls))
        calls += 1
        failuresInARow += 1
        let isMany = marks.count >= policy.failures && marks.count * 2 >= calls - marks[0].callsBefore
        if failuresInARow >= policy.failures || isMany { open(from: now) }
    }

    private mutating func open(from instant: ContinuousClock.Instant) {
        move(to: .open(until: instant.advanced(by: policy.openFor)))
    }

    private mutating func close() {
        forget()
        move(to: .closed)
    }

    private mutating func forget() {
        failuresInARow = 0
        calls = 0
        marks = []
    }

    private mutating func move(to position: Position) {
        let (old, new) = (self.position.status, position.status)
        if old != new { moves.append(.breakerMoved(from: old, to: new)) }
        self.position = position
        generation += 1
    }
}

/// What a result says about the far side's health.
public enum BreakerVerdict: Sendable, Hashable {
    /// It answered.
    case success
    /// It is in trouble.
    case failure
    /// Nothing can be learnt.
    case neutral

    /// Reads a failure: an answer of 3xx or 4xx is a sign of health, a rate limit and a cancellation say nothing.
    public init(_ failure: Failure) {
        switch failure.kind {
        case .authenticationFailed, .permissionDenied, .notFound, .conflict, .rejected: self = .success
        case .network, .providerUnavailable, .malformedResponse: self = .failure
        case .timeout: self = failure.effect == .unknown ? .failure : .neutral
        case .invalidInput, .notConfigured, .unsupportedAction, .noRoute, .rateLimited, .circuitOpen, .cancelled,
            .auditUnavailable, .partialFailure:
            self = .neutral
        }
    }
}

public import SwitchboardCore
import Synchronization

/// Stops calling a provider that is in trouble, and tries it again with one call at a time.
///
/// A closed breaker without failures reads no clock and takes no lock; admitting and reporting cost some nanoseconds.
public final class CircuitBreaker: Sendable {
    /// What a reader of the state is told.
    public enum Status: String, Sendable, Codable {
        /// Everything passes.
        case closed
        /// Nothing passes.
        case open
        /// One probe at a time passes.
        case halfOpen = "half_open"
    }

    /// What an operator decides in the breaker's place.
    public enum Force: Sendable, Hashable {
        /// Nothing passes; why, in words that callers read.
        case open(reason: String)
        /// Everything passes, and nothing is counted.
        case closed
    }

    /// The permission to call, to be reported on exactly once; see ``report(_:on:)``.
    public struct Permit: Sendable {
        let generation: UInt64
    }

    let state: Mutex<State>
    /// What ``State/quietMark`` is after the last change: the usual call looks no further.
    private let quietMark: Atomic<UInt64>
    private let service: String
    let time: TimeSource
    private let observe: (@Sendable (PipelineEvent) -> Void)?

    /// Creates a closed breaker.
    ///
    /// - Parameters:
    ///   - service: The provider's name for people.
    ///   - policy: When it opens and for how long.
    ///   - time: Where the time comes from.
    ///   - observe: Called after each move from one state to another.
    public init(
        service: String,
        policy: BreakerPolicy = BreakerPolicy(),
        time: TimeSource = .system,
        observe: (@Sendable (PipelineEvent) -> Void)? = nil
    ) {
        let state = State(policy: policy)
        quietMark = Atomic(state.quietMark)
        self.state = Mutex(state)
        self.service = service
        self.time = time
        self.observe = observe
    }

    /// The state at this moment.
    ///
    /// Looking takes no permit.
    public var status: Status {
        if quietMark.load(ordering: .acquiring) != 0 { return .closed }
        let now = time.now()
        return state.withLock { $0.status(at: now) }
    }

    /// How an operator forces it; `nil` where it decides for itself.
    public var force: Force? { state.withLock(\.force) }

    /// Forces it, or lets it decide for itself again, from closed and without anything on record.
    ///
    /// A call that is under way goes on; its result is counted no more. What it is already changes nothing.
    ///
    /// - Parameter force: What it is to be; `nil` where it decides for itself.
    public func force(_ force: Force?) {
        guard force != self.force else { return }
        change { $0.force(force) }
    }

    /// Refuses cheaply what ``admit()`` would refuse; takes no permit.
    ///
    /// - Throws: ``Failure/Kind/circuitOpen`` with the time until the next probe; without one where an operator forced it.
    public func peek() throws(Failure) {
        if quietMark.load(ordering: .acquiring) != 0 || isClosed { return }
        let now = time.now()
        if let refusal = state.withLock({ $0.refusal(at: now) }) { throw failure(refusal, now: now) }
    }

    /// Takes the permission to call: the last step before the wire.
    ///
    /// - Parameter limit: How long the call may take, where that is longer than usual; a probe's lease is never shorter.
    ///   Computed for a probe only.
    /// - Returns: The permit, to be reported on.
    /// - Throws: ``Failure/Kind/circuitOpen`` with the time until the next probe; without one where an operator forced it.
    public func admit(attemptWithin limit: @autoclosure () -> Duration = .zero) throws(Failure) -> Permit {
        let mark = quietMark.load(ordering: .acquiring)
        if mark != 0 { return Permit(generation: State.generation(of: mark)) }
        if let generation = state.withLock(\.closedGeneration) { return Permit(generation: generation) }
        let now = time.now()
        let limit = limit()
        let (generation, refusal) = change { ($0.admit(at: now, attemptWithin: limit), $0.refusal(at: now)) }
        guard let generation else { throw failure(refusal ?? .until(now), now: now) }
        return Permit(generation: generation)
    }

    /// Says how a permitted call ended.
    ///
    /// A permit of an earlier generation changes nothing.
    public func report(_ verdict: BreakerVerdict, on permit: Permit) {
        // Where nothing has failed, a success is no news.
        if verdict != .failure, quietMark.load(ordering: .acquiring) != 0 { return }
        let now = verdict == .failure || !isClosed ? time.now() : nil
        change { $0.report(verdict, generation: permit.generation, at: now) }
    }

    /// Whether a call at a later instant would be refused as things stand.
    func isOpen(through instant: ContinuousClock.Instant) -> Bool {
        state.withLock { $0.refusal(at: instant) } != nil
    }

    private var isClosed: Bool { state.withLock(\.closedGeneration) != nil }

    /// Changes the state, and tells of the moves that this made; outside the lock.
    private func change<Value>(_ body: (inout State) -> Value) -> Value {
        let (value, moves) = state.withLock { state in
            let value = body(&state)
            quietMark.store(state.quietMark, ordering: .releasing)
            return (value, state.takeMoves())
        }
        if let observe { for move in moves { observe(move) } }
        return value
    }

    private func failure(_ refusal: State.Refusal, now: ContinuousClock.Instant) -> Failure {
        let message = "Circuit breaker is open - "
        return switch refusal {
        case .until(let instant):
            Failure(
                .circuitOpen,
                effect: .none,
                "\(message)\(service) API unavailable",
                retryAfter: max(.zero, now.duration(to: instant))
            )
        case .forced(let reason):
            Failure(.circuitOpen, effect: .none, "\(message)\(service): forced by an operator, \(reason)")
        }
    }
}

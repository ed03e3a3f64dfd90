import SwitchboardCore

/// What is in a buffer, and what there is to do; it does nothing itself.
struct EventBufferState {
    /// What becomes of an event.
    enum Acceptance {
        case refused(Failure)
        case kept
        /// It is kept, and there is nobody yet who sends.
        case first
        /// It is kept, and there are enough: whoever waits must be woken.
        case enough(Task<Void, Never>?)
    }

    /// What whoever sends does next.
    enum Step {
        case wait(until: ContinuousClock.Instant)
        case send([TrackEvent])
        /// Nothing is left; these wait for it.
        case end([CheckedContinuation<Void, Never>])
    }

    private let count: Int
    private let age: Duration
    private let capacity: Int
    private var events: [TrackEvent] = []
    private var due: ContinuousClock.Instant?
    private var inFlight = 0
    private var isClosed = false
    private var isSending = false
    private var nap: Task<Void, Never>?
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(count: Int, age: Duration, capacity: Int) {
        self.count = max(1, count)
        self.age = age
        self.capacity = max(capacity, self.count)
    }

    /// Takes an event in, or not.
    mutating func accept(_ event: TrackEvent, at now: ContinuousClock.Instant) -> Acceptance {
        if isClosed { return .refused(.bufferClosed) }
        guard events.count + inFlight < capacity else { return .refused(.bufferFull(capacity)) }
        if events.isEmpty { due = now.advanced(by: age) }
        events.append(event)
        guard isSending else {
            isSending = true
            return .first
        }
        return events.count == count ? .enough(nap) : .kept
    }

    /// Says what to do at this moment.
    mutating func next(at now: ContinuousClock.Instant) -> Step {
        guard let due, !events.isEmpty else {
            isSending = false
            defer { waiters = [] }
            return .end(waiters)
        }
        guard hasEnough || due <= now else { return .wait(until: due) }
        defer { events = [] }
        inFlight = events.count
        self.due = nil
        return .send(events)
    }

    /// Notes whom to wake when there is enough; `false` where there is already.
    mutating func lieDown(_ nap: Task<Void, Never>) -> Bool {
        guard !hasEnough else { return false }
        self.nap = nap
        return true
    }

    /// Notes that nobody sleeps any more.
    mutating func getUp() { nap = nil }

    /// Notes that what was to be sent has been dealt with.
    mutating func sent() { inFlight = 0 }

    /// Refuses events from now on, and says whom to wake.
    mutating func close() -> Task<Void, Never>? {
        isClosed = true
        return nap
    }

    /// Refuses events from now on.
    ///
    /// - Parameter waiter: Who wants to know when the last event has been dealt with.
    /// - Returns: Whether there is nothing to wait for, and whom to wake.
    mutating func close(for waiter: CheckedContinuation<Void, Never>) -> (isIdle: Bool, nap: Task<Void, Never>?) {
        isClosed = true
        if isSending { waiters.append(waiter) }
        return (!isSending, nap)
    }

    private var hasEnough: Bool { isClosed || events.count >= count }
}

extension Failure {
    fileprivate static let bufferClosed = Failure(
        .cancelled,
        effect: .none,
        "the buffer is shut down; the event was not recorded"
    )

    fileprivate static func bufferFull(_ capacity: Int) -> Failure {
        Failure(
            .rateLimited,
            effect: .none,
            "the buffer holds \(capacity) events that are not recorded yet; the event is not among them, track it later"
        )
    }
}

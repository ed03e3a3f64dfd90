public import ServiceLifecycle
public import SwitchboardCore
import Synchronization

/// Collects events and records them many at a time, in the background.
///
/// Whoever tracks does not wait for a provider. The events that have gathered go out as one ``TrackEventBatch`` when
/// they are enough, or when the oldest is old enough, or at ``shutdown()``. No event is lost without a record: one that
/// is not accepted is refused to its caller; one that could not be delivered stands in the audit log and is handed to
/// the handler. Nothing is sent again from here, since the tools have tried again already.
///
/// Events that wait are in memory only: shut the buffer down before the tools, or the last ones come back as
/// undelivered. In a service group that means to list it after them.
///
/// ```swift
/// let buffer = EventBuffer(tools: tools) { undelivered in store(undelivered) }
/// try buffer.track(TrackEvent(person: Person(userID: "u-1"), name: "report opened"))
/// await buffer.shutdown()
/// ```
public final class EventBuffer: Sendable {
    /// When a buffer sends and how much it holds.
    public struct Options: Sendable {
        /// How many events are enough to be sent at once; 2,000 unless given, taken for 1 where it is less.
        public var count: Int

        /// How old the oldest event may become; 10 s unless given.
        public var age: Duration

        /// How many events may wait or be on their way together; 20,000 unless given, taken for ``count`` where it is
        /// less.
        ///
        /// Events are counted, not their bytes: the memory is bounded as far as the events' sizes are.
        public var capacity: Int

        /// What each batch's call asks for.
        public var call: CallOptions

        /// Creates options.
        public init(
            count: Int = 2000,
            age: Duration = .seconds(10),
            capacity: Int = 20_000,
            call: CallOptions = CallOptions()
        ) {
            self.count = count
            self.age = age
            self.capacity = capacity
            self.call = call
        }
    }

    /// An event that was accepted and not recorded, or not for certain.
    public struct Undelivered: Sendable {
        /// The event; performing it again counts it once, where the provider knows repetitions by their id.
        public var event: TrackEvent

        /// Why, and whether it may have been recorded all the same.
        public var failure: Failure

        /// Where the audit log tells of the batch.
        public var auditID: ActionID
    }

    /// The buffer whose handler the task runs, or has begun in.
    @TaskLocal private static var handling: ObjectIdentifier?

    private let tools: CommunicationTools
    private let options: Options
    private let onUndelivered: @Sendable ([Undelivered]) async -> Void
    private let state: Mutex<EventBufferState>

    /// Creates an empty buffer; nothing runs until there is an event.
    ///
    /// - Parameters:
    ///   - tools: What records the batches.
    ///   - options: When to send, how much to hold.
    ///   - onUndelivered: Takes the events that could not be recorded; their places in the buffer are free again when it
    ///     returns.
    public init(
        tools: CommunicationTools,
        options: Options = Options(),
        onUndelivered: @escaping @Sendable ([Undelivered]) async -> Void
    ) {
        self.tools = tools
        self.options = options
        self.onUndelivered = onUndelivered
        state = Mutex(EventBufferState(count: options.count, age: options.age, capacity: options.capacity))
    }

    /// Accepts an event; it never waits.
    ///
    /// Its values are checked when it is sent: what is wrong with them comes to the handler.
    ///
    /// - Throws: ``Failure/Kind/rateLimited`` where the buffer is full, ``Failure/Kind/cancelled`` once it is shut down;
    ///   either way the event is not in the buffer.
    public func track(_ event: TrackEvent) throws(Failure) {
        let now = tools.time.now()
        switch state.withLock({ $0.accept(event, at: now) }) {
        case .refused(let failure): throw failure
        case .kept: return
        case .enough(let nap): nap?.cancel()
        case .first: Task.detached { await self.deliver() }
        }
    }

    /// Refuses further events and waits until those that were accepted are recorded or handed to the handler.
    ///
    /// It may be called more than once. Cancelling the task does not end the wait: every call has its own deadline.
    /// Called from the handler it refuses further events and returns at once, since what it would wait for includes the
    /// handler's own end.
    public func shutdown() async {
        if Self.handling == ObjectIdentifier(self) {
            state.withLock { $0.close() }?.cancel()
            return
        }
        await withCheckedContinuation { continuation in
            let (isIdle, nap) = state.withLock { $0.close(for: continuation) }
            nap?.cancel()
            if isIdle { continuation.resume() }
        }
    }

    /// Sends until nothing is left; there is one such task while there are events, and none else.
    private func deliver() async {
        while true {
            let now = tools.time.now()
            switch state.withLock({ $0.next(at: now) }) {
            case .wait(let instant): await sleep(until: instant)
            case .send(let events): await send(events)
            case .end(let waiters):
                for waiter in waiters { waiter.resume() }
                return
            }
        }
    }

    private func sleep(until instant: ContinuousClock.Instant) async {
        // Cancelled when there is something to do before.
        let nap = Task { [sleep = tools.time.sleep] in _ = try? await sleep(instant) }
        if state.withLock({ !$0.lieDown(nap) }) { nap.cancel() }
        await nap.value
        state.withLock { $0.getUp() }
    }

    private func send(_ events: [TrackEvent]) async {
        let outcome = await tools.perform(TrackEventBatch(events: events), options.call)
        let undelivered = Self.undelivered(events, outcome)
        if !undelivered.isEmpty {
            await Self.$handling.withValue(ObjectIdentifier(self)) { await onUndelivered(undelivered) }
        }
        state.withLock { $0.sent() }
    }

    private static func undelivered(
        _ events: [TrackEvent],
        _ outcome: Outcome<TrackEventBatch.Receipt>
    ) -> [Undelivered] {
        switch outcome.result {
        case .success(let receipt):
            zip(events, receipt.results)
                .compactMap { event, result in
                    guard case .failure(let failure) = result else { return nil }
                    return Undelivered(event: event, failure: failure, auditID: outcome.auditID)
                }
        case .failure(let failure):
            events.map { Undelivered(event: $0, failure: failure, auditID: outcome.auditID) }
        }
    }
}

extension EventBuffer: Service {
    /// Waits for the service group's graceful shutdown, or for cancellation, and then shuts down.
    public func run() async throws {
        // Cancellation is one of the two ways to end, and ends in the same place.
        try? await gracefulShutdown()
        await shutdown()
    }
}

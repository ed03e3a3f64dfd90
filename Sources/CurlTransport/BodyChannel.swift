import SwitchboardCore
import Synchronization

/// Hands the body of a streamed response from the agent's thread to the caller's task, holding little of it at a time.
final class BodyChannel: Sendable {
    /// What the caller's task gets next.
    enum Event: Sendable {
        /// The next bytes; when the connection had been paused for want of room, it can go on now.
        case bytes([UInt8], wasPaused: Bool)
        /// The transfer has ended; nothing follows.
        case finished(Result<CurlTransfer.Answer, Failure>)
    }

    private struct State {
        var bytes: [UInt8] = []
        var isPaused = false
        var result: Result<CurlTransfer.Answer, Failure>?
        var waiter: CheckedContinuation<Event, Never>?

        /// A failure overtakes the bytes before it: they are of no use to anyone.
        mutating func takeEvent() -> Event? {
            if case .failure(let failure) = result { return .finished(.failure(failure)) }
            if bytes.isEmpty { return result.map(Event.finished) }
            var taken: [UInt8] = []
            swap(&taken, &bytes)
            let wasPaused = isPaused
            isPaused = false
            return .bytes(taken, wasPaused: wasPaused)
        }

        /// The waiting task and what it gets; `nil` when nobody waits or there is nothing yet.
        mutating func takeDelivery() -> (CheckedContinuation<Event, Never>, Event)? {
            guard let waiter, let event = takeEvent() else { return nil }
            self.waiter = nil
            return (waiter, event)
        }
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// Creates a channel.
    ///
    /// - Parameter capacity: From how many waiting bytes on it takes no more. The piece that reaches it may exceed it.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Takes bytes from the connection.
    ///
    /// - Returns: `false`, taking nothing, when there is no room: pause until the next event says `wasPaused`.
    func offer(_ piece: UnsafeRawBufferPointer) -> Bool {
        let (isTaken, delivery) = state.withLock { state in
            guard state.bytes.count < capacity else {
                state.isPaused = true
                return (false, nil as (CheckedContinuation<Event, Never>, Event)?)
            }
            state.bytes.append(contentsOf: piece)
            return (true, state.takeDelivery())
        }
        if let (waiter, event) = delivery { waiter.resume(returning: event) }
        return isTaken
    }

    /// Ends the stream; only the first result counts.
    func finish(_ result: Result<CurlTransfer.Answer, Failure>) {
        let delivery = state.withLock { state in
            if state.result == nil { state.result = result }
            return state.takeDelivery()
        }
        if let (waiter, event) = delivery { waiter.resume(returning: event) }
    }

    /// Waits for the next event; one task at a time.
    ///
    /// It ends with the transfer, which a cancelled task ends at once.
    func next() async -> Event {
        await withCheckedContinuation { continuation in
            let event = state.withLock { state in
                let event = state.takeEvent()
                if event == nil { state.waiter = continuation }
                return event
            }
            if let event { continuation.resume(returning: event) }
        }
    }
}

import Synchronization

/// Counts the calls in flight, so that a shutdown can refuse new ones and wait for the rest.
final class WorkGate: Sendable {
    private struct State {
        var isOpen = true
        var inFlight = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Takes a call in; `false` once the gate is closed.
    func enter() -> Bool {
        state.withLock { state in
            guard state.isOpen else { return false }
            state.inFlight += 1
            return true
        }
    }

    /// Lets a call out.
    func leave() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.inFlight -= 1
            guard !state.isOpen, state.inFlight == 0 else { return [] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Refuses new calls and waits until the last one has left.
    func close() async {
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                state.isOpen = false
                if state.inFlight > 0 { state.waiters.append(continuation) }
                return state.inFlight == 0
            }
            if isQuiet { continuation.resume() }
        }
    }
}

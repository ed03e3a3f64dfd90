import CCurl
import Glibc
import SwitchboardCore
import Synchronization

/// Carries commands from any task to the agent's thread, and wakes it when it sleeps.
final class CurlMailbox: Sendable {
    /// What the agent can be asked for.
    enum Command: Sendable {
        /// Begin a transfer.
        case start(CurlTransfer)
        /// End a transfer at once, or keep it from beginning.
        case cancel(CurlTransfer)
        /// Go on with a transfer that was paused for want of room.
        case unpause(CurlTransfer)
        /// End once nothing is in flight.
        case drain
        /// End now.
        case stop
    }

    private enum Phase {
        case open
        case draining
        case finished
    }

    private struct State {
        var commands: [Command] = []
        var phase = Phase.open
        var isAgentAsleep = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        /// - Returns: Whether the agent must be woken.
        mutating func append(_ command: Command) -> Bool {
            commands.append(command)
            defer { isAgentAsleep = false }
            return isAgentAsleep
        }
    }

    /// Becomes readable when a command waits for a sleeping agent.
    ///
    /// To be watched edge-triggered: it is never read.
    let eventDescriptor: CInt

    private let state = Mutex(State())

    /// Creates a mailbox.
    init() throws(Failure) {
        eventDescriptor = switchboard_eventfd_create()
        guard eventDescriptor >= 0 else { throw .noDescriptors }
    }

    deinit { close(eventDescriptor) }

    /// Posts a command.
    ///
    /// - Returns: Whether it will be looked at: a start is refused once ``drain(_:)`` was called, all is at the end.
    @discardableResult
    func post(_ command: Command) -> Bool {
        let (isAccepted, mustWake) = state.withLock { state in
            switch (state.phase, command) {
            case (.finished, _), (.draining, .start): (false, false)
            default: (true, state.append(command))
            }
        }
        if mustWake { wake() }
        return isAccepted
    }

    /// Refuses new transfers, and resumes the waiter once the agent has ended.
    func drain(_ waiter: CheckedContinuation<Void, Never>) {
        let (isFinished, mustWake) = state.withLock { state in
            if state.phase == .finished { return (true, false) }
            state.phase = .draining
            state.waiters.append(waiter)
            return (false, state.append(.drain))
        }
        if mustWake { wake() }
        if isFinished { waiter.resume() }
    }

    /// Swaps the waiting commands into an empty array; the agent only.
    ///
    /// - Returns: Whether there were any. If not, the agent counts as asleep, and the next command wakes it.
    func take(into commands: inout [Command]) -> Bool {
        state.withLock { state in
            swap(&state.commands, &commands)
            state.isAgentAsleep = commands.isEmpty
            return !commands.isEmpty
        }
    }

    /// Ends the mailbox's life after the agent's: refuses what still waits and resumes whoever waits for the end.
    func finish() {
        let (commands, waiters) = state.withLock { state in
            state.phase = .finished
            defer {
                state.commands = []
                state.waiters = []
            }
            return (state.commands, state.waiters)
        }
        for case .start(let transfer) in commands { transfer.finish(.failure(.transportShutDown)) }
        for waiter in waiters { waiter.resume() }
    }

    private func wake() {
        // Adding one to the counter fails only at 2^64 - 1, and even then the descriptor is readable.
        eventfd_write(eventDescriptor, 1)
    }
}

extension Failure {
    /// Makes the failure of a request to a transport that was shut down.
    static let transportShutDown = Failure(.cancelled, effect: .none, "the transport is shut down; nothing was sent")

    /// Makes the failure of a process that may open no more files.
    static let noDescriptors = Failure(
        .network,
        effect: .none,
        "the transport could not start: the process has too many open files, or too little memory"
    )
}

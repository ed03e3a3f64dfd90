import SwitchboardCore
import Synchronization

/// The concurrency limit of one endpoint group: ``ConcurrencyLimit`` behind a lock, and the waiting.
///
/// Who needs not wait pays for a lock and nothing else.
final class ConcurrencyLimiter: Sendable {
    /// How a wait ended.
    enum Turn: Sendable {
        case slot(ConcurrencyLimit.Slot)
        case cancelled
        case late
    }

    /// One who waits, or is about to.
    private enum Place {
        /// Stands in line, and will be asleep in a moment.
        case expected
        case asleep(CheckedContinuation<Turn, Never>)
        /// Was called before it was asleep.
        case called(Turn)
    }

    private struct Hall {
        var limit: ConcurrencyLimit
        var places: [ConcurrencyLimit.Ticket: Place] = [:]

        /// Ends a wait; the lock's holder resumes what is returned once the lock is free.
        mutating func call(
            _ ticket: ConcurrencyLimit.Ticket,
            _ turn: Turn
        ) -> CheckedContinuation<Turn, Never>? {
            switch places[ticket] {
            case .expected:
                places[ticket] = .called(turn)
                return nil
            case .asleep(let sleeper):
                places[ticket] = nil
                return sleeper
            case .called, nil: return nil
            }
        }
    }

    private let hall: Mutex<Hall>
    private let time: TimeSource

    init(_ policy: ConcurrencyPolicy, time: TimeSource) {
        hall = Mutex(Hall(limit: ConcurrencyLimit(policy)))
        self.time = time
    }

    /// Takes a slot, or a place in line: whoever gets that goes on to ``wait(_:until:)``.
    func enter() -> ConcurrencyLimit.Entry {
        hall.withLock { hall in
            let entry = hall.limit.enter()
            if case .line(let ticket) = entry { hall.places[ticket] = .expected }
            return entry
        }
    }

    /// Waits for the turn.
    ///
    /// - Parameters:
    ///   - ticket: The place in line.
    ///   - latest: When it is of no use any more.
    /// - Returns: How the wait ended; a slot is the caller's to give back.
    func wait(_ ticket: ConcurrencyLimit.Ticket, until latest: ContinuousClock.Instant) async -> Turn {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                do { try await time.sleep(latest) } catch { return }
                giveUp(ticket, .late)
            }
            defer { group.cancelAll() }
            return await withTaskCancellationHandler {
                await withCheckedContinuation { sleep(ticket, $0) }
            } onCancel: {
                giveUp(ticket, .cancelled)
            }
        }
    }

    /// Gives a slot back, and wakes whose turn it is.
    func leave(_ slot: ConcurrencyLimit.Slot, _ load: LoadSign) {
        let called = hall.withLock { hall -> [(CheckedContinuation<Turn, Never>, Turn)] in
            let tickets = hall.limit.leave(slot, load)
            if tickets.isEmpty { return [] }
            let turn = Turn.slot(hall.limit.grantedSlot)
            return tickets.compactMap { hall.call($0, turn).map { ($0, turn) } }
        }
        for (sleeper, turn) in called { sleeper.resume(returning: turn) }
    }

    /// The present.
    var now: ContinuousClock.Instant { time.now() }

    /// Begins anew from the minimum: the far side has been away.
    func startSlowly() { hall.withLock { $0.limit.startSlowly() } }

    /// How many slots there are, are taken, and are waited for.
    func snapshot() -> PipelineSnapshot.Concurrency {
        hall.withLock { .init(limit: $0.limit.limit, inUse: $0.limit.inUse, waiting: $0.limit.waiting) }
    }

    private func sleep(_ ticket: ConcurrencyLimit.Ticket, _ sleeper: CheckedContinuation<Turn, Never>) {
        let turn = hall.withLock { hall -> Turn? in
            guard case .called(let turn)? = hall.places[ticket] else {
                hall.places[ticket] = .asleep(sleeper)
                return nil
            }
            hall.places[ticket] = nil
            return turn
        }
        if let turn { sleeper.resume(returning: turn) }
    }

    private func giveUp(_ ticket: ConcurrencyLimit.Ticket, _ turn: Turn) {
        let sleeper = hall.withLock { hall in
            hall.limit.abandon(ticket)
            return hall.call(ticket, turn)
        }
        sleeper?.resume(returning: turn)
    }
}

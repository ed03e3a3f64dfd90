/// How a wait for a place in the queue ends.
enum AdmissionVerdict: Sendable {
    /// There is a place, and it is taken.
    case admitted
    /// The caller gave up.
    case cancelled
    /// It took too long.
    case expired
    /// The queue takes nothing more.
    case closed
}

/// Who may put a row into the queue, and who waits: the decisions, without the lock and without the waiting.
///
/// A place is taken before a row is queued and given back when its commit has ended, well or badly. Waiters are served
/// in the order in which they came.
struct Admission<Waiter: Sendable>: Sendable {
    private struct Entrant: Sendable {
        let ticket: UInt64
        var waiter: Waiter?
    }

    private let capacity: Int

    /// How many places are taken.
    private(set) var occupied = 0

    private var line: [Entrant] = []
    private var decided: [UInt64: AdmissionVerdict] = [:]
    private var lastTicket: UInt64 = 0
    private var isClosed = false

    /// Creates an empty queue's admission.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// How many wait.
    var waiting: Int { line.count }

    /// Takes a place, if there is one and nobody came earlier.
    mutating func reserve() -> Bool {
        guard !isClosed, line.isEmpty, occupied < capacity else { return false }
        occupied += 1
        return true
    }

    /// Joins the line; ``wait(_:_:)`` must follow.
    mutating func enroll() -> UInt64 {
        lastTicket += 1
        if reserve() {
            decided[lastTicket] = .admitted
        } else if isClosed {
            decided[lastTicket] = .closed
        } else {
            line.append(Entrant(ticket: lastTicket, waiter: nil))
        }
        return lastTicket
    }

    /// Leaves something by which to be told the verdict; returns the verdict instead where it has fallen already.
    mutating func wait(_ ticket: UInt64, _ waiter: Waiter) -> AdmissionVerdict? {
        if let verdict = decided.removeValue(forKey: ticket) { return verdict }
        if let index = line.firstIndex(where: { $0.ticket == ticket }) { line[index].waiter = waiter }
        return nil
    }

    /// Ends a wait early; returns whom to tell.
    ///
    /// Whoever is no longer in line keeps the verdict that fell first.
    mutating func dismiss(_ ticket: UInt64, _ verdict: AdmissionVerdict) -> Waiter? {
        guard let index = line.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return decide(line.remove(at: index), verdict)
    }

    /// Gives places back; returns whom to tell that they are admitted.
    mutating func release(_ count: Int) -> [Waiter] {
        occupied -= count
        let admitted = min(line.count, max(0, capacity - occupied))
        let entrants = Array(line.prefix(admitted))
        line.removeFirst(admitted)
        occupied += admitted
        return entrants.compactMap { decide($0, .admitted) }
    }

    /// Turns everybody away from now on; returns whom to tell.
    mutating func close() -> [Waiter] {
        isClosed = true
        let entrants = line
        line = []
        return entrants.compactMap { decide($0, .closed) }
    }

    private mutating func decide(_ entrant: Entrant, _ verdict: AdmissionVerdict) -> Waiter? {
        if entrant.waiter == nil { decided[entrant.ticket] = verdict }
        return entrant.waiter
    }
}

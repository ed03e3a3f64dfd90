import SwitchboardCore

/// The concurrency limit of one endpoint group, and the line before it, as a pure state.
///
/// Nobody waits while a slot is free: whoever gives one back hands it to the first in line.
struct ConcurrencyLimit: Sendable {
    /// The permission to be under way, to be given back exactly once.
    @usableFromInline
    struct Slot: Sendable, Hashable {
        /// How often the limit had shrunk when it was granted.
        let round: Int
    }

    /// Names one who waits; later ones have greater numbers.
    typealias Ticket = UInt64

    /// What a caller is told.
    enum Entry: Sendable, Hashable {
        /// It may go on.
        case slot(Slot)
        /// It stands in line under that number.
        case line(Ticket)
        /// The line is full.
        case full
    }

    private let policy: ConcurrencyPolicy
    private(set) var limit: Int
    private(set) var inUse = 0
    /// How often the limit has shrunk or begun anew.
    private var round = 0
    /// Successes since the limit last changed.
    private var credit = 0
    /// How many slots were in use at most since then.
    private var peak = 0
    /// Up to where every success raises the limit by one.
    private var threshold = 0
    private var line: [Ticket] = []
    /// Where the line begins; what stands before it has gone.
    private var head = 0
    private var nextTicket: Ticket = 1

    /// Creates a limit that nobody makes use of.
    init(_ policy: ConcurrencyPolicy) {
        self.policy = policy
        limit = max(1, policy.start)
    }

    /// How many stand in line.
    var waiting: Int { line.count - head }

    /// Takes a slot, or a place in line.
    mutating func enter() -> Entry {
        if inUse < limit, waiting == 0 {
            take()
            return .slot(Slot(round: round))
        }
        guard waiting < policy.queue else { return .full }
        defer { nextTicket += 1 }
        line.append(nextTicket)
        return .line(nextTicket)
    }

    /// Leaves the line; who is not in it changes nothing.
    mutating func abandon(_ ticket: Ticket) {
        var (low, high) = (head, line.count)
        while low < high {
            let middle = (low + high) / 2
            if line[middle] < ticket { low = middle + 1 } else { high = middle }
        }
        guard low < line.count, line[low] == ticket else { return }
        line.remove(at: low)
    }

    /// Gives a slot back.
    ///
    /// - Parameters:
    ///   - slot: The slot.
    ///   - load: What its use has shown.
    /// - Returns: Whose turn it is now, in the order of the line; each has a slot of the present round.
    mutating func leave(_ slot: Slot, _ load: LoadSign) -> [Ticket] {
        switch load {
        case .bearable: grow()
        case .tooMuch: if slot.round == round { shrink() }
        case .unclear: break
        }
        inUse -= 1
        return waiting == 0 ? [] : callNext()
    }

    /// The slot of one whose turn it is.
    var grantedSlot: Slot { Slot(round: round) }

    /// Begins anew from the minimum, and doubles with each round until it is where it was.
    mutating func startSlowly() {
        threshold = max(limit, threshold, policy.start)
        set(max(1, policy.minimum))
        round += 1
    }

    private mutating func grow() {
        // A limit that nobody reaches says nothing about what the far side can bear.
        guard limit < policy.maximum, peak * 2 > limit else { return }
        credit += 1
        guard limit < threshold || credit >= limit else { return }
        set(limit + 1)
    }

    private mutating func shrink() {
        set(max(1, policy.minimum, Int(Double(limit) * policy.decrease)))
        threshold = 0
        round += 1
    }

    private mutating func set(_ limit: Int) {
        self.limit = limit
        credit = 0
        peak = inUse
    }

    private mutating func take() {
        inUse += 1
        peak = max(peak, inUse)
    }

    private mutating func callNext() -> [Ticket] {
        var called: [Ticket] = []
        while inUse < limit, head < line.count {
            called.append(line[head])
            head += 1
            take()
        }
        if head == line.count {
            line.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 64, head * 2 > line.count {
            line.removeFirst(head)
            head = 0
        }
        return called
    }
}

/// What the end of an attempt says about how much the far side can bear.
enum LoadSign: Sendable, Hashable {
    /// It answered in time.
    case bearable
    /// It asks to slow down, or did not answer in time.
    case tooMuch
    /// Nothing can be learnt.
    case unclear

    /// Reads a failure: 429, 503 and timeouts are too much; other answers are bearable.
    init(_ failure: Failure) {
        switch failure.kind {
        case .rateLimited: self = .tooMuch
        case .timeout: self = failure.effect == .unknown ? .tooMuch : .unclear
        case .providerUnavailable: self = failure.status ?? 503 == 503 ? .tooMuch : .unclear
        case .authenticationFailed, .permissionDenied, .notFound, .conflict, .rejected: self = .bearable
        default: self = .unclear
        }
    }
}

import Resilience
import Switchboard
import SwitchboardCore

/// A breaker as the rules describe it, told from the wire alone.
///
/// It keeps whole lists and looks through them each time, so that there is little to be wrong about.
struct BreakerModel: Sendable {
    private enum Mode {
        case closed
        case open(until: Duration)
        case waitingForProbe
        case probing(until: Duration)
        case forcedOpen
        case forcedClosed
    }

    private let failures: Int
    private let window: Duration
    private let openFor: Duration
    private let usualLease: Duration
    private var mode = Mode.closed
    /// Results count only in the era in which their request began; each change of mode begins another.
    private var era = 0
    private var eras: [Int: Int] = [:]
    private var results: [(at: Duration, isBad: Bool)] = []
    /// How often it opened.
    private(set) var openings = 0
    /// How many probes it let through.
    private(set) var probes = 0
    private var refusing: [(from: Duration, to: Duration)] = []

    /// Begins closed.
    init(_ settings: ResilienceConfiguration) {
        failures = settings.breakerFailures
        window = settings.breakerWindow
        openFor = settings.breakerOpenFor
        usualLease = settings.attemptTimeout + .seconds(5)
    }

    /// When a call will be let through, as far as is known; `nil` where a call is let through now.
    func opens(after now: Duration) -> Duration? {
        switch mode {
        case .closed, .waitingForProbe, .forcedClosed: nil
        case .open(let until): until > now ? until : nil
        case .probing(let until): until + openFor
        case .forcedOpen: .seconds(1_000_000)
        }
    }

    /// Whether it stood in the way of anybody between two moments.
    func refused(between from: Duration, and to: Duration) -> Bool {
        refusing.contains { $0.from <= to && from <= $0.to }
    }

    /// A request reaches the wire.
    ///
    /// - Returns: What that breaks.
    mutating func begin(_ id: Int, at now: Duration, within limit: Duration) -> Invariant? {
        if case .probing(let until) = mode, now >= until { open(at: until, now) }
        var broken: Invariant?
        switch mode {
        case .closed, .forcedClosed: break
        case .forcedOpen: broken = .openSendsNothing
        case .probing: broken = .oneProbe
        case .open(let until) where now < until: broken = .openSendsNothing
        case .open, .waitingForProbe:
            probes += 1
            let lease = now + max(usualLease, limit + .seconds(5))
            change(to: .probing(until: lease), now)
            refuse(from: now, to: lease + openFor)
        }
        eras[id] = era
        return broken
    }

    /// A request ends.
    mutating func end(_ id: Int, _ health: Ending.Health, at now: Duration) {
        guard eras[id] == era else { return }
        if case .probing(let until) = mode, now >= until { return open(at: until, now) }
        switch (mode, health) {
        case (.closed, .nothing), (.open, _), (.waitingForProbe, _), (.forcedOpen, _), (.forcedClosed, _): return
        case (.closed, _):
            results.append((now, health == .bad))
            if health == .bad, isTooMuch(at: now) { open(at: now, now) }
        case (.probing, .good): change(to: .closed, now)
        case (.probing, .bad): open(at: now, now)
        case (.probing, .nothing): change(to: .waitingForProbe, now)
        }
    }

    /// An operator decides.
    mutating func force(_ force: CircuitBreaker.Force?, at now: Duration) {
        switch (force, mode) {
        case (.open?, .forcedOpen), (.closed?, .forcedClosed): return
        case (nil, .forcedOpen), (nil, .forcedClosed): change(to: .closed, now)
        case (nil, _): return
        case (.open?, _):
            change(to: .forcedOpen, now)
            refuse(from: now, to: .seconds(1_000_000))
        case (.closed?, _): change(to: .forcedClosed, now)
        }
    }

    /// Whether so many failed in a row, or as many within the window and half of the calls since the first of those.
    private func isTooMuch(at now: Duration) -> Bool {
        let inARow = results.reversed().prefix { $0.isBad }.count
        if inARow >= failures { return true }
        let bad = results.indices.filter { results[$0].isBad && results[$0].at + window >= now }.suffix(failures)
        guard bad.count == failures, let first = bad.first else { return false }
        return failures * 2 >= results.count - first
    }

    private mutating func open(at instant: Duration, _ now: Duration) {
        openings += 1
        change(to: .open(until: instant + openFor), now)
        refuse(from: instant, to: instant + openFor)
    }

    private mutating func change(to mode: Mode, _ now: Duration) {
        if let last = refusing.indices.last { refusing[last].to = min(refusing[last].to, now) }
        self.mode = mode
        era += 1
        results = []
    }

    private mutating func refuse(from: Duration, to: Duration) {
        refusing.append((from, to))
    }
}

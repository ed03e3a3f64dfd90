import Resilience
import SwitchboardCore
import SwitchboardTesting
import Synchronization

/// A pipeline in virtual time, and the answers that its attempts get, in order; when they run out, success.
final class Bench: Sendable {
    let time: ManualTime
    let pipeline: Pipeline
    let events = EventLog()
    private let began: ContinuousClock.Instant
    private let answers: Mutex<[Failure?]>
    private let seen = Mutex(Seen())

    private struct Seen {
        var starts: [Duration] = []
        var deadlines: [Duration] = []
        var numbers: [Int] = []
        var reports: [AttemptReport<String>] = []
    }

    init(
        _ answers: [Failure?] = [],
        jumps: Bool = true,
        rate: RateLimit = RateLimit(1000, per: .seconds(1)),
        change: (inout ResiliencePolicy) -> Void = { _ in }
    ) {
        var policy = ResiliencePolicy(rate: GCRA.Rate(rate))
        policy.retry.jitter = 0
        change(&policy)
        time = ManualTime(jumps: jumps)
        began = time.now
        pipeline = Pipeline(service: "Plain", policy: policy, time: time.source, observe: events.append)
        self.answers = Mutex(answers)
    }

    /// When each attempt began.
    var starts: [Duration] { seen.withLock(\.starts) }

    /// By when each attempt had to end.
    var deadlines: [Duration] { seen.withLock(\.deadlines) }

    /// Which number each attempt was told.
    var numbers: [Int] { seen.withLock(\.numbers) }

    /// What the observer was told.
    var reports: [AttemptReport<String>] { seen.withLock(\.reports) }

    /// Runs an exchange; each attempt takes a while and then gets its answer.
    @discardableResult
    func run(
        _ repeatability: Repeatability = .once,
        seconds: Double = 120,
        attemptTimeout: Duration? = .seconds(10),
        patience: Exchange.Patience = .full,
        resends: Bool = false,
        taking: Duration = .zero,
        group: Int = 0
    ) async throws(Failure) -> String {
        let exchange = Exchange(
            repeatability: repeatability,
            deadline: time.now.advanced(by: .seconds(seconds)),
            attemptTimeout: attemptTimeout,
            patience: patience,
            resendsUnknown: resends,
            group: group
        )
        return try await pipeline.run(exchange, observe: note) {
            (deadline: ContinuousClock.Instant, number: Int) async throws(Failure) -> String in
            try self.answer(deadline, number, taking)
        }
    }

    /// Runs an exchange and returns how it failed.
    func failure(
        _ repeatability: Repeatability = .once,
        seconds: Double = 120,
        patience: Exchange.Patience = .full,
        resends: Bool = false,
        taking: Duration = .zero,
        group: Int = 0
    ) async -> Failure? {
        do throws(Failure) {
            try await run(
                repeatability,
                seconds: seconds,
                patience: patience,
                resends: resends,
                taking: taking,
                group: group
            )
            return nil
        } catch {
            return error
        }
    }

    private func note(_ report: AttemptReport<String>) { seen.withLock { $0.reports.append(report) } }

    private func answer(
        _ deadline: ContinuousClock.Instant,
        _ number: Int,
        _ taking: Duration
    ) throws(Failure) -> String {
        seen.withLock {
            $0.numbers.append(number)
            $0.starts.append(time.elapsed)
            $0.deadlines.append(began.duration(to: deadline))
        }
        if taking > .zero { time.advance(by: taking) }
        if let failure = answers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
        return "done"
    }
}

extension Failure {
    static let refusedConnection = Failure(.network, effect: .none, "refused")
    static let lostAnswer = Failure(.network, effect: .unknown, "lost")
    static let inTrouble = Failure(.providerUnavailable, effect: .unknown, "in trouble")
    static let declined = Failure(.rejected, effect: .refused, "declined")

    static func limited(_ seconds: Int64?) -> Failure {
        Failure(.rateLimited, effect: .none, "limited", retryAfter: seconds.map { .seconds($0) })
    }
}

import SwitchboardCore
import Testing

@testable import Resilience

@Suite struct RetryCourseTests {
    private let start = ContinuousClock.Instant.now

    private func course(
        _ repeatability: Repeatability,
        seconds: Int = 120,
        patience: Exchange.Patience = .full,
        resends: Bool = false
    ) -> RetryCourse {
        var policy = RetryPolicy()
        policy.jitter = 0
        let exchange = Exchange(
            repeatability: repeatability,
            deadline: start.advanced(by: .seconds(seconds)),
            attemptTimeout: .seconds(10),
            patience: patience,
            resendsUnknown: resends
        )
        return RetryCourse(policy: policy, exchange: exchange, longestWait: .seconds(60))
    }

    /// What follows each failure: the wait in seconds, or the exchange's failure.
    private func follow(_ course: RetryCourse, _ failures: [Failure]) -> (waits: [Double], end: Failure?) {
        var course = course
        var waits: [Double] = []
        for failure in failures {
            do throws(Failure) {
                let wake = try course.wake(after: failure, now: start, draw: 0.5)
                waits.append(start.duration(to: wake) / .seconds(1))
            } catch {
                return (waits, error)
            }
        }
        return (waits, nil)
    }

    private let refused = Failure(.network, effect: .none, "refused")
    private let lost = Failure(.network, effect: .unknown, "lost")
    private let declined = Failure(.rejected, effect: .refused, "declined")

    private func limited(_ seconds: Int64) -> Failure {
        Failure(.rateLimited, effect: .none, "limited", retryAfter: .seconds(seconds))
    }

    @Test func retriesThreeTimes() {
        let (waits, end) = follow(course(.once), Array(repeating: refused, count: 5))
        #expect(waits == [1, 2, 4])
        #expect(end == refused)
    }

    @Test func waitsForTheLongerOfBackoffAndRetryAfter() {
        #expect(follow(course(.once), [limited(0), limited(7), limited(3)]).waits == [1, 7, 4])
    }

    @Test func gathersTheStrongestEffect() {
        #expect(follow(course(.keyed), [lost, declined]).end?.effect == .unknown)
        #expect(follow(course(.keyed), [lost, refused, refused, refused]).end?.effect == .unknown)
        #expect(follow(course(.keyed), [refused, declined]).end?.effect == .refused)
        #expect(follow(course(.keyed), [declined]).end == declined)
    }

    @Test func leavesAReadWithoutEffect() {
        #expect(follow(course(.safe), [lost, lost, lost, lost]).end?.effect == Failure.Effect.none)
        #expect(follow(course(.safe), [declined]).end?.effect == Failure.Effect.none)
    }

    @Test func neverRepeatsOnceAfterUnknownUnlessTold() {
        let (waits, end) = follow(course(.once), [lost])
        #expect(waits.isEmpty)
        #expect(end == lost)
        #expect(follow(course(.once, resends: true), [lost, lost]).waits == [1, 2])
        #expect(follow(course(.idempotent), [lost]).waits == [1])
        #expect(follow(course(.keyed), [lost]).waits == [1])
    }

    @Test func beginsNoWaitThatEndsAfterTheDeadline() {
        #expect(follow(course(.once, seconds: 2), [refused]).waits == [1])
        let (waits, end) = follow(course(.once, seconds: 1), [refused])
        #expect(waits.isEmpty)
        #expect(end?.message == "refused; a retry would begin after the deadline")
        #expect(end?.kind == .network)
    }

    @Test func leavesAWaitOverAMinuteToTheCaller() {
        #expect(follow(course(.once), [limited(60)]).waits == [60])
        let end = follow(course(.once), [limited(61)]).end
        #expect(end?.kind == .rateLimited)
        #expect(end?.retryAfter == .seconds(61))
        #expect(end?.message == "limited; a retry would wait 61 s")
    }

    @Test func givesUpSoonWhereAnotherStandsReady() {
        let short = course(.idempotent, patience: .short)
        #expect(follow(short, [refused, refused]).waits == [1])
        #expect(follow(short, [limited(2)]).waits == [2])
        #expect(follow(short, [limited(3)]).end?.retryAfter == .seconds(3))
    }

    @Test func givesUpAReadSoonWhereAnotherStandsReady() {
        #expect(follow(course(.safe, patience: .short), [lost, lost]).waits == [1])
    }

    @Test func staysWithTheOneThatMayHaveDoneIt() {
        let short = course(.idempotent, patience: .short)
        #expect(follow(short, [lost, lost, lost]).waits == [1, 2, 4])
        #expect(follow(short, [lost, refused, limited(30)]).waits == [1, 2, 30])
    }

    @Test func tellsWhenItWasCancelled() {
        var course = course(.keyed)
        #expect(course.cancelled() == .cancelledBeforeSending)
        _ = try? course.wake(after: lost, now: start, draw: 0)
        #expect(course.cancelled() == Failure(.cancelled, effect: .unknown, "cancelled while waiting to try again"))
    }
}

import SwitchboardCore
import Synchronization

/// What one action has done at one provider so far: its attempts, and what they mean for the action as a whole.
final class Journal: Sendable {
    private struct State {
        var attempts: [Attempt] = []
        var headers: [WireHeaders] = []
        var done: [String] = []
        var unknown = false
    }

    private let state = Mutex(State())

    /// Every attempt, in order.
    var attempts: [Attempt] { state.withLock(\.attempts) }

    /// What the credentials were made into for the wire: an answer may quote it.
    var credentials: [Secret] {
        let headers = state.withLock(\.headers)
        return Set(headers.flatMap(\.credentials)).sorted { $0.reveal() < $1.reveal() }
    }

    /// Whether a write that counts has succeeded, or one's fate is unknown.
    var hasWritten: Bool { state.withLock { !$0.done.isEmpty || $0.unknown } }

    /// Takes note of an attempt.
    ///
    /// - Parameters:
    ///   - attempt: The attempt.
    ///   - headers: What its request carried, credentials among it; kept as it is, and looked at only when something fails.
    func record(_ attempt: Attempt, sentWith headers: WireHeaders) {
        state.withLock { state in
            state.attempts.append(attempt)
            state.headers.append(headers)
        }
    }

    /// Takes note of an exchange that succeeded.
    func succeeded(_ request: WireRequest) {
        guard request.repeatability.isWriteThatCounts else { return }
        state.withLock { $0.done.append(request.name) }
    }

    /// Takes note of an exchange that failed for good, although the adapter may go on.
    func failed(_ request: WireRequest, _ failure: Failure) {
        guard request.repeatability != .safe, failure.effect == .unknown else { return }
        state.withLock { $0.unknown = true }
    }

    /// The failure as the action's own, by the rules from exchanges to the action.
    ///
    /// A read changes nothing, so its failure has effect `none`. Once a write that counts has succeeded, or one's fate
    /// is unknown, a later failure of the action is `unknown` and names what was done.
    func concluding(_ failure: Failure, isRead: Bool) -> Failure {
        var failure = failure
        let (done, unknown) = state.withLock { ($0.done, $0.unknown) }
        if isRead {
            failure.effect = .none
        } else if !done.isEmpty {
            failure.effect = .unknown
            failure.message += "; already done: \(done.joined(separator: ", "))"
        } else if unknown {
            failure.effect = .unknown
        }
        return failure
    }
}

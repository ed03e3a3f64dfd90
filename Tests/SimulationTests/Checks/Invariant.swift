/// What must hold in every simulation, each under the name that a broken one is reported with.
enum Invariant: String, CaseIterable, Sendable {
    // While it runs
    case escape = "nothing leaves the simulation"
    case oneProbe = "one probe at a time"
    case openSendsNothing = "nothing is sent while the breaker is open"
    case pauseIsKept = "nothing is sent before a pause ends"
    case paceAfterPause = "calls come one by one after a pause"
    case rate = "the rate is kept"
    case slots = "no more are under way than the limit"
    case budget = "retries stay within the budget"
    case backoff = "a retry waits as long as it must"
    case attemptLimit = "attempts stay within the limit"
    case shortPatience = "few retries while another candidate stands ready"
    case deadline = "nothing is sent after the deadline"
    case attemptTimeout = "an attempt has its whole time and no more"
    case onceAfterUnknown = "once is not sent again after unknown"
    case sentAfterSuccess = "what has succeeded is not sent again"
    case sameBytes = "all attempts carry the same key and bytes"
    case failover = "failover only where nothing happened"
    case route = "only the route's candidates are asked"
    case intentFirst = "the intent is in the log before anything is sent"
    case shutdownOrder = "shutdown waits for what is under way"
    // When it has ended
    case ends = "every call ends"
    case endsInTime = "every call ends by its deadline"
    case endsWhenCancelled = "a cancelled call ends at once"
    case successIsReal = "a success happened exactly once"
    case noneIsTrue = "effect none means that nothing happened"
    case unknownIsHonest = "unknown only where something may have happened"
    case openIsTrue = "refused by a breaker only while it lets nothing pass"
    case oneIntent = "every write has one intent"
    case oneOutcome = "every action has one outcome"
    case outcomeAgrees = "the log agrees with what the caller was told"
    case attemptsAgree = "the log agrees with what was sent"
    case itemsAgree = "the log agrees with each item of a batch"
    case incompleteIsTold = "the caller learns of what the log lacks"
    case rest = "nobody holds a slot while nobody calls"
    case recovery = "once all is well, everything passes at full speed"
}

/// A broken invariant.
struct Violation: Sendable, CustomStringConvertible {
    var invariant: Invariant
    var at: Duration
    var detail: String

    var description: String { "\(invariant.rawValue): \(detail) (at \(at))" }
}

import SwitchboardCore

/// How one attempt ended and what that means, by the rules' own table and not by the code's.
struct Ending: Sendable {
    /// What it says of the far side's health.
    enum Health: Sendable {
        case good, bad, nothing
    }

    /// The kind of failure; `nil` for a success.
    var kind: Failure.Kind?
    /// What happened at the far side; `nil` for a success.
    var effect: Failure.Effect?
    /// What it says of the far side's health.
    var health: Health
    /// How long the far side wants to be left alone, as far as the exchange itself goes.
    var wait: Duration?
    /// Whether nobody may call during that time.
    var pausesAll = false
    /// Whether nobody else could do better.
    var isPermanent = false

    /// Whether it did what it should.
    var isSuccess: Bool { kind == nil }

    static let done = Ending(health: .good)
    static let garbage = Ending(kind: .malformedResponse, effect: .unknown, health: .bad)
    static let nowhere = Ending(kind: .network, effect: Failure.Effect.none, health: .bad)
    static let impostor = Ending(kind: .network, effect: Failure.Effect.none, health: .bad, isPermanent: true)
    static let reset = Ending(kind: .network, effect: .unknown, health: .bad)
    static let lateUnsent = Ending(kind: .timeout, effect: Failure.Effect.none, health: .nothing)
    static let late = Ending(kind: .timeout, effect: .unknown, health: .bad)
    static let cancelledUnsent = Ending(kind: .cancelled, effect: Failure.Effect.none, health: .nothing)
    static let cancelled = Ending(kind: .cancelled, effect: .unknown, health: .nothing)

    /// What a status means.
    ///
    /// - Parameters:
    ///   - status: The status, none of 2xx.
    ///   - retryAfter: What a `Retry-After` that can be read says.
    ///   - reset: What the header for the end of the window says.
    /// - Returns: Its meaning.
    static func status(_ status: Int, retryAfter: Duration?, reset: Duration?) -> Ending {
        let longest = Duration.seconds(86_400)
        let wait = retryAfter.map { min(max($0, .zero), longest) }
        let windowEnd = reset.map { min(max($0, .zero), longest) }
        switch status {
        case 401: return Ending(kind: .authenticationFailed, effect: .refused, health: .good, wait: wait)
        case 403: return Ending(kind: .permissionDenied, effect: .refused, health: .good, wait: wait)
        case 404, 410: return Ending(kind: .notFound, effect: .refused, health: .good, wait: wait)
        case 409: return Ending(kind: .conflict, effect: .refused, health: .good, wait: wait)
        case 408: return Ending(kind: .timeout, effect: .unknown, health: .bad, wait: wait)
        case 425, 429:
            let wait = wait ?? windowEnd
            return Ending(
                kind: .rateLimited,
                effect: Failure.Effect.none,
                health: .nothing,
                wait: wait,
                pausesAll: true
            )
        case 503 where wait != nil:
            return Ending(kind: .providerUnavailable, effect: Failure.Effect.none, health: .bad, wait: wait)
        case 500...: return Ending(kind: .providerUnavailable, effect: .unknown, health: .bad, wait: wait)
        default: return Ending(kind: .rejected, effect: .refused, health: .good, wait: wait)
        }
    }
}

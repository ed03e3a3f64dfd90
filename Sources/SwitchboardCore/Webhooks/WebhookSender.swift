/// A provider that tells the platform what happened, by requests of its own.
///
/// Both steps are pure functions over bytes: they open nothing and remember nothing. Providers deliver at least once,
/// so the platform keeps the ``WebhookEvent/id``s that it has seen.
public protocol WebhookSender: Provider {
    /// The setting that holds the key of the signatures, such as `clientSecret`.
    ///
    /// Its value may be several keys, separated by spaces, while one replaces another: whichever fits is believed.
    static var webhookKeySetting: String { get }

    /// Checks that a request comes from the provider and has not been altered.
    ///
    /// The comparison takes as long for a wrong signature as for a right one.
    ///
    /// - Parameters:
    ///   - request: What came.
    ///   - keys: The keys that are in use: one of them must fit.
    ///   - now: The calendar clock, for providers that sign the time.
    ///   - tolerance: How far a signed time may lie from the clock, before and after.
    /// - Throws: ``Failure/Kind/authenticationFailed`` for a signature that is missing, malformed, wrong or too old;
    ///   ``Failure/Kind/notConfigured`` where none of the keys can be one.
    static func verify(
        _ request: WebhookRequest,
        keys: [Secret],
        now: Timestamp,
        tolerance: Duration
    ) throws(Failure)

    /// Reads what happened, in the vocabulary that all providers share.
    ///
    /// - Parameter body: The body of a request that ``verify(_:keys:now:tolerance:)`` has accepted.
    /// - Returns: The events in their order; what has no word of ours is ``WebhookEvent/Kind/unknown``, never dropped.
    /// - Throws: ``Failure/Kind/invalidInput`` for a body that is not what the provider sends, by the path of what is not.
    static func events(in body: [UInt8]) throws(Failure) -> [WebhookEvent]
}

extension WebhookSender {
    /// How far a signed time may lie from the clock unless given: 10 minutes.
    public static var webhookTolerance: Duration { .seconds(600) }

    /// Checks a request and reads what happened.
    ///
    /// - Throws: As ``verify(_:keys:now:tolerance:)`` and ``events(in:)``.
    public static func events(
        in request: WebhookRequest,
        keys: [Secret],
        now: Timestamp,
        tolerance: Duration = webhookTolerance
    ) throws(Failure) -> [WebhookEvent] {
        try verify(request, keys: keys, now: now, tolerance: tolerance)
        return try events(in: request.body)
    }

    /// Refuses where there is no key: an unsigned webhook is never believed.
    package static func requireKeys(_ keys: [Secret]) throws(Failure) {
        guard keys.contains(where: { !$0.isEmpty }) else {
            throw webhooksNotConfigured(EnvironmentName.make(instance: Self.name, key: webhookKeySetting))
        }
    }

    /// Makes the failure for an instance without a key, naming the environment variable that sets one.
    package static func webhooksNotConfigured(_ variable: String) -> Failure {
        Failure(
            .notConfigured,
            effect: .none,
            "\(displayName) webhooks not configured. Set \(variable).",
            field: webhookKeySetting
        )
    }

    /// Refuses a signed time that lies too far from the clock.
    package static func requireFresh(_ signed: Timestamp, now: Timestamp, tolerance: Duration) throws(Failure) {
        let distance = signed.microsecondsSince1970.distanceMagnitude(to: now.microsecondsSince1970)
        guard .microseconds(distance) <= max(.zero, tolerance) else {
            throw .webhookRefused("its signed time is more than \(tolerance.wholeSeconds) s from our clock")
        }
    }
}

extension Int64 {
    /// How far another number is away, for any two numbers.
    fileprivate func distanceMagnitude(to other: Int64) -> UInt64 {
        self > other ? UInt64(bitPattern: self &- other) : UInt64(bitPattern: other &- self)
    }
}

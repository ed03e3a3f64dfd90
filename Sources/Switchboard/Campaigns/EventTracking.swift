public import SwitchboardCore

/// What was tracked about a piece of work: one event for each part of it that was done.
///
/// What was done stays done where this fails.
public struct EventTracking: Sendable, Hashable {
    /// The event.
    public let eventName: String

    /// How many events the provider took.
    public internal(set) var tracked = 0

    /// How many it did not take, or not for certain.
    public internal(set) var failed = 0

    /// Why the first one failed, or why none was tracked.
    public internal(set) var failure: Failure?

    init(eventName: String) {
        self.eventName = eventName
    }

    /// Records events, where somebody configured takes them.
    mutating func track(_ events: [TrackEvent], _ options: CallOptions, with tools: CommunicationTools) async {
        guard !events.isEmpty else { return }
        // Who did the work need not be who is told of it.
        let options = options.withoutProvider
        guard tools.canPerform(TrackEventBatch.name, options) else {
            return leaveOut("no configured provider takes events")
        }
        add(await tools.performUndisturbed(TrackEventBatch(events: events), options), of: events.count)
    }

    /// Says why nothing is tracked.
    mutating func leaveOut(_ reason: String) {
        failure = Failure(.unsupportedAction, effect: .none, "not tracked: \(reason)")
    }

    private mutating func add(_ outcome: Outcome<TrackEventBatch.Receipt>, of count: Int) {
        switch outcome.result {
        case .success(let receipt):
            tracked += receipt.succeeded
            failed += receipt.failed
            guard failure == nil, let index = receipt.failures.keys.min() else { return }
            failure = receipt.failures[index]
            if failure?.provider == nil { failure?.provider = outcome.provider }
        case .failure(let error):
            failed += count
            failure = failure ?? error
        }
    }
}

extension EventTracking: Encodable {
    private enum CodingKeys: String, CodingKey {
        case event, tracked, failed
    }

    /// Writes the flat form, with the failure's own fields.
    public func encode(to encoder: any Encoder) throws {
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(eventName, forKey: .event)
        try container.encode(tracked, forKey: .tracked)
        try container.encode(failed, forKey: .failed)
    }
}

extension String {
    /// An id by which a provider knows the event again that is tracked under this text.
    var eventID: String { fingerprint.hexadecimal + "\(self) 2".fingerprint.hexadecimal }
}

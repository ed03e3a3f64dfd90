import Synchronization

/// The only way to the network that an adapter is handed: bound to one action, its deadline and its journal.
///
/// Every exchange runs through the resilience layer; an adapter cannot go around it.
public struct ProviderClient: Sendable {
    /// What an answer must satisfy beside its status for the attempt to count as a success.
    package typealias Check = @Sendable (WireResponse) throws(Failure) -> Void

    /// The action's id: the same for all its attempts, so that keys made from it are too.
    public let actionID: ActionID

    let visit: any ProviderVisit

    /// Creates a client for one action.
    ///
    /// - Parameters:
    ///   - actionID: The action's id.
    ///   - visit: What runs its exchanges.
    package init(actionID: ActionID, through visit: any ProviderVisit) {
        self.actionID = actionID
        self.visit = visit
    }

    /// Reads the calendar clock, for limits that a provider sets on times.
    public func now() -> Timestamp { visit.time.wallClock() }

    /// Runs one exchange: attempts, waits and records as the request's repeatability allows.
    ///
    /// - Returns: A response that the provider's own reading takes for a success.
    /// - Throws: The failure of the last attempt, with the strongest effect of all of them.
    public func send(_ request: WireRequest) async throws(Failure) -> WireResponse {
        try await visit.exchange(request, into: nil) { _ in }
    }

    /// Runs one exchange whose answer must satisfy more than its status says.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - check: Looks at an answer of success; what it throws is the attempt's failure.
    /// - Returns: The answer that passed.
    /// - Throws: As ``send(_:)``; what the check throws.
    package func send(_ request: WireRequest, check: Check) async throws(Failure) -> WireResponse {
        try await visit.exchange(request, into: nil, check: check)
    }

    /// Runs one exchange and streams the body of its success into a sink, with flat memory.
    ///
    /// - Throws: As ``send(_:)``. Once the sink has taken bytes there is no further attempt.
    public func send(_ request: WireRequest, into sink: any ByteSink) async throws(Failure) -> WireResponse {
        try await visit.exchange(request, into: sink) { _ in }
    }

    /// Runs one exchange and decodes its JSON answer.
    ///
    /// An answer of success that cannot be read is a failed attempt: it is repeated where that is safe, and the circuit
    /// breaker hears of it.
    ///
    /// - Throws: As ``send(_:)``; ``Failure/Kind/malformedResponse`` for a success that cannot be read.
    public func send<Value: Decodable & Sendable>(
        _ request: WireRequest,
        as type: Value.Type
    ) async throws(Failure) -> Value {
        let decoded = Decoded<Value>()
        let response = try await visit.exchange(request, into: nil) { (response: WireResponse) throws(Failure) in
            do throws(Failure) {
                decoded.store(try response.decode(type, answering: request))
            } catch {
                var failure = error
                failure.effect = .unknown
                throw failure
            }
        }
        guard let value = decoded.value else { throw .malformedResponse(status: response.status, to: request) }
        return value
    }
}

/// Carries a decoded value out of the attempt that decoded it.
private final class Decoded<Value: Sendable>: Sendable {
    private let box = Mutex<Value?>(nil)

    var value: Value? { box.withLock { $0 } }

    func store(_ value: Value) {
        box.withLock { $0 = value }
    }
}

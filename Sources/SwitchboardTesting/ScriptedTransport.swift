import HTTPTypes
public import SwitchboardCore
import Synchronization

/// A transport that answers from a script, in order, and remembers what it was sent.
///
/// When the script has ended, further requests fail as an unreachable host would.
public final class ScriptedTransport: Transport {
    /// One step of a script.
    public struct Step: Sendable {
        fileprivate let answer: @Sendable (WireRequest) async throws(Failure) -> WireResponse

        /// Creates a step that decides for itself.
        public init(_ answer: @escaping @Sendable (WireRequest) async throws(Failure) -> WireResponse) {
            self.answer = answer
        }

        /// Answers with a status, headers and a body.
        public static func respond(
            _ status: Int,
            headers: [String: String] = [:],
            body: String = ""
        ) -> Step {
            let response = WireResponse.respond(status, headers: headers, body: body)
            return Step { (_: WireRequest) async throws(Failure) -> WireResponse in response }
        }

        /// Fails as a transport does.
        public static func fail(_ failure: Failure) -> Step {
            Step { (_: WireRequest) async throws(Failure) -> WireResponse in throw failure }
        }

        /// Loses the answer after the request was sent.
        public static let loseAnswer = fail(Failure(.network, effect: .unknown, "the connection broke"))

        /// Finds nobody listening: nothing was sent.
        public static let refuseConnection = fail(Failure(.network, effect: .none, "connection refused"))
    }

    private struct State {
        var script: [Step]
        var sent: [WireRequest] = []
        var isShutDown = false
    }

    private let state: Mutex<State>

    /// Creates a transport with its script.
    public init(_ script: [Step]) {
        state = Mutex(State(script: script))
    }

    /// Every request so far, with its credentials.
    public var sent: [WireRequest] { state.withLock(\.sent) }

    /// Whether ``shutdown()`` has been called.
    public var isShutDown: Bool { state.withLock(\.isShutDown) }

    /// Takes the next step of the script.
    public func send(
        _ request: WireRequest,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        let step = state.withLock { state -> Step in
            state.sent.append(request)
            return state.script.isEmpty ? .refuseConnection : state.script.removeFirst()
        }
        return try await step.answer(request)
    }

    /// Takes the next step of the script; a success goes into the sink.
    public func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        var response = try await send(request, deadline: deadline)
        guard response.isSuccess else { return response }
        try await sink.write(response.body)
        response.body = []
        return response
    }

    /// Takes note of the shutdown.
    public func shutdown() async {
        state.withLock { $0.isShutDown = true }
    }
}

extension WireResponse {
    /// Makes a response of a status, headers and a body.
    ///
    /// A header whose name is none is left out.
    public static func respond(
        _ status: Int,
        headers: [String: String] = [:],
        body: String = ""
    ) -> WireResponse {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return WireResponse(status: status, headers: fields, body: Array(body.utf8))
    }
}

extension WireRequest {
    /// The JSON body of a request, for comparisons; `nil` where it is none.
    public var json: JSONValue? { try? JSONValue(parsing: body) }
}

import SwitchboardCore
import Synchronization

/// Stands where the network would, in a rehearsal: keeps the first request for each provider and ends the handler there.
///
/// What a handler asks for after that is no exact request: it would react to an answer that never came.
final class RequestRecorder: Sendable {
    /// The request that was kept.
    struct Kept: Sendable {
        let provider: String
        /// Makes what may be shown of it.
        let preview: @Sendable () -> RequestPreview
        /// Whether the request only reads.
        let isRead: Bool
    }

    private let state = Mutex<[Kept]>([])

    /// The first request that each adapter asked for.
    var kept: [Kept] { state.withLock(\.self) }

    /// Keeps a request, unless there is one for the same provider already, and ends the handler.
    ///
    /// - Parameters:
    ///   - request: The request, with its credentials.
    ///   - provider: The instance that asks for it.
    ///   - secrets: What must not be kept.
    /// - Throws: Always: a failure of kind `cancelled`, which adapters pass on and which tries no other provider; or
    ///   what the transport would refuse.
    func end(with request: WireRequest, to provider: String, hiding secrets: [Secret]) throws(Failure) -> Never {
        try request.headers.check()
        let kept = Kept(
            provider: provider,
            preview: { RequestPreview(request, hiding: secrets) },
            isRead: request.repeatability == .safe
        )
        state.withLock { all in
            if !all.contains(where: { $0.provider == provider }) { all.append(kept) }
        }
        throw .cancelledBeforeSending
    }
}

import SwitchboardCore
import SwitchboardTesting
import Synchronization

/// A transport that reaches nobody and remembers until when it was given time.
final class Deadlines: Transport {
    private let state = Mutex<[ContinuousClock.Instant]>([])

    /// The deadline of each attempt.
    var seen: [ContinuousClock.Instant] { state.withLock(\.self) }

    func send(_ request: WireRequest, deadline: ContinuousClock.Instant) async throws(Failure) -> WireResponse {
        state.withLock { $0.append(deadline) }
        throw Failure(.network, effect: .none, "connection refused")
    }

    func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        try await send(request, deadline: deadline)
    }

    func shutdown() async {}
}

extension ManualTime {
    /// When this clock started.
    var started: ContinuousClock.Instant { now.advanced(by: .zero - elapsed) }
}

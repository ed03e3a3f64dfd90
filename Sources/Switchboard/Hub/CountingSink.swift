import SwitchboardCore
import Synchronization

/// A sink that knows whether it has been written to: from then on the exchange must not be tried again.
final class CountingSink: ByteSink {
    private let sink: any ByteSink
    private let isTouched = Mutex(false)

    private init(_ sink: any ByteSink) {
        self.sink = sink
    }

    func write(_ bytes: [UInt8]) async throws(Failure) {
        isTouched.withLock { $0 = true }
        try await sink.write(bytes)
    }

    /// Streams one attempt; its failure is permanent once the sink has taken bytes.
    static func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant,
        over transport: any Transport
    ) async throws(Failure) -> WireResponse {
        let counting = CountingSink(sink)
        do throws(Failure) {
            return try await transport.send(request, into: counting, deadline: deadline)
        } catch {
            var failure = error
            if counting.isTouched.withLock({ $0 }) { failure.isPermanent = true }
            throw failure
        }
    }
}

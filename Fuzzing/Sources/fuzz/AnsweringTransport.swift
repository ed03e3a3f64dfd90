import SwitchboardCore
import Synchronization

/// Gives the answers of an input in turn, the last one again and again, and remembers what it was asked.
final class AnsweringTransport: Transport {
    /// A request and what came back.
    struct Exchange: Sendable {
        var request: WireRequest
        var answer: Answer
    }

    private let answers: [Answer]
    private let state = Mutex<[Exchange]>([])

    init(_ answers: [Answer]) { self.answers = answers }

    /// Everything so far, in order.
    var exchanges: [Exchange] { state.withLock { $0 } }

    func send(
        _ request: WireRequest,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        let answer = state.withLock { exchanges -> Answer in
            // Who turns pages for ever ends here.
            let isEnough = exchanges.count >= 64 || answers.isEmpty
            let answer = isEnough ? .refused : answers[min(exchanges.count, answers.count - 1)]
            exchanges.append(Exchange(request: request, answer: answer))
            return answer
        }
        return try answer.get()
    }

    func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        var response = try await send(request, deadline: deadline)
        guard response.isSuccess else { return response }
        // In two pieces, as the network might have it.
        let middle = response.body.count / 2
        try await sink.write(Array(response.body[..<middle]))
        try await sink.write(Array(response.body[middle...]))
        response.body = []
        return response
    }

    func shutdown() async {}
}

import SwitchboardCore
import Synchronization

/// Answers in the place of every provider: as it has learned, else with a receipt that it makes up.
final class Cast: Understudy {
    private struct Answer<A: Action>: Sendable {
        let make: @Sendable (A) async -> Result<A.Receipt, Failure>
    }

    private struct State {
        var answers: [ObjectIdentifier: any Sendable] = [:]
        var calls: [RecordingTools.Call] = []
    }

    private let state = Mutex(State())

    var calls: [RecordingTools.Call] { state.withLock(\.calls) }

    func learn<A: Action>(_ action: A.Type, _ make: @escaping @Sendable (A) async -> Result<A.Receipt, Failure>) {
        state.withLock { $0.answers[ObjectIdentifier(action)] = Answer(make: make) }
    }

    func answer<A: Action>(_ action: A, at instance: String) async throws(Failure) -> A.Receipt {
        state.withLock { $0.calls.append(RecordingTools.Call(action: action, provider: instance)) }
        return try await receipt(for: action)
    }

    private func receipt<A: Action>(for action: A) async throws(Failure) -> A.Receipt {
        let answer = state.withLock { $0.answers[ObjectIdentifier(A.self)] as? Answer<A> }
        if let answer { return try await answer.make(action).get() }
        if let batch = action as? any BatchAction, let receipt = await receipt(forBatch: batch) as? A.Receipt {
            return receipt
        }
        return try Self.placeholder(for: A.self)
    }

    /// Makes a receipt up.
    static func placeholder<A: Action>(for action: A.Type) throws(Failure) -> A.Receipt {
        do {
            return try PlaceholderDecoder.make(A.Receipt.self)
        } catch {
            throw Failure(
                .rejected,
                effect: .refused,
                "no receipt can be made up for \(A.name); give one with answer(\(A.self).self) { _ in .success(...) }"
            )
        }
    }

    private func receipt<A: BatchAction>(forBatch batch: A) async -> any Sendable {
        var results = A.Receipt(count: batch.items.count)
        for (index, item) in batch.items.enumerated() {
            do throws(Failure) {
                results[index] = .success(try await receipt(for: item))
            } catch {
                results[index] = .failure(error)
            }
        }
        return results
    }
}

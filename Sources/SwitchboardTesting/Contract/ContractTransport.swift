import SwitchboardCore
import Synchronization

/// Answers from a sample, disturbed by at most one fault, and remembers everything.
final class ContractTransport: Transport {
    /// One request and what came of it.
    struct Entry: Sendable {
        var request: WireRequest
        var answer: WireResponse?
        var isStreamed: Bool
    }

    private struct State {
        var entries: [Entry] = []
        var struck = 0
    }

    private let answering: ContractSample.Answering
    private let fault: Fault?
    private let state = Mutex(State())

    init(_ answering: @escaping ContractSample.Answering, fault: Fault?) {
        self.answering = answering
        self.fault = fault
    }

    var entries: [Entry] { state.withLock(\.entries) }

    func send(_ request: WireRequest, deadline: ContinuousClock.Instant) async throws(Failure) -> WireResponse {
        try answer(request, isStreamed: false)
    }

    func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        var response = try answer(request, isStreamed: true)
        guard response.isSuccess else { return response }
        try await sink.write(response.body)
        response.body = []
        return response
    }

    func shutdown() async {}

    private func answer(_ request: WireRequest, isStreamed: Bool) throws(Failure) -> WireResponse {
        let (index, isStruck) = state.withLock { state in
            state.entries.append(Entry(request: request, isStreamed: isStreamed))
            let index = state.entries.count - 1
            let isStruck = fault.map { $0.strikes(request, index, after: state.struck) } ?? false
            if isStruck { state.struck += 1 }
            return (index, isStruck)
        }
        if isStruck, let fault, fault.spareAnswer { return try fault.change(WireResponse(status: 200)) }
        guard let own = answering(request) else {
            throw Failure(.network, effect: .none, "the sample has no answer to \(request.name)")
        }
        state.withLock { $0.entries[index].answer = own }
        guard isStruck, let fault else { return own }
        return try fault.change(own)
    }
}

extension Fault {
    fileprivate func strikes(_ request: WireRequest, _ index: Int, after struck: Int) -> Bool {
        index >= first && struck < count && request.name == exchange
    }
}

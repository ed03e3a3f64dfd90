import SwitchboardCore

/// One request of a batch.
struct MailRequest: Sendable {
    /// How often messages go out again without those that SendGrid has found fault with.
    private static let roundLimit = 5

    /// Where its messages stand in the batch, in the order of its personalizations.
    private(set) var indices: [Int] = []

    /// How many bytes the body has.
    private(set) var byteCount: Int

    /// Why it is not sent, where SendGrid would not take it.
    var refusal: Failure?

    private let shell: MailShell
    private var parts: [[UInt8]] = []
    private var round = 1

    /// Creates a request without messages.
    init(_ shell: MailShell) {
        self.shell = shell
        byteCount = shell.byteCount
    }

    /// The body.
    var body: [UInt8] { shell.body(around: parts) }

    /// Adds a message unless the request would become larger than SendGrid takes; the first one in any case.
    ///
    /// - Returns: Whether it was added.
    mutating func add(_ part: [UInt8], at index: Int) -> Bool {
        let count = byteCount + part.count + (parts.isEmpty ? 0 : 1)
        guard parts.isEmpty || count <= Mail.byteLimit else { return false }
        byteCount = count
        parts.append(part)
        indices.append(index)
        return true
    }

    /// Sorts its messages after a failure: those that have failed, each with its failure, and requests with those that
    /// may go out again, because SendGrid has accepted none and finds no fault with them.
    func sorted(after failure: Failure) -> (failed: [(index: Int, failure: Failure)], again: [MailRequest]) {
        if failure.status == 413, failure.effect == .refused, indices.count > 1 {
            let half = indices.count / 2
            return ([], [with(half..<indices.count), with(0..<half)])
        }
        guard round < Self.roundLimit, let blamed = blamed(by: failure) else {
            return (indices.map { ($0, failure) }, [])
        }
        let rest = indices.indices.filter { blamed[$0] == nil }
        var again = with(rest)
        again.round += 1
        return (blamed.map { (indices[$0.key], $0.value) }, rest.isEmpty ? [] : [again])
    }

    /// The messages that SendGrid has found fault with, by their position, each with its failure; `nil` where it declined
    /// the request as a whole, or where it is not certain that it accepted none of it.
    private func blamed(by failure: Failure) -> [Int: Failure]? {
        guard failure.status == 400, failure.effect == .refused, !failure.details.isEmpty else { return nil }
        var blamed: [Int: Failure] = [:]
        for detail in failure.details {
            guard let place = MailPlace(detail.field ?? ""), indices.indices.contains(place.position) else {
                return nil
            }
            if blamed[place.position] == nil { blamed[place.position] = failure.blaming(place.field, detail) }
        }
        return blamed
    }

    /// The same request with some of its messages only.
    private func with(_ positions: some Sequence<Int>) -> MailRequest {
        var request = MailRequest(shell)
        request.round = round
        for position in positions { _ = request.add(parts[position], at: indices[position]) }
        return request
    }
}

extension Failure {
    /// The failure of one message, with SendGrid's words about it alone.
    fileprivate func blaming(_ field: String, _ detail: ProviderProblem.Detail) -> Failure {
        var failure = Failure.invalidInput(field, "is what SendGrid does not accept; provider_message has its words")
        failure.effect = .refused
        failure.status = status
        failure.providerMessage = detail.message
        return failure
    }
}

import SwitchboardCore

/// What `/engage` says of the updates of one profile: `1` or `0`, an object with the same as its `status`, or the answer
/// of `strict=1` (https://developer.mixpanel.com/reference/profile-set).
struct ProfileAnswer {
    /// The operations, one an update, in the order in which they were sent.
    let operations: [String]

    /// Refuses everything but the word that all updates were made.
    ///
    /// - Throws: ``Failure/Kind/rejected``, with effect `unknown` where some of several updates were made, or may have
    ///   been; ``Failure/Kind/malformedResponse``.
    func check(_ response: WireResponse, to request: WireRequest) throws(Failure) {
        let unreadable = Failure.malformedResponse(status: response.status, to: request)
        guard let json = response.json else { throw unreadable }
        let answer = ImportAnswer(json)
        if let answer, !answer.failed.isEmpty { throw refusal(of: answer) }
        if let imported = answer?.imported {
            guard imported >= operations.count else { throw unreadable }
            return
        }
        if json == 1 || json["status"] == 1 || json["status"]?.string == "OK" || json["code"] == 200 { return }
        guard json == 0 || json["status"] == 0 else { throw unreadable }
        throw refusal(inWords: json["error"]?.string, status: response.status)
    }

    /// The failure of updates of which some, or all, are named.
    private func refusal(of answer: ImportAnswer) -> Failure {
        var failure = answer.failed[0].failure
        let named = Set(answer.failed.compactMap(\.index)).intersection(operations.indices)
        guard operations.count > 1, named.count < operations.count else { return failure }
        failure.effect = .unknown
        failure.message = "Mixpanel refuses a part of the update, and does not say which"
        guard !named.isEmpty else { return failure }
        let refused = named.sorted().map { operations[$0] }.joined(separator: " and ")
        let others = operations.indices.filter { !named.contains($0) }
        let isDone = answer.imported == others.count
        failure.message =
            "Mixpanel refuses \(refused); \(others.map { operations[$0] }.joined(separator: " and ")) "
            + (isDone ? "is done" : "may be done")
        return failure
    }

    /// The failure of an answer that speaks of all updates at once.
    private func refusal(inWords words: String?, status: Int) -> Failure {
        let isOne = operations.count == 1
        var failure = Failure(
            .rejected,
            effect: isOne ? .refused : .unknown,
            isOne ? "Mixpanel refuses the update of the profile" : "Mixpanel refuses the update, or a part of it"
        )
        failure.status = status
        failure.providerMessage = words.map { String($0.prefix(Failure.providerMessageLimit)) }
        return failure
    }
}

import SwitchboardCore

/// A job, as the answer that queues it and those to later questions show it.
struct ZendeskJob: Decodable {
    /// Zendesk's id.
    var id: String { reference.text }

    /// Whether nothing will happen any more; words that are not documented count as an end.
    var hasEnded: Bool { status != "queued" && status != "working" }

    private let reference: ZendeskID
    private let status: String
    private let message: String?
    private let results: JSONValue?

    private enum CodingKeys: String, CodingKey {
        case reference = "id"
        case status
        case message
        case results
    }
}

/// An answer that holds a job.
struct ZendeskJobAnswer: Decodable {
    let job: ZendeskJob

    private enum CodingKeys: String, CodingKey {
        case job = "job_status"
    }
}

extension ZendeskJob {
    /// What became of each item: the id of its ticket, or why it was not done.
    ///
    /// A completed job may hold items that failed. Its results are nothing at all, one verdict over everything, or a list
    /// whose elements name their item by its index, by the ticket's id, or by their own place.
    ///
    /// - Parameter ids: The ticket of each item; `nil` where it is to be made.
    /// - Returns: One outcome an item, in the items' order.
    func outcomes(ofItemsWith ids: [Int64?]) -> [Result<String, Failure>] {
        var verdicts = [JSONValue?](repeating: nil, count: ids.count)
        switch results {
        case .array(let elements)?:
            for (place, element) in elements.enumerated() {
                let isComplete = elements.count == ids.count
                let free = { (index: Int) in ids.indices.contains(index) && verdicts[index] == nil }
                let index =
                    element["index"]?.integer.map { Int(clamping: $0) }
                    ?? ids.indices.first { free($0) && ids[$0] != nil && ids[$0] == element["id"]?.number }
                    ?? (isComplete ? place : nil)
                if let index, free(index) { verdicts[index] = element }
            }
        case .object?: verdicts = Array(repeating: results, count: ids.count)
        default: break
        }
        return zip(verdicts, ids).map { outcome($0, of: $1) }
    }

    private func outcome(_ verdict: JSONValue?, of ticket: Int64?) -> Result<String, Failure> {
        guard let verdict else {
            // One that failed may have done a part; one that completed should have told of all.
            let kind: Failure.Kind = status == "completed" ? .malformedResponse : .rejected
            var failure = Failure(kind, effect: .unknown, "Zendesk's job \(id) ended without a word about it")
            failure.providerMessage = message?.kept
            return .failure(failure)
        }
        if let failure = verdict.failure { return .failure(failure) }
        if let made = verdict["id"]?.identifier ?? ticket.map({ String($0) }) { return .success(made) }
        return .failure(Failure(.malformedResponse, effect: .unknown, "Zendesk's job \(id) names no ticket for it"))
    }
}

extension JSONValue {
    fileprivate var number: Int64? { identifier.flatMap { Int64($0) } }

    /// Why an item was not done: `{"success": false, "error": …, "details": …}`.
    fileprivate var failure: Failure? {
        let error = self["error"]?.string
        guard self["success"] == false || error != nil || self["status"] == "Failed" else { return nil }
        var failure = Failure(Self.kind(of: error ?? ""), effect: .refused, "Zendesk did not do this one of the job")
        failure.providerCode = error.flatMap { $0.wholeMatch(of: #/[A-Za-z0-9_.-]{1,100}/#).map { String($0.0) } }
        failure.providerMessage = (self["details"]?.string ?? error)?.kept
        return failure
    }

    private static func kind(of error: String) -> Failure.Kind {
        switch error {
        case _ where error.hasSuffix("NotFound"): .notFound
        case "UpdateConflict": .conflict
        case "PermissionDenied", "Forbidden": .permissionDenied
        default: .rejected
        }
    }
}

extension String {
    /// As much of Zendesk's words as is kept.
    fileprivate var kept: String {
        String(String.UnicodeScalarView(unicodeScalars.prefix(Failure.providerMessageLimit)))
    }
}

public import SwitchboardCore

/// A status that says too little: a 400 of `/import` or `/engage` may have taken most records.
extension MixpanelProvider {
    /// Reads a response as a failure; `nil` when it is a success, or may be a part of one.
    public func failure(for response: WireResponse, answering request: WireRequest, now: Timestamp) -> Failure? {
        let failure = statusFailure(for: response, now: now)
        guard failure?.status == 400, request.name == Self.importName || request.name == Self.engageName else {
            return failure
        }
        // Only the handler knows which event, or which update, a record is.
        let answer = response.json.flatMap { ImportAnswer($0) }
        return answer?.tellsRecordsApart == true ? nil : failure
    }
}

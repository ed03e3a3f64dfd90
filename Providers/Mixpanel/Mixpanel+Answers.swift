public import SwitchboardCore

/// Statuses that lie: a 400 of `/import` that took most events, a 200 of `/engage` that took nothing.
extension MixpanelProvider {
    /// Reads a response as a failure; `nil` when it is a success, or a part of one.
    public func failure(for response: WireResponse, answering request: WireRequest, now: Timestamp) -> Failure? {
        let failure = statusFailure(for: response, now: now)
        switch request.name {
        case Self.importName:
            // Only the handler knows which event a record is.
            return failure?.status == 400 && response.failedRecords != nil ? nil : failure
        case Self.engageName:
            if let record = response.failedRecords?.first { return record.failure }
            return failure ?? Self.profileRefusal(in: response, to: request)
        default: return failure
        }
    }

    /// Reads the body of a 200: `1` or `0`, an object with the same as its `status`, or with the code of `strict=1`
    /// (https://developer.mixpanel.com/reference/profile-set).
    private static func profileRefusal(in response: WireResponse, to request: WireRequest) -> Failure? {
        guard let json = response.json else { return .malformedResponse(status: response.status, to: request) }
        if json == 1 || json["status"] == 1 || json["status"]?.string == "OK" || json["code"] == 200 { return nil }
        guard json == 0 || json["status"] == 0 else {
            return .malformedResponse(status: response.status, to: request)
        }
        var failure = Failure(.rejected, effect: .refused, "Mixpanel refuses the update of the profile")
        failure.status = response.status
        failure.providerMessage = json["error"]?.string.map { String($0.prefix(Failure.providerMessageLimit)) }
        return failure
    }
}

extension WireResponse {
    /// The records that a strict answer names; `nil` for none.
    fileprivate var failedRecords: [ImportAnswer.FailedRecord]? {
        guard let answer = try? JSONDocument(body, isTolerant: true).decode(ImportAnswer.self) else { return nil }
        return answer.failed.isEmpty ? nil : answer.failed
    }
}

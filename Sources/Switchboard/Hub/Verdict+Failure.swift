import SwitchboardCore

extension AuditOutcome.Verdict {
    /// The verdict on what ended with this failure, or with none.
    init(_ failure: Failure?) {
        guard let failure else {
            self = .success
            return
        }
        self = failure.effect == .unknown ? .unknown : .failure
    }
}

import SwitchboardCore

/// A call that Mixpanel refuses as a whole; each of its APIs puts it into a shape of its own.
struct MixpanelError: SandboxRefusal, Hashable {
    /// The HTTP status; some APIs answer 200 all the same.
    var status: Int

    /// What is wrong.
    var message: String

    /// Creates an error.
    init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }

    init(_ problem: JSONProblem) {
        self.init(400, problem.message)
    }

    /// What `/import` says to credentials that it does not know.
    static let unauthorized = MixpanelError(401, "Invalid credentials")

    /// What Mixpanel says with a status, for faults that name nothing else; `nil` for a success.
    static func forStatus(_ status: Int) -> MixpanelError? {
        switch status {
        case ..<400: nil
        case 401: .unauthorized
        case 429:
            MixpanelError(429, "Project exceeded rate limits. Please retry the request with exponential backoff.")
        case 500...: MixpanelError(status, "Internal server error")
        default: MixpanelError(status, MixpanelAnswer.reason(status))
        }
    }
}

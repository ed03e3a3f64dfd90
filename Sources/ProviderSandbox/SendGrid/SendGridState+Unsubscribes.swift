import SwitchboardCore

extension SendGridState {
    /// The body of every request that adds addresses to a list.
    static let recipientEmails = JSONShape.object(
        ["recipient_emails": .list(of: .email, 1 ... .max)],
        required: ["recipient_emails"]
    )

    /// Unsubscribes addresses from everything.
    mutating func addGlobalSuppressions(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let body = try call.checkedBody(Self.recipientEmails)
        for email in body["recipient_emails"]?.array ?? [] {
            suppress(email.string ?? "", by: .unsubscribes, at: now)
        }
        return body
    }

    /// Shows the address where it is unsubscribed from everything, and an empty object where it is not.
    func showGlobalSuppression(_ call: SendGridCall) -> JSONValue {
        isSuppressed(call["email"], by: .unsubscribes) ? ["recipient_email": .string(call["email"])] : [:]
    }

    /// Takes an unsubscription back, if there is one.
    mutating func deleteGlobalSuppression(_ call: SendGridCall) -> SandboxResponse {
        suppressions[.unsubscribes]?.removeAll { $0.isAbout(call["email"]) }
        return SandboxResponse(status: 204)
    }
}

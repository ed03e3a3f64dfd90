/// Sends many emails, each of which stands or falls alone.
public struct SendEmailBatch: BatchAction {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "email.send_batch"
    /// What it does, in one sentence.
    public static let summary = "Sends many emails, each of which stands or falls alone."
    /// The name in JSON of the field that holds the emails.
    public static let itemsField = CodingKeys.items.stringValue

    /// The emails, in order.
    public var items: [SendEmail]

    /// Creates the action.
    public init(items: [SendEmail]) {
        self.items = items
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case items = "messages"
    }
}

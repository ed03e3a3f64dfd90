/// Makes an id by which scheduled emails can be cancelled together.
public struct CreateEmailBatchID: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "email.create_batch_id"
    /// What it does, in one sentence.
    public static let summary = "Makes an id by which scheduled emails can be cancelled together."
    /// It has none.
    public static let fields: [Field] = []

    /// Creates the action.
    public init() {}

    /// Nobody.
    public var people: [Person] { [] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }
}

extension CreateEmailBatchID {
    /// The id.
    public struct Receipt: ActionReceipt {
        /// What ``SendEmail/batchID`` and ``CancelScheduledEmails/batchID`` take.
        public var batchID: String

        /// Creates a receipt.
        public init(batchID: String) {
            self.batchID = batchID
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { batchID }

        private enum CodingKeys: String, CodingKey {
            case batchID = "batch_id"
        }
    }
}

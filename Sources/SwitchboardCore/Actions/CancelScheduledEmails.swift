/// Cancels the emails of a batch that have not gone out yet.
public struct CancelScheduledEmails: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "email.cancel_scheduled"
    /// What it does, in one sentence.
    public static let summary = "Cancels the emails of a batch that have not gone out yet."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .required(CodingKeys.batchID, .string, audit: .plain, "the batch", .notEmpty, .singleLine)
    ]

    /// The batch.
    public var batchID: String

    /// Creates the action.
    public init(batchID: String) {
        self.batchID = batchID
    }

    /// Nobody in particular.
    public var people: [Person] { [] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case batchID = "batch_id"
    }
}

extension CancelScheduledEmails {
    /// Which batch it was.
    public struct Receipt: ActionReceipt {
        /// What a batch is set to.
        public enum Status: String, Codable, Sendable, CaseIterable {
            /// What has not gone out yet never will.
            case cancel
        }

        /// The batch.
        public var batchID: String

        /// What it is set to.
        public var status: Status

        /// Creates a receipt.
        public init(batchID: String, status: Status = .cancel) {
            self.batchID = batchID
            self.status = status
        }

        /// The id of what was changed, for the audit log.
        public var reference: String? { batchID }

        private enum CodingKeys: String, CodingKey {
            case batchID = "batch_id"
            case status
        }
    }
}

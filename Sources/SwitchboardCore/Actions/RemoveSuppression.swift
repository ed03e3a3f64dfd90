/// Lets a provider send to an address again.
public struct RemoveSuppression: SuppressionAction {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "suppression.remove"
    /// What it does, in one sentence.
    public static let summary = "Lets a provider send to an address again."
    /// The fields of its JSON form.
    public static let fields: [Field] =
        .suppressions + [
            .required(CodingKeys.email, .string, audit: .sealed, "whom to send to again", .emailAddress)
        ]

    /// Why it is suppressed.
    public var kind: Suppression.Kind

    /// The group, for the kind `group`.
    public var groupID: Int64?

    /// The address.
    public var email: String

    /// Creates the action.
    public init(kind: Suppression.Kind, groupID: Int64? = nil, email: String) {
        self.kind = kind
        self.groupID = groupID
        self.email = email
    }

    /// Whom it concerns.
    public var people: [Person] { [Person(email: email)] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    typealias CodingKeys = SuppressionKeys
}

extension RemoveSuppression {
    /// What is suppressed no more.
    public struct Receipt: ActionReceipt {
        /// The address.
        public var email: String

        /// Creates a receipt.
        public init(email: String) {
            self.email = email
        }
    }
}

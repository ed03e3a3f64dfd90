/// Has a provider send nothing to an address from now on.
public struct AddSuppression: SuppressionAction {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "suppression.add"
    /// What it does, in one sentence.
    public static let summary = "Has a provider send nothing to an address from now on."
    /// The fields of its JSON form.
    public static let fields: [Field] =
        .suppressions + [
            .required(CodingKeys.email, .string, audit: .sealed, "whom to send nothing", .emailAddress)
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

extension AddSuppression {
    /// What was suppressed.
    public struct Receipt: ActionReceipt {
        /// The address.
        public var email: String

        /// Creates a receipt.
        public init(email: String) {
            self.email = email
        }
    }
}

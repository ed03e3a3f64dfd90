/// Says what the account promises its customers.
public struct GetSLAPolicies: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "ticket.sla_policies"
    /// What it does, in one sentence.
    public static let summary = "Says how fast the account promises to answer which tickets."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .optional(CodingKeys.policyID, .string, audit: .plain, "the only one wanted", .notEmpty, .singleLine)
    ]

    /// The provider's id of the only policy wanted; all of them unless given.
    public var policyID: String?

    /// Creates the action.
    public init(policyID: String? = nil) {
        self.policyID = policyID
    }

    /// Whom it concerns: nobody.
    public var people: [Person] { [] }

    private enum CodingKeys: String, CodingKey {
        case policyID = "policy_id"
    }
}

extension GetSLAPolicies {
    /// The policies.
    public struct Receipt: ActionReceipt {
        /// The policies, in the order in which they apply.
        public var policies: [SLAPolicy]

        /// Creates a receipt.
        public init(policies: [SLAPolicy]) {
            self.policies = policies
        }
    }
}

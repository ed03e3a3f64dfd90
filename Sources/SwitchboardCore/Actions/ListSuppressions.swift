/// Lists the addresses that a provider sends nothing to.
public struct ListSuppressions: SuppressionAction {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "suppression.list"
    /// What it does, in one sentence.
    public static let summary = "Lists the addresses that a provider sends nothing to."
    /// It changes nothing.
    public static let isRead = true
    /// The fields of its JSON form.
    public static let fields: [Field] =
        .suppressions + [
            .optional(CodingKeys.email, .string, audit: .sealed, "only this address", .emailAddress)
        ]

    /// Why they are suppressed.
    public var kind: Suppression.Kind

    /// The group, for the kind `group`.
    public var groupID: Int64?

    /// The one address to look for; all of them unless given.
    public var email: String?

    /// Creates the action.
    public init(kind: Suppression.Kind, groupID: Int64? = nil, email: String? = nil) {
        self.kind = kind
        self.groupID = groupID
        self.email = email
    }

    /// Whom it concerns.
    public var people: [Person] { email.map { [Person(email: $0)] } ?? [] }

    typealias CodingKeys = SuppressionKeys
}

extension ListSuppressions {
    /// The suppressions.
    public struct Receipt: ActionReceipt {
        /// The suppressions, in the provider's order.
        public var suppressions: [Suppression]

        /// Whether the provider has more of them than one call lists; `nil` where these are all.
        public var isTruncated: Bool?

        /// Creates a receipt.
        public init(suppressions: [Suppression], isTruncated: Bool = false) {
            self.suppressions = suppressions
            self.isTruncated = isTruncated ? true : nil
        }

        private enum CodingKeys: String, CodingKey {
            case suppressions
            case isTruncated = "truncated"
        }
    }
}

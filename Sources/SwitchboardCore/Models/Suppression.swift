/// An address that a provider sends nothing to, and why.
public struct Suppression: Codable, Sendable, Hashable {
    /// Why an address is suppressed.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// The mailbox does not exist.
        case bounces
        /// The receiving server declined.
        case blocks
        /// The recipient called a message spam.
        case spamReports = "spam_reports"
        /// The address cannot be right.
        case invalidEmails = "invalid_emails"
        /// The recipient wants nothing at all.
        case unsubscribes
        /// The recipient wants nothing of one group.
        case group
    }

    /// The address.
    public var email: String

    /// Since when, where the provider says.
    public var createdAt: Timestamp?

    /// Why, in the receiving server's words.
    public var reason: String?

    /// The receiving server's status code, such as `5.1.1`.
    public var status: String?

    /// Creates a suppression.
    public init(email: String, createdAt: Timestamp? = nil, reason: String? = nil, status: String? = nil) {
        self.email = email
        self.createdAt = createdAt
        self.reason = reason
        self.status = status
    }

    private enum CodingKeys: String, CodingKey {
        case email
        case createdAt = "created_at"
        case reason
        case status
    }
}

/// Which suppressions an action is about: a kind, and the group where the kind is one.
public protocol SuppressionAction: Action {
    /// The kind.
    var kind: Suppression.Kind { get }

    /// The group; given with ``Suppression/Kind/group``, and with no other.
    var groupID: Int64? { get }
}

extension SuppressionAction {
    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        switch (kind, groupID) {
        case (.group, nil): throw .invalidInput("group_id", "is missing; suppressions of kind group need one")
        case (.group, _), (_, nil): return
        default: throw .invalidInput("group_id", "applies to the kind group only; leave it out")
        }
    }
}

/// The names in JSON that these actions share.
enum SuppressionKeys: String, CodingKey, CaseIterable {
    case kind
    case groupID = "group_id"
    case email
}

extension [Field] {
    /// The fields that these actions share, before the address.
    static let suppressions: [Field] = [
        .required(
            SuppressionKeys.kind,
            .choice(Suppression.Kind.allCases.map(\.rawValue)),
            audit: .plain,
            "why the address is suppressed"
        ),
        .optional(SuppressionKeys.groupID, .integer, audit: .plain, "the group, for the kind group", .atLeast(1)),
    ]
}

/// Deletes a person's contact, or profile, at the provider.
public struct DeleteContact: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "contact.delete"
    /// What it does, in one sentence.
    public static let summary = "Deletes a person's contact, or profile, at the provider."
    /// The fields of its JSON form.
    public static let fields: [Field] = [.person(CodingKeys.person, "whose contact to delete")]

    /// Whose contact to delete.
    public var person: Person

    /// Creates the action.
    public init(person: Person) {
        self.person = person
    }

    /// Whom it concerns.
    public var people: [Person] { [person] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
    }
}

extension DeleteContact {
    /// Whose contact it was, and how far the provider is.
    public struct Receipt: ActionReceipt {
        /// How far the provider is.
        public enum Status: String, Codable, Sendable, CaseIterable {
            /// The contact is gone.
            case deleted
            /// The provider has accepted the request and deletes later.
            case pending
        }

        /// The provider's id of the person, under the ancestor's name for it.
        public var userID: String

        /// How far the provider is.
        public var status: Status

        /// Creates a receipt.
        public init(userID: String, status: Status) {
            self.userID = userID
            self.status = status
        }

        private enum CodingKeys: String, CodingKey {
            case userID = "user_id"
            case status
        }
    }
}

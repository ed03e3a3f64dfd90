/// Which tag was put on, or taken off, which contact.
public struct TagReceipt: ActionReceipt {
    /// The tag's name.
    public var tagName: String

    /// The provider's id of the person, under the ancestor's name for it.
    public var userID: String

    /// The provider's id of the person.
    public var contactID: String

    /// Creates a receipt.
    public init(tagName: String, contactID: String) {
        self.tagName = tagName
        self.userID = contactID
        self.contactID = contactID
    }

    /// The id of what was made, for the audit log.
    public var reference: String? { contactID }
    /// The person by the provider's id, for the audit log.
    public var person: Person? { Person(contactID: contactID) }

    private enum CodingKeys: String, CodingKey {
        case tagName = "tag_name"
        case userID = "user_id"
        case contactID = "contact_id"
    }
}

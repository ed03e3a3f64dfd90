/// Takes a tag off a contact.
///
/// It succeeds where the person does not have the tag.
public struct UntagContact: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "contact.untag"
    /// What it does, in one sentence.
    public static let summary = "Takes a tag off a contact."
    /// The fields of its JSON form.
    public static let fields: [Field] = TagContact.sharedFields

    /// Who loses the tag.
    public var person: Person

    /// The tag's name.
    public var tag: String

    /// Creates the action.
    public init(person: Person, tag: String) {
        self.person = person
        self.tag = tag
    }

    /// Whom it concerns.
    public var people: [Person] { [person] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }
    /// What the caller gets.
    public typealias Receipt = TagReceipt
}

/// Puts a tag on a contact; the tag is made where it does not exist.
public struct TagContact: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "contact.tag"
    /// What it does, in one sentence.
    public static let summary = "Puts a tag on a contact; the tag is made where it does not exist."
    /// The fields of its JSON form.
    public static let fields: [Field] = sharedFields

    /// Who gets the tag.
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

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
        case tag
    }
}

extension TagContact {
    /// The fields that tagging and untagging share.
    static let sharedFields: [Field] = [
        .person(CodingKeys.person, "whose tag"),
        .required(CodingKeys.tag, .string, audit: .plain, "the tag's name", .notEmpty, .singleLine),
    ]
}

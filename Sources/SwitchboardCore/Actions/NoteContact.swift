/// Writes a note on a contact, for colleagues' eyes only.
public struct NoteContact: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "contact.note"
    /// What it does, in one sentence.
    public static let summary = "Writes a note on a contact, for colleagues' eyes only."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .person(CodingKeys.person, "whom the note is about"),
        .required(CodingKeys.body, .string, audit: .size, "the text, stored verbatim", .notEmpty),
        .optional(CodingKeys.adminID, .string, audit: .plain, "the writing admin", .notEmpty, .singleLine),
    ]

    /// Whom the note is about.
    public var person: Person

    /// The text, stored verbatim.
    public var body: String

    /// The provider's id of the writing admin; the configured one unless given.
    public var adminID: String?

    /// Creates the action.
    public init(person: Person, body: String, adminID: String? = nil) {
        self.person = person
        self.body = body
        self.adminID = adminID
    }

    /// Whom it concerns.
    public var people: [Person] { [person] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
        case body
        case adminID = "admin_id"
    }
}

extension NoteContact {
    /// Where the note went.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the note.
        public var noteID: String

        /// The provider's id of the person, under the ancestor's name for it.
        public var userID: String

        /// The provider's id of the person.
        public var contactID: String

        /// Creates a receipt.
        public init(noteID: String, contactID: String) {
            self.noteID = noteID
            self.userID = contactID
            self.contactID = contactID
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { noteID }
        /// The person by the provider's id, for the audit log.
        public var person: Person? { Person(contactID: contactID) }

        private enum CodingKeys: String, CodingKey {
            case noteID = "note_id"
            case userID = "user_id"
            case contactID = "contact_id"
        }
    }
}

import SwitchboardCore

/// One contact in the body of `PUT /v3/marketing/contacts`.
struct ContactFields: Encodable {
    private var email: String?
    private var externalID: String?
    private var firstName: String?
    private var lastName: String?
    private var phone: String?
    private var attributes: [String: JSONValue]?

    /// Translates an action.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field, for what SendGrid cannot express.
    init(_ action: UpsertContact) throws(Failure) {
        try Self.check(action)
        email = action.person.email
        externalID = action.person.userID
        phone = action.phone
        attributes = action.attributes
        (firstName, lastName) = Self.parts(of: action.name)
        for part in [firstName, lastName] where (part?.unicodeScalars.count ?? 0) > 50 {
            throw .invalidInput("name", "is too long; SendGrid takes 50 characters of a first and of a last name")
        }
    }

    private static func check(_ action: UpsertContact) throws(Failure) {
        if action.person.contactID != nil {
            throw .invalidInput("person.contact_id", "cannot name whom to update at SendGrid; give email or user_id")
        }
        if (action.person.userID?.unicodeScalars.count ?? 0) > 254 {
            throw .invalidInput("person.user_id", "is longer than the 254 characters that SendGrid takes")
        }
        if action.name?.isEmpty == true {
            throw .invalidInput("name", "is empty, and SendGrid keeps the name it has then; give one, or leave it out")
        }
        if action.role != nil {
            throw .invalidInput("role", "means nothing to SendGrid, whose contacts are all of one kind; leave it out")
        }
        for (name, value) in (action.attributes ?? [:]).sorted(by: { $0.key < $1.key }) {
            switch value {
            case .string, .integer, .number: continue
            case .null, .bool, .array, .object:
                throw .invalidInput(
                    member: name,
                    of: "attributes",
                    "is \(value.kindName); SendGrid's custom fields hold text, numbers and dates as text"
                )
            }
        }
    }

    /// A full name, parted at its first space: what stands before is the first name, all the rest the last.
    private static func parts(of name: String?) -> (first: String?, last: String?) {
        guard let name else { return (nil, nil) }
        let parts = name.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return (name, nil) }
        return (String(parts[0]), String(parts[1]))
    }

    private enum CodingKeys: String, CodingKey {
        case email
        case externalID = "external_id"
        case firstName = "first_name"
        case lastName = "last_name"
        case phone = "phone_number_id"
        case attributes = "custom_fields"
    }
}

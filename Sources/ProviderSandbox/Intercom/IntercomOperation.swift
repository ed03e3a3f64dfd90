import SwitchboardCore

/// The operations of Intercom's API that the sandbox plays.
enum IntercomOperation: String, SandboxOperation {
    case createMessage = "POST /messages"
    case searchContacts = "POST /contacts/search"
    case createContact = "POST /contacts"
    case findContact = "GET /contacts/find_by_external_id/{external_id}"
    case showContact = "GET /contacts/{id}"
    case updateContact = "PUT /contacts/{id}"
    case deleteContact = "DELETE /contacts/{id}"
    case createNote = "POST /contacts/{id}/notes"
    case attachTag = "POST /contacts/{id}/tags"
    case listContactTags = "GET /contacts/{id}/tags"
    case detachTag = "DELETE /contacts/{id}/tags/{tag_id}"
    case createTag = "POST /tags"
    case listTags = "GET /tags"
    case createEvent = "POST /events"
    case showMe = "GET /me"
    case listAdmins = "GET /admins"
}

/// One call of an operation of Intercom's.
typealias IntercomCall = SandboxCall<IntercomError>

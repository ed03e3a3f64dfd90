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
    case createConversation = "POST /conversations"
    case searchConversations = "POST /conversations/search"
    case showConversation = "GET /conversations/{id}"
    case replyToConversation = "POST /conversations/{id}/reply"
    case changeConversation = "POST /conversations/{id}/parts"
    case listAttributes = "GET /data_attributes"
    case createAttribute = "POST /data_attributes"
    case createExport = "POST /export/content/data"
    case showExport = "GET /export/content/data/{id}"
    case cancelExport = "POST /export/cancel/{id}"
    case downloadExport = "GET /download/content/data/{id}"
    case showMe = "GET /me"
    case listAdmins = "GET /admins"

    /// The parameters that its query may have.
    var queryNames: Set<String> { self == .listAttributes ? ["model", "include_archived"] : [] }
}

/// One call of an operation of Intercom's.
typealias IntercomCall = SandboxCall<IntercomError>

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

/// One call of an operation, with everything about it checked that does not depend on the operation.
struct IntercomCall: Sendable {
    /// The path's parameters, percent-decoded.
    var parameters: [String: String]

    /// The body; `null` where there is none.
    var body: JSONValue

    /// A parameter of the path; every operation's template has those that it asks for.
    subscript(parameter: String) -> String { parameters[parameter] ?? "" }
}

extension IntercomCall {
    /// Reads the body with an input's initialiser, and puts what is wrong with it into Intercom's words.
    func read<Input>(_ input: (JSONValue) throws(JSONProblem) -> Input) throws(IntercomError) -> Input {
        do {
            return try input(body)
        } catch {
            throw IntercomError(error)
        }
    }
}

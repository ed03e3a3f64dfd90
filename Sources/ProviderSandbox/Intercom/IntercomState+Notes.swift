import SwitchboardCore

/// The body of `POST /contacts/{id}/notes`.
private struct NoteInput {
    var body: String
    var adminID: String?

    init(_ value: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(value, knowing: ["body", "admin_id"])
        body = try reader.required("body", reader.string("body"))
        adminID = try reader.identifier("admin_id")
    }
}

extension IntercomState {
    /// Notes something on a contact; without an admin the token's is the author.
    mutating func createNote(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read(NoteInput.init)
        let contact = contacts[try index(of: call["id"])]
        let author = try input.adminID.map { id throws(IntercomError) in try IntercomAdmin.find(id) } ?? .ofToken
        let note: JSONValue = [
            "type": "note",
            "id": .string(makeID()),
            "created_at": .integer(now),
            "contact": ["type": "contact", "id": .string(contact.id)],
            "author": author.reference,
            "body": .string("<p>\(input.body)</p>"),
        ]
        notes.append(note)
        return note
    }

    /// The notes on a contact, oldest first.
    func notes(of contact: String) -> [JSONValue] {
        notes.filter { $0["contact"]?["id"]?.string == contact }
    }
}

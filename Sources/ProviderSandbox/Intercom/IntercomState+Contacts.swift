import SwitchboardCore

extension IntercomState {
    /// Creates a contact, unless one with the same details exists.
    mutating func createContact(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read(IntercomContactInput.creating)
        try checkConflicts(
            email: input.text("email"),
            externalID: input.text("external_id"),
            role: input.role ?? "user"
        )
        let contact = IntercomContact(id: makeContactID(), at: now, input: input)
        contacts.append(contact)
        return contact.json(notes: [])
    }

    /// Shows the contact with an id.
    func showContact(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        json(of: contacts[try index(of: call["id"])])
    }

    /// Shows the user with an external id.
    func findContact(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        guard let contact = contacts.first(where: { $0.externalID == call["external_id"] && $0.role == "user" }) else {
            throw .noContact
        }
        return json(of: contact)
    }

    /// Changes what the body names.
    mutating func updateContact(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let index = try index(of: call["id"])
        let input = try call.read(IntercomContactInput.updating)
        try checkConflicts(
            email: input.text("email"),
            externalID: input.text("external_id"),
            role: input.role ?? contacts[index].role,
            except: call["id"]
        )
        contacts[index].apply(input, at: now)
        return json(of: contacts[index])
    }

    /// Deletes a contact for good, with its notes.
    mutating func deleteContact(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let contact = contacts.remove(at: try index(of: call["id"]))
        notes.removeAll { $0["contact"]?["id"]?.string == contact.id }
        return [
            "type": "contact",
            "id": .string(contact.id),
            "external_id": contact.externalID.map(JSONValue.string) ?? .null,
            "deleted": true,
        ]
    }

    /// The place of a contact among all.
    func index(of id: String) throws(IntercomError) -> Int {
        guard let index = contacts.firstIndex(where: { $0.id == id }) else { throw .noContact }
        return index
    }

    /// A contact in its full shape.
    func json(of contact: IntercomContact) -> JSONValue {
        contact.json(notes: notes(of: contact.id))
    }

    private func checkConflicts(
        email: String?,
        externalID: String?,
        role: String,
        except id: String? = nil
    ) throws(IntercomError) {
        let other = contacts.first {
            $0.id != id && $0.conflicts(email: email, externalID: externalID, role: role)
        }
        if let other { throw .conflict(with: other.id) }
    }

    private func makeContactID() -> String {
        // As Intercom's own ids: the seconds first, in hexadecimal.
        Self.hexadecimal(UInt64(clamping: now), digits: 8) + Self.hexadecimal(time.random(), digits: 16)
    }

    private static func hexadecimal(_ number: UInt64, digits: Int) -> String {
        let text = String(number, radix: 16).suffix(digits)
        return String(repeating: "0", count: digits - text.count) + text
    }
}

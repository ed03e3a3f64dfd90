import SwitchboardCore

extension SendGridState {
    /// Finds contacts by their email addresses.
    func findContactsByEmail(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let body = try call.checkedBody(.object(["emails": .list(of: .email, 1...100)], required: ["emails"]))
        return try found(body["emails"]?.array ?? [], by: "email")
    }

    /// Finds contacts by identifiers of one kind.
    func findContacts(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let name = call["identifier_type"]
        guard SendGridContact.identifiers.contains(name) else { throw .notFound }
        let body = try call.checkedBody(
            .object(["identifiers": .list(of: .string, 1...100)], required: ["identifiers"])
        )
        return try found(body["identifiers"]?.array ?? [], by: name)
    }

    /// The contacts, each under what was asked for; none at all is an error.
    private func found(_ identifiers: [JSONValue], by name: String) throws(SendGridError) -> JSONValue {
        var result: [String: JSONValue] = [:]
        for identifier in identifiers {
            let contact = contacts.first { $0.matches([name: identifier]) }
            result[identifier.string ?? ""] = contact.map { ["contact": $0.json] } ?? ["error": "contact not found"]
        }
        guard result.values.contains(where: { $0["contact"] != nil }) else { throw .notFound }
        return ["result": .object(result)]
    }
}

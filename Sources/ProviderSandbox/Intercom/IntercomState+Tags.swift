import SwitchboardCore

/// A tag of the workspace.
struct IntercomTag: Sendable, Hashable {
    /// The decimal id.
    let id: String

    /// The name as it was first given.
    var name: String

    /// Intercom's shape.
    var json: JSONValue { ["type": "tag", "id": .string(id), "name": .string(name)] }
}

extension IntercomTag {
    /// The shape of a tag on a contact.
    fileprivate func json(appliedAt: Int64) -> JSONValue {
        [
            "type": "tag",
            "id": .string(id),
            "name": .string(name),
            "applied_at": .integer(appliedAt),
            "applied_by": ["type": "admin", "id": .string(IntercomAdmin.ofToken.id)],
        ]
    }
}

/// The body of `POST /tags`.
private struct TagInput {
    var name: String?

    init(_ value: JSONValue) throws(JSONProblem) {
        name = try JSONReader(value, knowing: ["name"]).string("name")
    }
}

/// The body of `POST /contacts/{id}/tags`.
private struct AttachInput {
    var id: String

    init(_ value: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(value, knowing: ["id"])
        id = try reader.required("id", reader.identifier("id"))
    }
}

extension IntercomState {
    /// Creates a tag, or finds the one whose name differs in case at most.
    mutating func createTag(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        guard let name = try call.read(TagInput.init).name, !name.isEmpty else {
            throw IntercomError(400, "parameter_invalid", "invalid tag parameters")
        }
        if let tag = tags.first(where: { $0.name.lowercased() == name.lowercased() }) { return tag.json }
        let tag = IntercomTag(id: makeID(), name: name)
        tags.append(tag)
        return tag.json
    }

    /// Lists the workspace's tags.
    func listTags() -> JSONValue {
        ["type": "list", "data": .array(tags.map(\.json))]
    }

    /// Attaches a tag to a contact; a second time changes nothing but the time.
    mutating func attachTag(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let id = try call.read(AttachInput.init).id
        let index = try index(of: call["id"])
        let tag = try tag(id)
        contacts[index].tags.removeAll { $0.id == id }
        contacts[index].tags.append(IntercomContact.AttachedTag(id: id, appliedAt: now))
        return tag.json(appliedAt: now)
    }

    /// Takes a tag off a contact that has it.
    mutating func detachTag(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let index = try index(of: call["id"])
        let tag = try tag(call["tag_id"])
        guard let place = contacts[index].tags.firstIndex(where: { $0.id == tag.id }) else { throw .notFound }
        contacts[index].tags.remove(at: place)
        return tag.json
    }

    /// Lists the tags on a contact.
    func listContactTags(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let attached = contacts[try index(of: call["id"])].tags
        let shapes = attached.compactMap { entry in
            tags.first { $0.id == entry.id }?.json(appliedAt: entry.appliedAt)
        }
        return ["type": "list", "data": .array(shapes)]
    }

    private func tag(_ id: String) throws(IntercomError) -> IntercomTag {
        guard let tag = tags.first(where: { $0.id == id }) else { throw .notFound }
        return tag
    }
}

import HTTPTypes
import SwitchboardCore

/// Writing profiles: `POST /engage`, one operation an update (https://developer.mixpanel.com/reference/profile-set).
extension MixpanelProvider {
    func upsertContact(
        _ action: UpsertContact,
        using client: ProviderClient
    ) async throws(Failure) -> UpsertContact.Receipt {
        let id = try distinctID(of: action.person)
        let (set, unset) = try profileValues(of: action, id: id)
        var operations: [ProfileOperation] = []
        if !set.isEmpty || unset.isEmpty { operations.append(ProfileOperation("$set", .object(set))) }
        if !unset.isEmpty { operations.append(ProfileOperation("$unset", .array(unset.map(JSONValue.string)))) }
        try await update(id, operations, .idempotent, field: "attributes", using: client)
        return UpsertContact.Receipt(contactID: id, created: nil)
    }

    func deleteContact(
        _ action: DeleteContact,
        using client: ProviderClient
    ) async throws(Failure) -> DeleteContact.Receipt {
        let id = try distinctID(of: action.person)
        // The documentation sends this text; the value is ignored.
        try await update(id, [ProfileOperation("$delete", "null")], .idempotent, field: "person", using: client)
        return DeleteContact.Receipt(userID: id, status: .deleted)
    }

    func tagContact(_ action: TagContact, using client: ProviderClient) async throws(Failure) -> TagReceipt {
        let id = try distinctID(of: action.person)
        let tags = ProfileOperation("$union", .object([tagProperty: [.string(action.tag)]]))
        try await update(id, [tags], .idempotent, field: "tag", using: client)
        return TagReceipt(tagName: action.tag, contactID: id)
    }

    func untagContact(_ action: UntagContact, using client: ProviderClient) async throws(Failure) -> TagReceipt {
        let id = try distinctID(of: action.person)
        let tag = ProfileOperation("$remove", .object([tagProperty: .string(action.tag)]))
        try await update(id, [tag], .idempotent, field: "tag", using: client)
        return TagReceipt(tagName: action.tag, contactID: id)
    }

    func incrementContact(
        _ action: IncrementContact,
        using client: ProviderClient
    ) async throws(Failure) -> IncrementContact.Receipt {
        let id = try distinctID(of: action.person)
        let amounts = ProfileOperation("$add", .object(action.amounts.mapValues(JSONValue.number)))
        try await update(id, [amounts], .once, field: "amounts", using: client)
        return IncrementContact.Receipt(contactID: id)
    }

    /// The properties to set and those to take away, which are the attributes that are null.
    private func profileValues(
        of action: UpsertContact,
        id: String
    ) throws(Failure) -> (set: [String: JSONValue], unset: [String]) {
        if action.role != nil { throw .invalidInput("role", "is nothing that Mixpanel keeps; leave it out") }
        if let userID = action.person.userID, action.person.contactID != nil, !identifiesByEmail, userID != id {
            throw .invalidInput("person.user_id", "differs from contact_id; Mixpanel has one id for both")
        }
        var set: [String: JSONValue] = [:]
        set["$name"] = action.name.map(JSONValue.string)
        set["$phone"] = action.phone.map(JSONValue.string)
        set["$email"] = action.person.email.map(JSONValue.string)
        if identifiesByEmail { set["user_id"] = action.person.userID.map(JSONValue.string) }
        var unset: [String] = []
        for (name, value) in action.attributes ?? [:] {
            guard set[name] == nil else {
                throw .invalidInput(member: name, of: "attributes", "is given as a field of its own too; leave one out")
            }
            if value == .null { unset.append(name) } else { set[name] = value }
        }
        return (set, unset.sorted())
    }

    private func update(
        _ id: String,
        _ operations: [ProfileOperation],
        _ repeatability: Repeatability,
        field: String,
        using client: ProviderClient
    ) async throws(Failure) {
        // `strict` tells a token that is not known from one that is; `ip=0` keeps our own place out of the profile.
        let query = [("ip", "0"), ("strict", "1"), ("verbose", "1")]
        var request = WireRequest(.post, "/engage", query: query, at: hosts.ingestion, repeatability)
        let token = try credentials.requiredToken().reveal()
        var body = JSONText()
        body.array { for operation in operations { operation.write(for: id, token, into: &$0) } }
        guard body.bytes.count <= Self.profileBytes else {
            throw .invalidInput(field, "makes an update of \(body.bytes.count) bytes; Mixpanel takes 1 MB")
        }
        request.setJSON(body)
        let answer = ProfileAnswer(operations: operations.map(\.name))
        _ = try await client.send(request) { [request] (response: WireResponse) throws(Failure) in
            try answer.check(response, to: request)
        }
    }

    private static let profileBytes = 1_000_000
}

/// One update of a profile.
private struct ProfileOperation {
    let name: String
    let value: JSONValue

    init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }

    func write(for id: String, _ token: String, into text: inout JSONText) {
        text.object {
            $0.member("$token", token)
            $0.member("$distinct_id", id)
            // What a platform does is not the person's doing: it must not count as having been seen.
            $0.name("$ignore_time")
            $0.value(true)
            if name == "$delete" {
                $0.name("$ignore_alias")
                $0.value(false)
            }
            $0.name(name)
            $0.value(value)
        }
    }
}

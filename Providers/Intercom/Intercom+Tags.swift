import HTTPTypes
import SwitchboardCore

/// `contact.tag` and `contact.untag`: tags are things of their own that are attached by id.
extension IntercomProvider {
    func tagContact(_ action: TagContact, using client: ProviderClient) async throws(Failure) -> TagReceipt {
        try await addressing(action.person, using: client) { recipient async throws(Failure) in
            // Creating a tag that exists answers with the one that exists.
            var create = WireRequest(.post, "/tags", at: base, .idempotent)
            try create.setJSON(["name": action.tag])
            let tag = try await client.send(create, as: IntercomReference.self)
            var attach = WireRequest(.post, "/contacts/{id}/tags", ["id": recipient.id], at: base, .idempotent)
            try attach.setJSON(["id": tag.id])
            _ = try await client.send(attach)
            return TagReceipt(tagName: action.tag, contactID: recipient.id)
        }
    }

    func untagContact(_ action: UntagContact, using client: ProviderClient) async throws(Failure) -> TagReceipt {
        let (id, hadTag) = try await addressing(action.person, using: client) { recipient async throws(Failure) in
            let tag = try await tags(ofContact: recipient.id, using: client).first(named: action.tag)
            if let tag { try await detach(tag.id, from: recipient.id, using: client) }
            return (recipient.id, tag != nil)
        }
        let receipt = TagReceipt(tagName: action.tag, contactID: id)
        if hadTag { return receipt }
        let all = try await client.send(
            WireRequest(.get, "/tags", at: base, .safe),
            as: IntercomList<IntercomReference>.self
        )
        guard all.data.first(named: action.tag) != nil else {
            throw Failure(.notFound, effect: .refused, "Intercom has no tag of this name")
        }
        return receipt
    }

    /// All tags of a contact; the list inside the contact itself holds ten references at most.
    func tags(ofContact id: String, using client: ProviderClient) async throws(Failure) -> [IntercomReference] {
        let request = WireRequest(.get, "/contacts/{id}/tags", ["id": id], at: base, .safe)
        return try await client.send(request, as: IntercomList<IntercomReference>.self).data
    }

    private func detach(_ tag: String, from contact: String, using client: ProviderClient) async throws(Failure) {
        let parameters = ["id": contact, "tag_id": tag]
        let request = WireRequest(.delete, "/contacts/{id}/tags/{tag_id}", parameters, at: base, .idempotent)
        do throws(Failure) {
            _ = try await client.send(request)
        } catch {
            // Somebody else, or a lost first attempt of ours, took it off since we looked.
            guard error.kind == .notFound else { throw error }
        }
    }
}

extension [IntercomReference] {
    /// The tag of that name; Intercom does not tell names apart by case.
    fileprivate func first(named name: String) -> IntercomReference? {
        first { $0.name == name } ?? first { $0.name?.lowercased() == name.lowercased() }
    }
}

import HTTPTypes
import SwitchboardCore

/// Finding the contact that a person is: Intercom addresses nearly everything by its own contact id.
extension IntercomProvider {
    /// Whom an exchange addresses.
    struct Recipient {
        var id: String
        var role: String

        fileprivate init(_ identity: ProviderIdentity) {
            id = identity.id
            role = identity.role ?? "user"
        }
    }

    /// Finds whom to address, for what must not trust what is remembered.
    ///
    /// A `contact_id` is taken as it stands, without a look-up, as a user's.
    ///
    /// - Throws: ``Failure/Kind/notFound``, refused, where Intercom knows nobody by the ids given.
    func recipient(for person: Person, using client: ProviderClient) async throws(Failure) -> Recipient {
        if let id = person.contactID { return Recipient(ProviderIdentity(id: id, isExact: true)) }
        return Recipient(try await identity(of: person, using: client))
    }

    /// Does something to a person's contact, which the identity map may know already.
    ///
    /// - Throws: As ``recipient(for:using:)``; what `act` throws.
    func addressing<Value>(
        _ person: Person,
        using client: ProviderClient,
        act: (Recipient) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await client.addressing(
            person,
            lookUp: { () async throws(Failure) in try await identity(of: person, using: client) },
            act: { identity async throws(Failure) in try await act(Recipient(identity)) }
        )
    }

    private func identity(of person: Person, using client: ProviderClient) async throws(Failure) -> ProviderIdentity {
        let (contact, isExact) = try await match(person, using: client)
        return ProviderIdentity(id: contact.id, role: contact.role == "lead" ? "lead" : nil, isExact: isExact)
    }

    /// Finds the contact: by the provider's id, else the platform's own, else the address.
    ///
    /// The first two are exact and immediate; the search by address runs on an index that lags minutes behind.
    ///
    /// - Throws: ``Failure/Kind/notFound``; ``Failure/Kind/conflict`` where several users share the address.
    func find(_ person: Person, using client: ProviderClient) async throws(Failure) -> IntercomContact {
        if let id = person.contactID {
            let request = WireRequest(.get, "/contacts/{id}", ["id": id], at: base, .safe)
            return try await client.send(request, as: IntercomContact.self)
        }
        return try await match(person, using: client).contact
    }

    /// Finds the contact, and whether by the strongest id given.
    private func match(
        _ person: Person,
        using client: ProviderClient
    ) async throws(Failure) -> (contact: IntercomContact, isExact: Bool) {
        if let userID = person.userID, let found = try await find(userID: userID, using: client) {
            return (found, true)
        }
        if let email = person.email, let found = try await find(email: email, using: client) {
            if person.userID == nil || found.hasNoUserID { return (found, person.userID == nil) }
            throw Failure(
                .conflict,
                effect: .refused,
                "the contact with this address belongs to another user_id; name the person by one of the two"
            )
        }
        throw Failure(.notFound, effect: .refused, "Intercom has no contact with the ids given")
    }

    private func find(userID: String, using client: ProviderClient) async throws(Failure) -> IntercomContact? {
        let request = WireRequest(
            .get,
            "/contacts/find_by_external_id/{external_id}",
            ["external_id": userID],
            at: base,
            .safe
        )
        do throws(Failure) {
            return try await client.send(request, as: IntercomContact.self)
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }

    private func find(email: String, using client: ProviderClient) async throws(Failure) -> IntercomContact? {
        var request = WireRequest(.post, "/contacts/search", at: base, .safe)
        request.attemptTimeout = .seconds(30)
        try request.setJSON(Search(query: .init(value: email), pagination: .init()))
        // A contact may be fresher than the index that it was found in.
        let found = try await client.send(request, as: IntercomList<IntercomContact>.self).data
            .filter { $0.email.map { $0.lowercased() == email.lowercased() } ?? true }
        let users = found.filter { $0.role != "lead" }
        guard users.count <= 1 else {
            throw Failure(
                .conflict,
                effect: .refused,
                "several Intercom users share this address; name the person by user_id or contact_id"
            )
        }
        return users.first ?? found.first
    }
}

/// The body of `POST /contacts/search` for one address.
private struct Search: Encodable {
    struct Query: Encodable {
        var field = "email"
        var `operator` = "="
        var value: String
    }

    struct Pagination: Encodable {
        var count = 5

        private enum CodingKeys: String, CodingKey {
            case count = "per_page"
        }
    }

    var query: Query
    var pagination: Pagination
}

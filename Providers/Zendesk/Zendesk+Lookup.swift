import HTTPTypes
import SwitchboardCore

/// Finding the user that a person is: by an id, or an address that is exactly theirs, never by a guess.
extension ZendeskProvider {
    /// The id of a person's user, for what must not trust what is remembered; a `contact_id` is taken as it stands.
    ///
    /// - Throws: As ``find(_:using:)``.
    func userID(of person: Person, using client: ProviderClient) async throws(Failure) -> String {
        if let id = person.contactID { return String(try Self.id(id, field: "person.contact_id")) }
        return try await find(person, using: client).id
    }

    /// Does something to a person's user, whom the identity map may know already.
    ///
    /// - Throws: As ``find(_:using:)``; what `act` throws.
    func addressing<Value>(
        _ person: Person,
        using client: ProviderClient,
        act: (_ id: String) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        if let id = person.contactID { return try await act(String(try Self.id(id, field: "person.contact_id"))) }
        return try await client.addressing(
            person,
            lookUp: { () async throws(Failure) in try await find(person, using: client).identity(of: person) },
            act: { identity async throws(Failure) in try await act(identity.id) }
        )
    }

    /// Finds a person's user.
    ///
    /// - Throws: ``Failure/Kind/notFound``, also for a user that was deleted; ``Failure/Kind/conflict`` where several
    ///   users fit, or the address is another one's.
    func find(_ person: Person, using client: ProviderClient) async throws(Failure) -> ZendeskUser {
        if let id = person.contactID {
            let id = String(try Self.id(id, field: "person.contact_id"))
            let request = WireRequest(.get, "/api/v2/users/{id}", ["id": id], at: base, .safe)
            let user = try await client.send(request, as: ZendeskUserAnswer.self).user
            if user.isDeleted { throw .noSuchUser }
            return user
        }
        guard let user = try await find(ids: person, using: client) else { throw .noSuchUser }
        return user
    }

    /// Finds a user by the platform's own id, else by the address; `nil` where there is none.
    func find(ids person: Person, using client: ProviderClient) async throws(Failure) -> ZendeskUser? {
        if let userID = person.userID {
            let found = try await users(("external_id", userID), using: client)
            // Zendesk does not tell these ids apart by case, and says so.
            let user = try Self.only(found.filter { $0.externalID?.lowercased() == userID.lowercased() })
            if let user { return user }
        }
        guard let email = person.email else { return nil }
        var query = ZendeskQuery()
        query.add("email", email)
        let found = try await users(("query", query.text), using: client)
        let user = try Self.only(found.filter { $0.email?.lowercased() == email.lowercased() })
        guard let user, person.userID != nil, user.externalID != nil else { return user }
        throw Failure(
            .conflict,
            effect: .refused,
            "the user with this address belongs to another user_id; name the person by one of the two"
        )
    }

    private func users(
        _ item: (name: String, value: String),
        using client: ProviderClient
    ) async throws(Failure) -> [ZendeskUser] {
        let request = WireRequest(.get, "/api/v2/users/search", query: [item], at: base, .safe)
        return try await client.send(request, as: ZendeskUserPage.self).elements.filter { !$0.isDeleted }
    }

    private static func only(_ users: [ZendeskUser]) throws(Failure) -> ZendeskUser? {
        guard users.count <= 1 else {
            throw Failure(.conflict, effect: .refused, "several Zendesk users fit; name the person by contact_id")
        }
        return users.first
    }
}

extension Failure {
    /// Zendesk has nobody by the ids given.
    static let noSuchUser = Failure(.notFound, effect: .refused, "Zendesk has no user with the ids given")
}

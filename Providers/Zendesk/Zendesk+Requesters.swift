import SwitchboardCore

/// Who asks, as a ticket names them.
enum ZendeskRequester {
    /// A user that Zendesk has.
    case known(Int64)
    /// An address, with the name that Zendesk needs where it does not have it yet.
    case new(Person)

    struct Person: Encodable {
        var name: String
        var email: String
    }
}

/// Finding whom a ticket is from: Zendesk makes a user of a new address, but only with a name.
extension ZendeskProvider {
    /// Names a requester in a request, which is made once more where Zendesk says that whom we remembered is none.
    ///
    /// - Throws: As ``requester(_:using:)``; what `send` throws.
    func naming<Value>(
        _ requester: Requester,
        using client: ProviderClient,
        send: (ZendeskRequester) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        if let given = try given(requester) { return try await send(given) }
        return try await client.addressing(
            requester.person,
            staleWhere: \.isAboutRequester,
            lookUp: { () async throws(Failure) in
                try await user(of: requester, using: client).identity(of: requester.person)
            },
            act: { identity async throws(Failure) in try await send(.known(try Self.number(identity.id))) }
        )
    }

    /// Finds out how to name a requester.
    ///
    /// Only who cannot be named by what is given is looked up.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a new address without a name; ``Failure/Kind/notFound`` for a `user_id`
    ///   that Zendesk does not know, where an address and a name to make the user of are not given too.
    func requester(_ requester: Requester, using client: ProviderClient) async throws(Failure) -> ZendeskRequester {
        if let given = try given(requester) { return given }
        return .known(try Self.number(try await user(of: requester, using: client).id))
    }

    /// How to name a requester by what is given alone.
    private func given(_ requester: Requester) throws(Failure) -> ZendeskRequester? {
        if let id = requester.contactID { return .known(try Self.id(id, field: "requester.contact_id")) }
        guard requester.userID == nil, let email = requester.email, let name = requester.name else { return nil }
        return .new(ZendeskRequester.Person(name: name, email: email))
    }

    /// Finds a requester's user, or makes one.
    private func user(of requester: Requester, using client: ProviderClient) async throws(Failure) -> ZendeskUser {
        if let user = try await find(ids: requester.person, using: client) { return user }
        guard let email = requester.email else { throw .noSuchUser }
        guard let name = requester.name else {
            throw .invalidInput(
                "requester.name",
                "is missing; Zendesk does not know this address, and a new requester needs one"
            )
        }
        // A ticket's requester carries no external_id, so a user who has one is made first.
        let person = Person(email: email, userID: requester.userID)
        return try await createOrUpdate(UpsertContact(person: person, name: name), using: client).user
    }

    /// Zendesk's id of a user as requests about tickets want it.
    private static func number(_ id: String) throws(Failure) -> Int64 {
        guard let number = Int64(id) else {
            throw Failure(.malformedResponse, effect: .none, "Zendesk names a user by an id that is no number")
        }
        return number
    }
}

extension Failure {
    /// Whether a validation found fault with a ticket's requester, as with one who was deleted or merged away.
    fileprivate var isAboutRequester: Bool {
        status == 422 && providerMessage?.lowercased().contains("requester") == true
    }
}

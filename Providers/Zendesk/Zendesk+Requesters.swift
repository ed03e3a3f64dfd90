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
    /// Finds out how to name a requester.
    ///
    /// Only who cannot be named by what is given is looked up.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a new address without a name; ``Failure/Kind/notFound`` for a `user_id`
    ///   that Zendesk does not know, where an address and a name to make the user of are not given too.
    func requester(_ requester: Requester, using client: ProviderClient) async throws(Failure) -> ZendeskRequester {
        if let id = requester.contactID { return .known(try Self.id(id, field: "requester.contact_id")) }
        if requester.userID == nil, let email = requester.email, let name = requester.name {
            return .new(ZendeskRequester.Person(name: name, email: email))
        }
        if let user = try await find(ids: requester.person, using: client) {
            return .known(try user.number)
        }
        guard let email = requester.email else { throw .noSuchUser }
        guard let name = requester.name else {
            throw .invalidInput(
                "requester.name",
                "is missing; Zendesk does not know this address, and a new requester needs one"
            )
        }
        // A ticket's requester carries no external_id, so a user who has one is made first.
        let person = Person(email: email, userID: requester.userID)
        let made = try await createOrUpdate(UpsertContact(person: person, name: name), using: client)
        return .known(try made.user.number)
    }

}

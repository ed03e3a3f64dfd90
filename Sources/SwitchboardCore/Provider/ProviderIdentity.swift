/// Who a person is at one provider: what a look-up finds, and what is remembered of it.
public struct ProviderIdentity: Sendable, Hashable {
    /// The provider's id of the person.
    public var id: String

    /// The provider's word for the kind of contact, where requests need it; stored as it is, so nothing about a person.
    public var role: String?

    /// Whether the provider knows the person by the strongest id given: the platform's own, else the address.
    ///
    /// Only then the identity is remembered: somebody who was found by address although a `userID` was given may not be
    /// who has that `userID` tomorrow.
    public var isExact: Bool

    /// Creates an identity.
    ///
    /// - Parameters:
    ///   - id: The provider's id of the person.
    ///   - role: The provider's word for the kind of contact.
    ///   - isExact: Whether the provider knows the person by the strongest id given.
    public init(id: String, role: String? = nil, isExact: Bool) {
        self.id = id
        self.role = role
        self.isExact = isExact
    }
}

/// Remembers which person is who at each provider instance.
///
/// A person is remembered under the strongest id given, the platform's own or else the address. Failures are for whoever
/// asks: an action goes on without the map.
package protocol IdentityMap: Sendable {
    /// Recalls who a person is.
    ///
    /// - Parameters:
    ///   - person: The person, by the platform's id or an address.
    ///   - instance: The provider instance.
    ///   - age: How old what was learnt may be.
    /// - Returns: The identity; `nil` where nothing is remembered.
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the map cannot be read.
    func recall(_ person: Person, at instance: String, learntWithin age: Duration) async throws(Failure)
        -> ProviderIdentity?

    /// Remembers who a person is, in the place of what was remembered before, and returns once everybody sees it.
    ///
    /// What is older than `age` goes, whoever it is about.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the map cannot be written.
    func remember(_ identity: ProviderIdentity, of person: Person, at instance: String, keeping age: Duration)
        async throws(Failure)

    /// Forgets who a person is, under each id given; under the provider's id whoever it was remembered for.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the map cannot be written.
    func forget(_ person: Person, at instance: String) async throws(Failure)
}

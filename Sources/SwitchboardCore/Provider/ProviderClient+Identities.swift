/// The identity map, as an adapter uses it: find once, act often.
///
/// None of this ever fails an action: where the map cannot be used, a person is looked up.
extension ProviderClient {
    /// Does something to a person whom the provider addresses by an id of its own.
    ///
    /// A `contactID` is used as it stands. Somebody who is remembered is acted on at once. Where the provider then says
    /// `not_found` or `conflict` they are forgotten, and, as long as nothing that counts was or may have been written, looked
    /// up anew and acted on once more; where the look-up finds the same again, the failure stands. What is done before a
    /// write that counts may be done twice.
    ///
    /// - Parameters:
    ///   - person: The person.
    ///   - isStale: Says of other failures that the id may not be the person's any more.
    ///   - lookUp: Finds the person at the provider.
    ///   - act: What to do.
    /// - Returns: What `act` returns.
    /// - Throws: What `lookUp` and `act` throw.
    public func addressing<Value>(
        _ person: Person,
        staleWhere isStale: (Failure) -> Bool = { _ in false },
        lookUp: () async throws(Failure) -> ProviderIdentity,
        act: (ProviderIdentity) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        if let id = person.contactID { return try await act(ProviderIdentity(id: id, isExact: true)) }
        guard let known = await visit.recallIdentity(of: person) else {
            return try await find(person, instead: nil, lookUp: lookUp, act: act)
        }
        do throws(Failure) {
            return try await act(known)
        } catch {
            guard error.doubtsIdentity || isStale(error) else { throw error }
            await visit.forgetIdentities(of: Person(contactID: known.id))
            guard error.effect != .unknown, !visit.hasWritten else { throw error }
            return try await find(person, instead: (known.id, error), lookUp: lookUp, act: act)
        }
    }

    private func find<Value>(
        _ person: Person,
        instead stale: (id: String, failure: Failure)?,
        lookUp: () async throws(Failure) -> ProviderIdentity,
        act: (ProviderIdentity) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let found = try await lookUp()
        // A search whose index lags may go on finding somebody who is gone.
        if let stale, stale.id == found.id { throw stale.failure }
        if found.isExact { await visit.remember(found, of: person) }
        do throws(Failure) {
            return try await act(found)
        } catch {
            if error.kind == .notFound { await visit.forgetIdentities(of: Person(contactID: found.id)) }
            throw error
        }
    }

    /// Remembers whom a write has made, or given other ids, in the place of all that its ids stood for before.
    ///
    /// - Parameters:
    ///   - identity: Who the person is from now on.
    ///   - person: Every id that the provider has been told; a `contactID` says nothing here.
    public func rememberIdentity(_ identity: ProviderIdentity, of person: Person) async {
        await visit.forgetIdentities(of: Person(email: person.email, userID: person.userID, contactID: identity.id))
        if identity.isExact { await visit.remember(identity, of: person) }
    }

    /// Forgets a person whose ids at the provider are about to change, under each id given.
    public func forgetIdentities(of person: Person) async {
        await visit.forgetIdentities(of: person)
    }
}

extension Failure {
    /// Whether the id that was addressed may not be the person's any more.
    fileprivate var doubtsIdentity: Bool { kind == .notFound || kind == .conflict }
}

public import SwitchboardCore

extension CommunicationTools {
    /// Forgets who a person is at the providers, so that the next action looks them up.
    ///
    /// For a platform that learns of a change from elsewhere, as from a webhook that tells of a contact deleted, merged or
    /// changed. It never fails; what cannot be forgotten is logged, and ends by its age. Tools around an audit log of the
    /// caller's own remember nobody.
    ///
    /// - Parameters:
    ///   - person: The person, under each id given; a `contactID` is that of `instance`.
    ///   - instance: The provider instance that the news is from; every one unless given.
    public func forgetIdentities(of person: Person, at instance: String? = nil) async {
        guard let identities else { return }
        // Those too that are switched off: what is remembered of them must be true when they come back.
        let configuration = arrangement.configuration
        let all = (configuration.instances + configuration.disabledInstances).map(\.settings.instance)
        for name in instance.map({ [$0] }) ?? all {
            await identities.forget(person, at: name, now: time.wallClock())
        }
    }
}

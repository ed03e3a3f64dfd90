public import SwitchboardCore

/// Where a platform keeps its customers, for campaigns that name them by its own ids.
public protocol CustomerDirectory: Sendable {
    /// Looks customers up.
    ///
    /// Called with some hundred ids at a time, before anything is sent. An id that is not in the answer is reported as a
    /// recipient that nothing can be sent to; nobody makes an address up for it.
    ///
    /// - Parameter ids: The platform's own ids.
    /// - Returns: The customers that it knows, by their ids.
    /// - Throws: Where nobody can tell: the campaign ends then, and nothing is sent.
    func customers(_ ids: [String]) async throws(Failure) -> [String: CampaignRecipient]
}

/// How far a campaign has come.
public struct CampaignProgress: Sendable, Hashable {
    /// How many recipients are settled: sent to, or not.
    public var done: Int

    /// How many of those were not sent to, or not for certain.
    public var failed: Int

    /// How many recipients there are, without the rows that are none.
    public var total: Int
}

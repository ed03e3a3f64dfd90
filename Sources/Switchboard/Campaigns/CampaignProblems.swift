/// What was found wrong with recipients: all counted, the first ones kept.
public struct CampaignProblems: Sendable, Hashable {
    /// How many are kept.
    public static let limit = 1000

    /// How many recipients have one.
    public private(set) var count = 0

    /// The first ones, in the recipients' order.
    public private(set) var first: [RecipientProblem] = []

    mutating func add(_ problem: RecipientProblem) {
        count += 1
        if first.count < Self.limit { first.append(problem) }
    }
}

import SwitchboardCore

extension CampaignResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case success, status, campaign, targeting, personalization, delivery, counts, tracking, results
        case resultsLeftOut = "results_left_out"
    }

    /// Writes `success` and the failure's own fields beside the parts.
    public func encode(to encoder: any Encoder) throws {
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(failure == nil, forKey: .success)
        try container.encode(status, forKey: .status)
        try container.encode(campaign, forKey: .campaign)
        try container.encode(targeting, forKey: .targeting)
        try container.encodeIfPresent(personalization, forKey: .personalization)
        try container.encode(delivery, forKey: .delivery)
        try container.encode(counts.named, forKey: .counts)
        try container.encode(tracking, forKey: .tracking)
        try container.encode(results, forKey: .results)
        let leftOut = counts.values.reduce(0, +) - results.count
        if leftOut > 0 { try container.encode(leftOut, forKey: .resultsLeftOut) }
    }
}

extension CampaignResult.Targeting: Encodable {
    private enum CodingKeys: String, CodingKey {
        case source, recipients, accepted, rejected, problems
        case problemsLeftOut = "problems_left_out"
    }

    /// Writes the counts, and the problems of the rows that are none or for whom no mail could be written.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(source, forKey: .source)
        try container.encode(accepted + rejected.count, forKey: .recipients)
        try container.encode(accepted, forKey: .accepted)
        try container.encode(rejected.count, forKey: .rejected)
        let problems = unwritable.first + rejected.first
        if !problems.isEmpty { try container.encode(problems, forKey: .problems) }
        let leftOut = unwritable.count + rejected.count - problems.count
        if leftOut > 0 { try container.encode(leftOut, forKey: .problemsLeftOut) }
    }
}

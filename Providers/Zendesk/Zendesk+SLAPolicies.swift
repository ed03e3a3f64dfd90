import HTTPTypes
import SwitchboardCore

/// `ticket.sla_policies`: what the account promises, by https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/.
extension ZendeskProvider {
    func getSLAPolicies(
        _ action: GetSLAPolicies,
        using client: ProviderClient
    ) async throws(Failure) -> GetSLAPolicies.Receipt {
        if let id = try Self.optionalID(action.policyID, field: "policy_id") {
            let request = WireRequest(.get, "/api/v2/slas/policies/{id}", ["id": String(id)], at: base, .safe)
            let policy = try await client.send(request, as: PolicyAnswer.self).policy
            return GetSLAPolicies.Receipt(policies: [policy.policy])
        }
        var policies: [SLAPolicy] = []
        try await client.pages(from: 1) { (page: Int) async throws(Failure) -> Int? in
            let query = page == 1 ? [] : [(name: "page", value: "\(page)")]
            let request = WireRequest(.get, "/api/v2/slas/policies", query: query, at: base, .safe)
            let answer = try await client.send(request, as: PolicyPage.self)
            policies += answer.policies.map(\.policy)
            return answer.nextPage == nil ? nil : page + 1
        }
        return GetSLAPolicies.Receipt(policies: policies)
    }
}

private struct PolicyPage: Decodable {
    let policies: [Policy]
    let nextPage: String?

    private enum CodingKeys: String, CodingKey {
        case policies = "sla_policies"
        case nextPage = "next_page"
    }
}

private struct PolicyAnswer: Decodable {
    let policy: Policy

    private enum CodingKeys: String, CodingKey {
        case policy = "sla_policy"
    }
}

private struct Policy: Decodable {
    private let id: ZendeskID
    private let title: String?
    private let description: String?
    private let position: Int64?
    private let filter: JSONValue?
    private let metrics: [Metric]?

    private struct Metric: Decodable {
        let metric: String?
        let priority: String?
        let target: Int64?
        let businessHours: Bool?

        private enum CodingKeys: String, CodingKey {
            case metric
            case priority
            case target
            case businessHours = "business_hours"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case title
        case description
        case position
        case filter
        case metrics = "policy_metrics"
    }

    /// The policy in the hub's words.
    var policy: SLAPolicy {
        SLAPolicy(
            id: id.text,
            title: title ?? "",
            description: description,
            position: position,
            filter: filter,
            targets: (metrics ?? [])
                .compactMap { target in
                    target.metric.map {
                        SLAPolicy.Target(
                            metric: $0,
                            priority: target.priority,
                            minutes: target.target,
                            isInBusinessHours: target.businessHours
                        )
                    }
                }
        )
    }
}

import SwitchboardCore

extension ZendeskState {
    /// Lists the account's SLA policies, which cannot be changed.
    func listPolicies(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let listing = try ZendeskListing(call, at: "\(origin)/api/v2/slas/policies.json", named: "sla_policies")
        return listing.json(of: Policy.all, where: { _ in true }, shape: { $0.json(at: origin) })
    }

    /// Shows an SLA policy.
    func showPolicy(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let id = try call.id()
        guard let policy = Policy.all.first(where: { $0.id == id }) else { throw .notFound }
        return ["sla_policy": policy.json(at: origin)]
    }
}

/// A promise of how soon tickets of some type are answered.
private struct Policy {
    var id: Int64
    var title: String
    var description: String
    var ticketType: String

    /// Minutes to the first reply and to the solution, by priority.
    var targets: [(priority: String, reply: Int64, solution: Int64)]

    static let all = [
        Policy(
            id: 25,
            title: "Incidents",
            description: "What is broken is looked at in minutes",
            ticketType: "incident",
            targets: [("urgent", 10, 240), ("high", 30, 480), ("normal", 60, 1440), ("low", 120, 2880)]
        ),
        Policy(
            id: 36,
            title: "Questions",
            description: "Whoever asks is answered within a day",
            ticketType: "question",
            targets: [("urgent", 60, 480), ("normal", 480, 2880)]
        ),
    ]

    func json(at origin: String) -> JSONValue {
        [
            "url": .string("\(origin)/api/v2/slas/policies/\(id).json"),
            "id": .integer(id),
            "title": .string(title),
            "description": .string(description),
            "position": .integer(id == 25 ? 1 : 2),
            "filter": ["all": [["field": "type", "operator": "is", "value": .string(ticketType)]], "any": []],
            "policy_metrics": .array(
                targets.flatMap { target in
                    [
                        Self.metric("first_reply_time", target.priority, target.reply),
                        Self.metric("requester_wait_time", target.priority, target.solution),
                    ]
                }
            ),
            "created_at": "2026-01-05T09:00:00Z",
            "updated_at": "2026-01-05T09:00:00Z",
        ]
    }

    private static func metric(_ name: String, _ priority: String, _ minutes: Int64) -> JSONValue {
        [
            "metric": .string(name), "priority": .string(priority), "target": .integer(minutes),
            "business_hours": false,
        ]
    }
}

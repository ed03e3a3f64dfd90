import SwitchboardCore

/// Everything that the played account holds, as a plain value: each operation changes it and answers.
struct ZendeskState: Sendable {
    /// The clock of the answers' times, and the source of ids.
    let time: TimeSource

    /// Where the latest request reached the account, for the links in answers.
    var origin = ""

    /// The tickets, deleted ones too, in the order of their ids, which count from 1.
    var tickets: [ZendeskTicket] = []

    /// The users, deleted ones too, in the order of their ids, which count from ``firstUserID``.
    var users: [ZendeskUser] = []

    /// The users by their addresses in lower case, second ones too, without the deleted.
    var usersByEmail: [String: Int] = [:]

    /// The users by their external ids in lower case, without the deleted.
    var usersByExternalID: [String: Int] = [:]

    /// How the tickets changed.
    var ticketChanges = ZendeskChangeLog()

    /// How the users changed.
    var userChanges = ZendeskChangeLog()

    /// The jobs, by their ids.
    var jobs: [String: ZendeskJob] = [:]

    /// What was answered to requests with an idempotency key.
    var keptAnswers: [String: ZendeskKeptAnswer] = [:]

    /// The number of the first user; like Zendesk's own, too large for 32 bits.
    static let firstUserID: Int64 = 1_500_000_000_001

    private var lastID: Int64 = 1_900_000_000_000

    /// Creates an account with its agents.
    init(time: TimeSource) {
        self.time = time
        for (name, email, role) in [
            ("Agent Smith", ZendeskUser.agentEmail, "admin"), ("Ann Gent", "ann@example.com", "agent"),
        ] {
            let members: JSONValue = [
                "name": .string(name), "email": .string(email), "role": .string(role), "verified": true,
            ]
            if let input = try? ZendeskRecordInput(members, named: "user", ZendeskUser.shapes) { _ = addUser(input) }
        }
    }

    /// The present in seconds since 1970.
    var now: Int64 { time.wallClock().secondsSince1970 }

    /// Makes an id of the kind that comments and audits have.
    mutating func makeID() -> Int64 {
        lastID += 1
        return lastID
    }

    /// Everything, for `GET /_state`.
    var json: JSONValue {
        let tickets = tickets.map { ticket in
            JSONValue.object(
                (ticket.json(at: origin).object ?? [:])
                    .merging(["comments": .array(ticket.comments.map(\.json))]) { $1 }
            )
        }
        return [
            "tickets": .array(tickets),
            "users": .array(users.map { $0.json(at: origin) }),
            "jobs": .array(jobs.values.sorted { $0.id < $1.id }.map { $0.json(at: origin) }),
        ]
    }
}

extension ZendeskState {
    /// Performs an operation and answers it.
    mutating func perform(_ operation: ZendeskOperation, _ call: ZendeskCall) throws(ZendeskError) -> SandboxResponse {
        switch operation {
        case .createTickets: return try createTickets(call)
        case .updateTickets: return try updateTickets(call)
        case .listTickets: return SandboxResponse(json: try listTickets(call))
        case .createTicket: return try createTicket(call)
        case .showTicket:
            return SandboxResponse(json: ["ticket": tickets[try index(ofTicket: call.id())].json(at: origin)])
        case .updateTicket: return try updateTicket(call)
        case .deleteTicket: return try deleteTicket(call)
        case .listComments: return SandboxResponse(json: try listComments(call))
        case .showMetrics: return SandboxResponse(json: try showMetrics(call))
        case .listMetrics: return SandboxResponse(json: try listMetrics(call))
        case .showJob: return SandboxResponse(json: try showJob(call))
        case .search: return SandboxResponse(json: try search(call))
        case .countSearch: return SandboxResponse(json: try countSearch(call))
        case .exportSearch: return SandboxResponse(json: try exportSearch(call))
        case .exportTickets: return SandboxResponse(json: try exportTickets(call))
        case .exportUsers: return SandboxResponse(json: try exportUsers(call))
        case .listPolicies: return SandboxResponse(json: try listPolicies(call))
        case .showPolicy: return SandboxResponse(json: try showPolicy(call))
        case .showMe: return SandboxResponse(json: ["user": users[0].json(at: origin)])
        case .createOrUpdateUser: return try createOrUpdateUser(call)
        case .showUsers: return SandboxResponse(json: try showUsers(call))
        case .searchUsers: return SandboxResponse(json: try searchUsers(call))
        case .showUser: return SandboxResponse(json: ["user": users[try index(ofUser: call.id())].json(at: origin)])
        case .updateUser: return try updateUser(call)
        case .deleteUser: return SandboxResponse(json: try deleteUser(call))
        case .listUserTags: return SandboxResponse(json: try listUserTags(call))
        case .addUserTags: return SandboxResponse(json: try changeUserTags(call) { $0 + $1 })
        case .setUserTags: return SandboxResponse(status: 201, json: try changeUserTags(call) { $1 })
        case .removeUserTags:
            _ = try changeUserTags(call) { tags, removed in tags.filter { !removed.contains($0) } }
            return SandboxResponse(status: 204)
        }
    }
}

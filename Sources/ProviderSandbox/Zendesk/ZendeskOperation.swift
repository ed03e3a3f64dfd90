import SwitchboardCore

/// The operations of Zendesk's Ticketing API that the sandbox plays.
enum ZendeskOperation: String, SandboxOperation {
    case createTickets = "POST /api/v2/tickets/create_many"
    case updateTickets = "PUT /api/v2/tickets/update_many"
    case listTickets = "GET /api/v2/tickets"
    case createTicket = "POST /api/v2/tickets"
    case showTicket = "GET /api/v2/tickets/{id}"
    case updateTicket = "PUT /api/v2/tickets/{id}"
    case deleteTicket = "DELETE /api/v2/tickets/{id}"
    case listComments = "GET /api/v2/tickets/{id}/comments"
    case showMetrics = "GET /api/v2/tickets/{id}/metrics"
    case listMetrics = "GET /api/v2/ticket_metrics"
    case showJob = "GET /api/v2/job_statuses/{id}"
    case search = "GET /api/v2/search"
    case countSearch = "GET /api/v2/search/count"
    case exportSearch = "GET /api/v2/search/export"
    case exportTickets = "GET /api/v2/incremental/tickets/cursor"
    case exportUsers = "GET /api/v2/incremental/users/cursor"
    case listPolicies = "GET /api/v2/slas/policies"
    case showPolicy = "GET /api/v2/slas/policies/{id}"
    case showMe = "GET /api/v2/users/me"
    case createOrUpdateUser = "POST /api/v2/users/create_or_update"
    case showUsers = "GET /api/v2/users/show_many"
    case searchUsers = "GET /api/v2/users/search"
    case showUser = "GET /api/v2/users/{id}"
    case updateUser = "PUT /api/v2/users/{id}"
    case deleteUser = "DELETE /api/v2/users/{id}"
    case listUserTags = "GET /api/v2/users/{id}/tags"
    case addUserTags = "PUT /api/v2/users/{id}/tags"
    case setUserTags = "POST /api/v2/users/{id}/tags"
    case removeUserTags = "DELETE /api/v2/users/{id}/tags"

    /// The parameters that its query may have.
    var queryNames: Set<String> {
        switch self {
        case .updateTickets: ["ids"]
        case .listTickets: ["external_id", "page", "per_page", "page[size]", "page[after]"]
        case .listComments: ["sort_order", "page", "per_page", "page[size]", "page[after]"]
        case .listMetrics, .listPolicies: ["page", "per_page", "page[size]", "page[after]"]
        case .search: ["query", "sort_by", "sort_order", "page", "per_page"]
        case .countSearch: ["query"]
        case .exportSearch: ["query", "filter[type]", "page[size]", "page[after]"]
        case .exportTickets: ["start_time", "cursor", "per_page", "include", "exclude_deleted"]
        case .exportUsers: ["start_time", "cursor", "per_page"]
        case .showUsers: ["ids", "external_ids"]
        case .searchUsers: ["query", "external_id", "page", "per_page"]
        default: []
        }
    }

    /// Whether a request has a JSON body.
    var hasBody: Bool {
        self == .removeUserTags || rawValue.hasPrefix("POST ") || rawValue.hasPrefix("PUT ")
    }
}

/// One call of an operation of Zendesk's.
typealias ZendeskCall = SandboxCall<ZendeskError>

extension ZendeskCall {
    /// The id in the path.
    func id() throws(ZendeskError) -> Int64 {
        guard let id = Int64(self["id"]) else { throw .invalidAttribute("id", "must be an integer") }
        return id
    }

    /// The ids of a query's parameter, which are separated by commas; `nil` where it is absent.
    func list(_ name: String) throws(ZendeskError) -> [String]? {
        guard let text = query[name]?.string else { return nil }
        let list = text.split(separator: ",").map(String.init)
        guard !list.isEmpty else { throw .invalidAttribute(name, "must name something") }
        guard list.count <= 100 else { throw .tooManyValues }
        return list
    }

    /// Like ``list(_:)``, of numbers.
    func ids(_ name: String) throws(ZendeskError) -> [Int64]? {
        guard let list = try list(name) else { return nil }
        let ids = list.compactMap { Int64($0) }
        guard ids.count == list.count else { throw .invalidAttribute(name, "must be integers") }
        return ids
    }
}

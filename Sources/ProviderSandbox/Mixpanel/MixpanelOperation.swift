/// The operations of Mixpanel's APIs that the sandbox plays; the paths of its three hosts do not collide.
enum MixpanelOperation: String, SandboxOperation {
    case importEvents = "POST /import"
    case track = "POST /track"
    case updateProfiles = "POST /engage"
    case exportEvents = "GET /api/2.0/export"
    case queryProfiles = "POST /api/query/engage"
    case queryEvents = "GET /api/query/events"
    case querySegmentation = "GET /api/query/segmentation"
    case showMe = "GET /api/app/me"

    /// How a call tells who makes it.
    enum Authorization: Sendable {
        /// Each record carries the project's token.
        case tokenInBody

        /// HTTP Basic with a service account, or with the project's token or secret and no password.
        case basic
    }

    /// How its calls tell who makes them.
    var authorization: Authorization {
        switch self {
        case .track, .updateProfiles: .tokenInBody
        default: .basic
        }
    }

    /// The parameters that its query may have.
    var queryNames: Set<String> {
        switch self {
        case .importEvents: ["strict", "project_id"]
        case .track, .updateProfiles: ["ip", "verbose", "strict"]
        case .exportEvents: ["project_id", "from_date", "to_date", "event", "where", "limit", "time_in_ms"]
        case .queryProfiles: ["project_id", "workspace_id"]
        case .queryEvents: ["project_id", "workspace_id", "event", "type", "unit", "from_date", "to_date"]
        case .querySegmentation:
            ["project_id", "workspace_id", "event", "type", "unit", "from_date", "to_date", "where"]
        case .showMe: []
        }
    }
}

/// One call of an operation of Mixpanel's.
typealias MixpanelCall = SandboxCall<MixpanelError>

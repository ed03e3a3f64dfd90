import SwitchboardCore

/// Everything that the played project holds, as a plain value: each operation changes it and answers.
struct MixpanelState: Sendable {
    /// The clock that judges the times of events.
    let time: TimeSource

    /// The events without their duplicates, in the order in which they came.
    var events: [MixpanelEvent] = []

    /// Where each event stands among all, by what makes it the same as another.
    var places: [MixpanelEvent.Identity: Int] = [:]

    /// How many events were taken that were there already.
    var duplicates: Int64 = 0

    /// The profiles, by their distinct ids.
    var profiles: [String: MixpanelProfile] = [:]

    /// Creates an empty project.
    init(time: TimeSource) {
        self.time = time
    }

    /// The present.
    var now: Timestamp { time.wallClock() }

    /// The profiles in the order of their distinct ids.
    var sortedProfiles: [MixpanelProfile] { profiles.values.sorted { $0.distinctID < $1.distinctID } }

    /// Everything, for `GET /_state`.
    var json: JSONValue {
        [
            "events": .array(events.map(\.json)),
            "duplicates": .integer(duplicates),
            "profiles": .array(sortedProfiles.map { $0.json(showing: nil) }),
        ]
    }
}

extension MixpanelState {
    /// Performs an operation and answers it.
    mutating func perform(_ operation: MixpanelOperation, _ call: MixpanelCall) throws(MixpanelError) -> SandboxResponse
    {
        switch operation {
        case .importEvents: return try importEvents(call)
        case .track: return try track(call)
        case .updateProfiles: return try updateProfiles(call)
        case .exportEvents: return try exportEvents(call)
        case .queryProfiles: return SandboxResponse(json: try queryProfiles(call))
        case .queryEvents: return SandboxResponse(json: try queryEvents(call))
        case .querySegmentation: return SandboxResponse(json: try querySegmentation(call))
        case .showMe: return SandboxResponse(json: Self.me)
        }
    }

    private static let me: JSONValue = [
        "status": "ok",
        "results": [
            "user_id": 1,
            "user_email": "sandbox-account.sandbox.serviceaccount.mixpanel.com",
            "organizations": [:],
            "projects": [:],
        ],
    ]
}

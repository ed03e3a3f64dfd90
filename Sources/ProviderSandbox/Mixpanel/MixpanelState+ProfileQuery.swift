import SwitchboardCore

/// The form of a query for profiles.
private struct ProfileQuery {
    var page: Int
    var shown: [String]?
    private var ids: [String]?
    private var filter: MixpanelExpression?

    init(_ form: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(open: form, at: "")
        ids = try reader.texts("distinct_ids")
        if let id = try reader.string("distinct_id") { ids = [id] }
        filter = try reader.string("where").map(MixpanelExpression.init)
        shown = try reader.texts("output_properties")
        page = try reader.decimal("page", in: 0...1_000_000).map(Int.init) ?? 0
        // The first answer names the session of all pages behind it.
        let session = try reader.string("session_id")
        guard page == 0 || session == MixpanelState.session else {
            throw reader.problem(.invalid, "session_id", "must be the one of the first page")
        }
    }

    func holds(for profile: MixpanelProfile) -> Bool {
        ids?.contains(profile.distinctID) ?? true
            && filter?.holds(for: profile.properties, distinctID: profile.distinctID) ?? true
    }
}

extension MixpanelState {
    /// The members of the form that queries profiles.
    static let profileQueryNames: Set<String> = [
        "distinct_id", "distinct_ids", "where", "output_properties", "session_id", "page",
    ]

    /// The session of all queries.
    fileprivate static let session = "1234567890-SANDBX"

    private static let pageSize = 1000

    /// Finds profiles, one page at a time.
    func queryProfiles(_ call: MixpanelCall) throws(MixpanelError) -> JSONValue {
        let query = try call.read(ProfileQuery.init)
        let found = sortedProfiles.filter(query.holds)
        let results = found.dropFirst(query.page * Self.pageSize).prefix(Self.pageSize)
        return [
            "page": .integer(Int64(query.page)),
            "page_size": .integer(Int64(Self.pageSize)),
            "session_id": .string(Self.session),
            "status": "ok",
            "total": .integer(Int64(found.count)),
            "results": .array(results.map { $0.json(showing: query.shown) }),
        ]
    }
}

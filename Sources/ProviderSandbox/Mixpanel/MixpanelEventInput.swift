import SwitchboardCore

/// One event of a request, which is checked before it is kept.
struct MixpanelEventInput {
    /// Which way an event comes in.
    enum Way {
        /// From a server: everything that makes an event one with others must be there.
        case importing

        /// From a client: the token must be there, all else may be absent, and the last five days count.
        case tracking
    }

    /// The event.
    private(set) var event: MixpanelEvent

    /// The project's token, where the event carries one.
    private(set) var token: String?

    /// Reads an event.
    ///
    /// - Parameters:
    ///   - value: The record.
    ///   - way: Which way it comes in.
    ///   - time: The clock that judges its time, and the source of the ids that are absent.
    /// - Throws: The first problem.
    init(_ value: JSONValue, _ way: Way, time: TimeSource) throws(JSONProblem) {
        let reader = try JSONReader(value, knowing: ["event", "properties"])
        let name = try reader.required("event", reader.string("event"))
        guard value.serialized().count < 1_048_576 else { throw JSONProblem(.invalid, "", "must be smaller than 1 MB") }
        let properties = try JSONReader(
            open: try reader.required("properties", reader.value("properties")),
            at: "properties"
        )
        token = try properties.string("token")
        if way == .tracking { _ = try properties.required("token", token) }
        let identity = MixpanelEvent.Identity(
            name: name,
            time: try Self.time(properties, way, now: time.wallClock()),
            distinctID: try Self.distinctID(properties, way),
            insertID: try Self.insertID(properties, way) ?? time.makeActionID().description
        )
        event = MixpanelEvent(identity: identity, properties: try Self.checked(value["properties"]?.object ?? [:]))
        event.properties["token"] = nil
        event.properties["distinct_id"] = .string(identity.distinctID)
        event.properties["$insert_id"] = .string(identity.insertID)
    }

    /// Milliseconds since 1970, of a number that is in seconds or in milliseconds.
    private static func time(_ reader: JSONReader, _ way: Way, now: Timestamp) throws(JSONProblem) -> Int64 {
        let now = now.microsecondsSince1970 / 1000
        guard let number = try reader.integer("time") else {
            if way == .importing { throw reader.problem(.missing, "time", "is required") }
            return now
        }
        // A number of seconds with twelve digits lies thousands of years ahead.
        let time = number < 100_000_000_000 ? number * 1000 : number
        guard time >= 31_536_000_000 else { throw reader.problem(.invalid, "time", "must not lie before 1971-01-01") }
        guard time <= now + 3_600_000 else {
            throw reader.problem(.invalid, "time", "must not lie more than an hour ahead")
        }
        guard way == .importing || time >= now - 5 * 86_400_000 else {
            throw reader.problem(.invalid, "time", "must lie in the last five days; /import takes older events")
        }
        return time
    }

    private static func distinctID(_ reader: JSONReader, _ way: Way) throws(JSONProblem) -> String {
        guard let id = try reader.string("distinct_id") else {
            if way == .importing { throw reader.problem(.missing, "distinct_id", "is required; empty is nobody") }
            return ""
        }
        guard !isJunk(id) else { throw reader.problem(.invalid, "distinct_id", "must not be a placeholder") }
        return id
    }

    private static func insertID(_ reader: JSONReader, _ way: Way) throws(JSONProblem) -> String? {
        guard let id = try reader.string("$insert_id") else {
            if way == .importing { throw reader.problem(.missing, "$insert_id", "is required") }
            return nil
        }
        guard id.wholeMatch(of: /[A-Za-z0-9-]{1,36}/) != nil else {
            throw reader.problem(.invalid, "$insert_id", "must be 1 to 36 letters, digits and hyphens")
        }
        guard !isJunk(id) else { throw reader.problem(.invalid, "$insert_id", "must not be a placeholder") }
        return id
    }

    /// Whether Mixpanel takes an id for a mistake of a program.
    private static func isJunk(_ id: String) -> Bool {
        [
            "anon", "anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "<nil>", "0", "-1", "true",
            "false", "[]", "{}", "00000000-0000-0000-0000-000000000000",
        ]
        .contains(id.lowercased())
    }
}

extension MixpanelEventInput {
    /// The properties, where they are neither too many nor too deep.
    private static func checked(_ properties: [String: JSONValue]) throws(JSONProblem) -> [String: JSONValue] {
        guard properties.count < 255 else { throw JSONProblem(.invalid, "properties", "must be fewer than 255") }
        for (name, value) in properties.sorted(by: { $0.key < $1.key }) {
            try check(value, at: "properties.\(name)", depth: 1)
        }
        return properties
    }

    private static func check(_ value: JSONValue, at path: String, depth: Int) throws(JSONProblem) {
        let parts: [JSONValue]
        switch value {
        case .array(let elements): parts = elements
        case .object(let members): parts = Array(members.values)
        default: return
        }
        guard depth <= 3 else { throw JSONProblem(.invalid, path, "must not nest deeper than 3 levels") }
        guard parts.count < 255 else { throw JSONProblem(.invalid, path, "must have fewer than 255 elements") }
        for part in parts { try check(part, at: path, depth: depth + 1) }
    }
}

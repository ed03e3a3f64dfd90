import SwitchboardCore
import Testing

extension SandboxClient {
    /// A service account with the secret `secret`.
    static let mixpanelAccount = ["Authorization": "Basic c2VydmljZTpzZWNyZXQ="]

    /// Sends JSON, or no body, to the played Mixpanel.
    func mixpanel(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        var headers = Self.mixpanelAccount
        if body != nil { headers["Content-Type"] = "application/json" }
        return try await send(method, "/mixpanel\(path)", body: body.map { $0.serialized() } ?? [], headers: headers)
    }

    /// Imports events strictly.
    func importEvents(_ events: JSONValue) async throws -> Answer {
        try await mixpanel("POST", "/import?strict=1&project_id=1", events)
    }

    /// Updates profiles, and has each problem told.
    func engage(_ updates: JSONValue) async throws -> Answer {
        try await mixpanel("POST", "/engage?strict=1", updates)
    }

    /// Sends a form that asks for profiles.
    func profiles(_ form: String) async throws -> Answer {
        let headers = Self.mixpanelAccount.merging(["Content-Type": "application/x-www-form-urlencoded"]) { $1 }
        let path = "/mixpanel/api/query/engage?project_id=1"
        return try await send("POST", path, body: Array(form.utf8), headers: headers)
    }
}

extension JSONValue {
    /// An event of the fourteenth of November 2023, with other properties or properties in place of its own; one that
    /// is null is left out.
    static func event(_ name: String, _ id: String, _ others: [String: JSONValue] = [:]) -> JSONValue {
        let properties: [String: JSONValue] = [
            "time": 1_700_000_000, "distinct_id": "u-1", "$insert_id": .string(id),
        ]
        let merged = properties.merging(others) { _, other in other }.filter { $0.value != .null }
        return ["event": .string(name), "properties": .object(merged)]
    }

    /// An update of a profile.
    static func update(_ id: String, _ operation: String, _ value: JSONValue) -> JSONValue {
        ["$token": "t", "$distinct_id": .string(id), operation: value]
    }
}

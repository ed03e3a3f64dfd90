import SwitchboardCore

/// The shapes that Mixpanel's APIs answer with.
enum MixpanelAnswer {
    /// The shape of an error.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - path: The path of the request, which tells the API.
    /// - Returns: The answer.
    static func refusal(_ error: MixpanelError, to path: String) -> SandboxResponse {
        if path.hasPrefix("/api/app/") {
            return SandboxResponse(status: error.status, json: ["status": "error", "error": .string(error.message)])
        }
        if path.hasPrefix("/api/") {
            return SandboxResponse(
                status: error.status,
                json: ["request": .string(path), "error": .string(error.message)]
            )
        }
        return SandboxResponse(
            status: error.status,
            json: [
                "code": .integer(Int64(error.status)),
                "error": .string(error.message),
                "status": .string(reason(error.status)),
            ]
        )
    }

    /// The answer of the strict way in: how many records are taken, and which are not.
    static func strict(imported: Int, failed: [MixpanelRecordProblem]) -> SandboxResponse {
        let count = JSONValue.integer(Int64(imported))
        guard !failed.isEmpty else {
            return SandboxResponse(json: ["code": 200, "num_records_imported": count, "status": "OK"])
        }
        return SandboxResponse(
            status: 400,
            json: [
                "code": 400,
                "error": "some data points in the request failed validation",
                "status": "Bad Request",
                "num_records_imported": count,
                "failed_records": .array(failed.map(\.json)),
            ]
        )
    }

    /// The answer of the ways in that are made for clients: always a 200, with `1` or `0` where it is not verbose.
    static func verdict(_ error: String?, isVerbose: Bool) -> SandboxResponse {
        guard isVerbose else { return SandboxResponse(text: error == nil ? "1" : "0") }
        return SandboxResponse(
            json: ["status": error == nil ? 1 : 0, "error": error.map(JSONValue.string) ?? .null]
        )
    }

    /// What HTTP calls a status.
    static func reason(_ status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 413: "Request Entity Too Large"
        case 415: "Unsupported Media Type"
        case 429: "Too Many Requests"
        case 500...: "Internal Server Error"
        default: "Error"
        }
    }
}

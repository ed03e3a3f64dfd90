import SwitchboardCore

/// An answer of Intercom that is an error, as its `error.list` has it.
struct IntercomError: SandboxRefusal, Hashable {
    /// The HTTP status.
    var status: Int

    /// Intercom's code, such as `parameter_invalid`.
    var code: String

    /// Intercom's sentence, or one in its manner.
    var message: String

    /// The last part of the path of the member at fault.
    var field: String?

    /// Creates an error.
    init(_ status: Int, _ code: String, _ message: String, field: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.field = field
    }

    /// The error for a request whose JSON is wrong.
    init(_ problem: JSONProblem) {
        let code =
            switch problem.kind {
            case .missing: "parameter_not_found"
            case .wrongType: "type_mismatch"
            case .unknown, .invalid: "parameter_invalid"
            }
        let field = problem.path.split(separator: ".").last.map(String.init)
        self.init(400, code, problem.message, field: field)
    }

    /// The body.
    func json(requestID: String) -> JSONValue {
        var error: [String: JSONValue] = ["code": .string(code), "message": .string(message)]
        error["field"] = field.map(JSONValue.string)
        return ["type": "error.list", "request_id": .string(requestID), "errors": [.object(error)]]
    }
}

extension IntercomError {
    /// No contact has that id.
    static let noContact = IntercomError(404, "not_found", "User Not Found")

    /// Something else does not exist: an admin, a tag, a path.
    static let notFound = IntercomError(404, "not_found", "Resource Not Found")

    /// No export has that id, or has anything to download.
    static let noJob = IntercomError(404, "job_not_found", "Job Not Found")

    /// A contact with the same email or external id exists.
    static func conflict(with id: String) -> IntercomError {
        IntercomError(409, "conflict", "A contact matching those details already exists with id=\(id)")
    }

    /// What Intercom says with a status, for faults that name nothing else; `nil` for a success.
    static func forStatus(_ status: Int) -> IntercomError? {
        switch status {
        case ..<400: nil
        case 401: IntercomError(401, "unauthorized", "Access Token Invalid")
        case 403: IntercomError(403, "api_plan_restricted", "Active subscription needed.")
        case 404: .notFound
        case 406: IntercomError(406, "media_type_not_acceptable", "The Accept header should allow application/json")
        case 409: IntercomError(409, "conflict", "Resource conflict")
        case 422: IntercomError(422, "parameter_invalid", "The request could not be processed")
        case 429: IntercomError(429, "rate_limit_exceeded", "Exceeded rate limit of 167 in 10_seconds")
        case 503: IntercomError(503, "service_unavailable", "Sorry, the API service is temporarily unavailable")
        case 500...: IntercomError(status, "server_error", "Something went wrong on our end")
        default: IntercomError(status, "client_error", "The request was refused")
        }
    }
}

import SwitchboardCore

/// An answer of Zendesk that is an error, in one of its several shapes.
struct ZendeskError: SandboxRefusal, Hashable {
    /// The HTTP status.
    var status: Int

    /// The body.
    var json: JSONValue

    /// What is wrong, in words alone, for a failed item of a job.
    var details: String

    /// Creates an error of the shape that most have: a code, and a sentence.
    init(_ status: Int, _ code: String, _ description: String) {
        self.status = status
        json = ["error": .string(code), "description": .string(description)]
        details = description
    }

    /// Creates an error of the shape that parameters have, and whatever fails before a record is reached.
    init(_ status: Int, title: String, _ message: String) {
        self.status = status
        json = ["error": ["title": .string(title), "message": .string(message)]]
        details = message
    }

    init(_ problem: JSONProblem) {
        self = .invalidAttribute(problem.path, problem.problem)
    }

    /// Creates the error of a record whose fields are wrong; at least one is.
    init(invalid problems: [JSONProblem]) {
        status = 422
        var list: [String: [JSONValue]] = [:]
        for problem in problems {
            let field = problem.path.prefix { $0 != "." }
            let code = problem.kind == .missing ? "BlankValue" : "InvalidValue"
            list[field.isEmpty ? "base" : String(field), default: []]
                .append(["description": .string(problem.zendeskSentence), "error": .string(code)])
        }
        json = [
            "error": "RecordInvalid",
            "description": "Record validation errors",
            "details": .object(list.mapValues(JSONValue.array)),
        ]
        details = problems.map(\.zendeskSentence).joined(separator: "; ")
    }

    /// The code, for a failed item of a job.
    var code: String { json["error"]?.string ?? "BadRequest" }
}

extension JSONProblem {
    /// `Custom fields: 0.id is required`.
    fileprivate var zendeskSentence: String {
        let parts = path.split(separator: ".", maxSplits: 1)
        guard let field = parts.first else { return problem }
        let title = field.prefix(1).uppercased() + field.dropFirst().map { $0 == "_" ? " " : $0 }
        return "\(title): \(parts.count == 2 ? "\(parts[1]) " : "")\(problem)"
    }
}

extension ZendeskError {
    /// No record has that id.
    static let notFound = ZendeskError(404, "RecordNotFound", "Not found")

    /// A path, or a method on it, does not exist.
    static let noEndpoint = ZendeskError(404, title: "InvalidEndpoint", "Not found")

    /// More than a hundred at once.
    static let tooManyValues = {
        var error = ZendeskError(400, "TooManyValues", "Parameter  cannot specify more than 100 values")
        error.json = .object((error.json.object ?? [:]).merging(["max_count": 100]) { $1 })
        return error
    }()

    /// Credentials are missing or wrong.
    static let unauthorized = {
        var error = ZendeskError(401, "", "")
        error.json = ["error": "Couldn't authenticate you"]
        return error
    }()

    /// Someone else has changed the ticket since.
    static let conflict = ZendeskError(
        409,
        "UpdateConflict",
        "Safe Update prevented this update: the record has changed since its updated_stamp"
    )

    /// The ticket cannot be changed any more.
    static let closed = {
        var error = ZendeskError(422, "RecordInvalid", "Record validation errors")
        let sentence = "Status: closed prevents ticket update"
        error.json = .object(
            (error.json.object ?? [:]).merging(["details": ["status": [["description": .string(sentence)]]]]) { $1 }
        )
        error.details = sentence
        return error
    }()

    /// A parameter of the path, of the query or of the body as a whole is wrong.
    static func invalidAttribute(_ name: String, _ problem: String) -> ZendeskError {
        ZendeskError(
            400,
            title: "Invalid attribute",
            "You passed an invalid value for the \(name) attribute. Invalid parameter: \(name) \(problem)"
        )
    }

    /// A search cannot be done.
    static func invalidSearch(_ problem: String) -> ZendeskError {
        ZendeskError(422, "invalid", "Invalid search: \(problem)")
    }

    /// What Zendesk says with a status, for faults that name nothing else; `nil` for a success.
    static func forStatus(_ status: Int) -> ZendeskError? {
        switch status {
        case ..<400: nil
        case 401: .unauthorized
        case 403: ZendeskError(403, title: "Forbidden", "You do not have access to this page.")
        case 404: .notFound
        case 409: .conflict
        case 422: ZendeskError(422, "RecordInvalid", "Record validation errors")
        case 429: ZendeskError(429, "APIRateLimitExceeded", "Number of allowed API requests per minute exceeded")
        case 500...: ZendeskError(status, title: "Unavailable", "The service is not available at the moment.")
        default: ZendeskError(status, title: "Bad Request", "The request was refused.")
        }
    }
}

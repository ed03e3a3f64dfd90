import SwitchboardCore

/// An answer of SendGrid that is an error: a list, which names every problem of a request at once.
struct SendGridError: SandboxRefusal, Hashable {
    /// One element of the list.
    struct Item: Hashable {
        /// What is wrong.
        var message: String

        /// The path of the member at fault, such as `personalizations.0.to`.
        var field: String?

        /// A page that explains it.
        var help: String?
    }

    /// The HTTP status.
    var status: Int

    /// The problems; at least one.
    var items: [Item]

    /// Creates an error with one problem.
    init(_ status: Int, _ message: String, field: String? = nil) {
        self.status = status
        items = [Item(message: message, field: field)]
    }

    /// Creates the error of a request with several problems.
    ///
    /// - Parameters:
    ///   - problems: The problems; at least one.
    ///   - help: The page that explains them, before the fragment that names the member.
    init(_ problems: [JSONProblem], help: String? = nil) {
        status = 400
        items = problems.map { problem in
            let topic = problem.path.prefix { $0 != "." }
            return Item(
                message: problem.path.isEmpty ? problem.problem : "\(problem.path) \(problem.problem)",
                field: problem.path.isEmpty ? nil : problem.path,
                help: help.map { "\($0)#message.\(topic)" }
            )
        }
    }

    init(_ problem: JSONProblem) {
        self.init([problem])
    }

    /// The body.
    var json: JSONValue {
        let list = items.map { item -> JSONValue in
            [
                "message": .string(item.message),
                "field": item.field.map(JSONValue.string) ?? .null,
                "help": item.help.map(JSONValue.string) ?? .null,
            ]
        }
        return ["errors": .array(list)]
    }
}

extension SendGridError {
    /// Something does not exist: a path, or what it names.
    static let notFound = SendGridError(404, "not found")

    /// The message is larger than SendGrid takes.
    static let tooLarge = SendGridError(413, "content too large")

    /// What SendGrid says with a status, for faults that name nothing else; `nil` for a success.
    static func forStatus(_ status: Int) -> SendGridError? {
        switch status {
        case ..<400: nil
        case 401: SendGridError(401, "authorization required")
        case 403: SendGridError(403, "access forbidden")
        case 404: .notFound
        case 405: SendGridError(405, "method not allowed")
        case 413: .tooLarge
        case 429: SendGridError(429, "too many requests")
        case 500...: SendGridError(status, "internal server error")
        default: SendGridError(status, "bad request")
        }
    }
}

import HTTPTypes
import SwitchboardCore

/// What Zendesk asks of every request.
struct ZendeskRequestCheck {
    private let request: SandboxRequest

    /// Creates the check of one request.
    init(_ request: SandboxRequest) {
        self.request = request
    }

    /// Checks for an API token with its agent's address, or for an OAuth token; `invalid` in one plays a revoked one.
    func authorization() throws(ZendeskError) {
        if let token = request.bearerToken {
            guard !token.lowercased().contains("invalid") else { throw .unauthorized }
            return
        }
        guard let (user, token) = request.basicCredentials, user.hasSuffix("/token"), !token.isEmpty,
            EmailAddress.problem(in: String(user.dropLast(6))) == nil,
            !(user + token).lowercased().contains("invalid")
        else { throw .unauthorized }
    }

    /// The operation and its path's parameters; a path may end in `.json`.
    var operation: (ZendeskOperation, parameters: [String: String])? {
        var segments = request.segments
        if let last = segments.last, last.hasSuffix(".json") { segments[segments.count - 1] = String(last.dropLast(5)) }
        return ZendeskOperation.find(request.method, segments)
    }

    /// Finds the operation, and reads what its calls have in common.
    func call() throws(ZendeskError) -> (ZendeskOperation, ZendeskCall) {
        guard let (operation, parameters) = operation else { throw .noEndpoint }
        guard request.acceptsJSON(isRequired: false) else {
            throw ZendeskError(406, title: "Not Acceptable", "The Accept header must allow application/json")
        }
        let key = request.headers[.idempotencyKey]
        if let key, !(1...255).contains(key.utf8.count) {
            throw .invalidAttribute("Idempotency-Key", "must have 1 to 255 characters")
        }
        let query: JSONValue
        do {
            query = try FormFields.parse(request.query, knowing: operation.queryNames)
        } catch {
            throw ZendeskError(error)
        }
        var call = ZendeskCall(parameters: parameters, query: query, body: try body(of: operation))
        call.idempotencyKey = key
        return (operation, call)
    }

    private func body(of operation: ZendeskOperation) throws(ZendeskError) -> JSONValue {
        guard operation.hasBody else {
            guard request.body.isEmpty else {
                throw ZendeskError(400, title: "Bad Request", "\(operation.rawValue) has no body")
            }
            return .null
        }
        guard request.contentType == "application/json" else {
            throw ZendeskError(415, title: "Unsupported Media Type", "The Content-Type must be application/json")
        }
        guard let body = try? JSONValue(parsing: request.body), body.object != nil else {
            throw ZendeskError(400, title: "Invalid JSON", "The body must be a JSON object")
        }
        return body
    }
}

extension HTTPField.Name {
    /// What marks the repetition of a request that creates a ticket.
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!

    /// Whether an answer is that of an earlier request with the same key.
    static let idempotencyLookup = HTTPField.Name("x-idempotency-lookup")!

    /// What of a request was ignored.
    static let zendeskWarning = HTTPField.Name("X-Zendesk-API-Warn")!
}

import HTTPTypes
import SwitchboardCore

/// What Intercom asks of every request, whatever its operation.
struct IntercomRequestCheck {
    private let request: SandboxRequest

    /// Creates the check of one request.
    init(_ request: SandboxRequest) {
        self.request = request
    }

    /// Checks for a bearer token; one that contains `invalid` plays a revoked one.
    func authorization() throws(IntercomError) {
        guard let token = request.bearerToken, !token.lowercased().contains("invalid") else {
            throw IntercomError(401, "unauthorized", "Access Token Invalid")
        }
    }

    /// Finds the operation, and reads what its calls have in common.
    func call() throws(IntercomError) -> (IntercomOperation, IntercomCall) {
        if let version = request.headers[.intercomVersion], !["2.14", "2.15", "2.16"].contains(version) {
            throw IntercomError(400, "intercom_version_invalid", "The requested version could not be found")
        }
        let found = IntercomOperation.find(request.method, request.segments)
        try accept(found?.0)
        guard let (operation, parameters) = found else { throw .notFound }
        let query: JSONValue
        do {
            query = try FormFields.parse(request.query, knowing: operation.queryNames)
        } catch {
            throw IntercomError(error)
        }
        return (operation, IntercomCall(parameters: parameters, query: query, body: try body(of: operation)))
    }

    /// Checks whether the client accepts the answer: JSON, or the bytes of a download.
    private func accept(_ operation: IntercomOperation?) throws(IntercomError) {
        if operation == .downloadExport {
            guard request.headers[.accept] == "application/octet-stream" else {
                throw IntercomError(
                    406,
                    "media_type_not_acceptable",
                    "The Accept header should be application/octet-stream"
                )
            }
        } else if !request.acceptsJSON(isRequired: true) {
            throw IntercomError(406, "media_type_not_acceptable", "The Accept header should allow application/json")
        }
    }

    /// Reads the body: a JSON object with POST and PUT, nothing with the other methods.
    private func body(of operation: IntercomOperation) throws(IntercomError) -> JSONValue {
        // A cancellation is the one POST that has nothing to say.
        if operation == .cancelExport, request.body.isEmpty { return .null }
        guard request.method == .post || request.method == .put else {
            guard request.body.isEmpty else {
                throw IntercomError(400, "parameter_invalid", "\(request.method.rawValue) has no body")
            }
            return .null
        }
        guard request.contentType == "application/json" else {
            throw IntercomError(415, "media_type_not_acceptable", "The Content-Type header should be application/json")
        }
        guard let body = try? JSONValue(parsing: request.body), body.object != nil else {
            throw IntercomError(400, "parameter_invalid", "the body must be a JSON object")
        }
        return body
    }
}

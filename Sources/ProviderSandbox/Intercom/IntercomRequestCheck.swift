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

    /// Checks the version and whether the client accepts JSON.
    func headers() throws(IntercomError) {
        if let version = request.headers[.intercomVersion], !["2.14", "2.15", "2.16"].contains(version) {
            throw IntercomError(400, "intercom_version_invalid", "The requested version could not be found")
        }
        guard request.acceptsJSON(isRequired: true) else {
            throw IntercomError(406, "media_type_not_acceptable", "The Accept header should allow application/json")
        }
    }

    /// Reads the body: a JSON object with POST and PUT, nothing with the other methods.
    func body() throws(IntercomError) -> JSONValue {
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

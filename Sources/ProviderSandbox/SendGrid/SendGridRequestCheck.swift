import HTTPTypes
import SwitchboardCore

/// What SendGrid asks of every request.
struct SendGridRequestCheck {
    private let request: SandboxRequest

    /// Creates the check of one request.
    init(_ request: SandboxRequest) {
        self.request = request
    }

    /// Checks for an API key; one that contains `invalid` plays a revoked one.
    func authorization() throws(SendGridError) {
        guard request.headers[.authorization] != nil else { throw SendGridError(401, "authorization required") }
        guard let key = request.bearerToken, key.hasPrefix("SG."), !key.lowercased().contains("invalid") else {
            throw SendGridError(401, "The provided authorization grant is invalid, expired, or revoked")
        }
    }

    /// Finds the operation, and reads what its calls have in common.
    func call() throws(SendGridError) -> (SendGridOperation, SendGridCall) {
        guard request.acceptsJSON(isRequired: false) else { throw SendGridError(406, "not acceptable") }
        guard let (operation, parameters) = SendGridOperation.find(request.method, request.segments) else {
            throw SendGridOperation.knows(request.segments) ? SendGridError(405, "method not allowed") : .notFound
        }
        let query = try query(of: operation)
        return (operation, SendGridCall(parameters: parameters, query: query, body: try body(of: operation)))
    }

    private func query(of operation: SendGridOperation) throws(SendGridError) -> JSONValue {
        do {
            return try FormFields.parse(request.query, knowing: operation.queryNames)
        } catch {
            throw SendGridError(error)
        }
    }

    private func body(of operation: SendGridOperation) throws(SendGridError) -> JSONValue {
        guard operation.hasBody else {
            guard request.body.isEmpty else { throw SendGridError(400, "\(operation.rawValue) has no body") }
            return .null
        }
        guard request.contentType == "application/json" else {
            throw SendGridError(415, "Content-Type should be application/json.")
        }
        guard request.headers[.contentEncoding] == nil else {
            throw SendGridError(415, "compressed bodies are not enabled for this account")
        }
        guard request.body.count <= 30 * 1024 * 1024 else { throw .tooLarge }
        guard let body = try? JSONValue(parsing: request.body), body.object != nil else {
            throw SendGridError(400, "Bad Request")
        }
        return body
    }
}

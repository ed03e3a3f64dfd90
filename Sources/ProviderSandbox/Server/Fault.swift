import HTTPTypes
import SwitchboardCore

/// One misbehaviour that was ordered with `POST /_faults`.
struct Fault: Sendable {
    /// How to leave a client without an answer.
    enum Drop: Sendable, Hashable {
        /// Closes the connection in order.
        case close
        /// Resets it, as a crashed or overloaded host does.
        case reset
    }

    /// The provider whose requests it meets.
    var provider: String

    /// The method that it meets, or any.
    var method: String?

    /// The path below the provider's prefix: exact, or a prefix that ends in `*`, or any.
    var path: String?

    /// The status to answer with.
    var status: Int?

    /// The header fields to answer with; without a status or a body they are added to the provider's own answer.
    var headers: HTTPFields?

    /// The body to answer with: a JSON value, or a string that is sent as it stands.
    var body: JSONValue?

    /// How long to wait before the answer.
    var delay: Duration?

    /// Whether, and how, to close the connection instead of answering.
    var drop: Drop?

    /// Whether the request takes effect before the fault.
    var commits = false

    /// How many more requests it meets; 0 for any number.
    var times = 1

    /// The order as it was posted, for `GET /_faults` and the log.
    var posted: JSONValue
}

extension Fault {
    /// Whether the provider's own answer is not sent.
    var replacesAnswer: Bool { status != nil || body != nil || drop != nil }

    /// Whether it meets a request.
    func meets(_ request: SandboxRequest, to provider: String) -> Bool {
        guard provider == self.provider, method == nil || method == request.method.rawValue else { return false }
        guard let path else { return true }
        return path.hasSuffix("*") ? request.path.hasPrefix(path.dropLast()) : request.path == path
    }

    /// The answer in the provider's place, where the fault has one.
    ///
    /// - Parameter provider: Whose words to use where the order names a status only.
    /// - Returns: The whole answer.
    func answer(as provider: any SandboxProvider) async -> SandboxResponse {
        let status = status ?? 200
        var response = await provider.fault(status: status)
        if let headers { response.headers = headers }
        if case .string(let text)? = body {
            response.body = Array(text.utf8)
        } else if let body {
            response.body = body.serialized()
        }
        if response.headers[.contentType] == nil, !response.body.isEmpty {
            response.headers[.contentType] = "application/json; charset=utf-8"
        }
        return response
    }
}

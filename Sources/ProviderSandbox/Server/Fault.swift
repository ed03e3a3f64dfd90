import HTTPTypes
import SwitchboardCore

/// One misbehaviour that was ordered with `POST /_faults`, or that the sandbox started with.
struct Fault: Sendable {
    /// How to leave a client without an answer.
    enum Drop: Sendable, Hashable {
        /// Closes the connection in order.
        case close
        /// Resets it, as a crashed or overloaded host does.
        case reset
    }

    /// How to answer with what nobody can read.
    enum Garbage: Sendable, Hashable {
        /// Sends bytes that are no HTTP and closes the connection.
        case notHTTP
        /// Sends a body that is no JSON, although its content type says so.
        case notJSON
    }

    /// How much of a body to send before the connection closes.
    enum Truncation: Sendable, Hashable {
        case half
        case bytes(Int)
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

    /// How much of the body to send before closing the connection; the content length promises more.
    var truncation: Truncation?

    /// How long to wait before each byte of the body.
    var drip: Duration?

    /// Whether, and how, to answer with what nobody can read.
    var garbage: Garbage?

    /// Whether the request takes effect before the fault.
    var commits = false

    /// How many more requests it meets; 0 for any number.
    var times = 1

    /// The order as it was posted, for `GET /_faults` and the log.
    var posted: JSONValue
}

extension Fault {
    /// Whether the provider's own answer is not sent.
    var replacesAnswer: Bool { status != nil || body != nil || garbage == .notJSON }

    /// Whether nothing is answered that an HTTP client could read.
    var leavesNoAnswer: Bool { drop != nil || garbage == .notHTTP }

    /// Whether it meets a request.
    func meets(_ request: SandboxRequest, to provider: String) -> Bool {
        guard provider == self.provider, method == nil || method == request.method.rawValue else { return false }
        guard let path else { return true }
        return path.hasSuffix("*") ? request.path.hasPrefix(path.dropLast()) : request.path == path
    }

    /// The answer in the provider's place, where the fault has one.
    ///
    /// - Parameters:
    ///   - provider: Whose words to use where the order names a status only.
    ///   - request: What is answered.
    /// - Returns: The whole answer.
    func answer(as provider: any SandboxProvider, to request: SandboxRequest) async -> SandboxResponse {
        let status = status ?? 200
        var response = await provider.fault(status: status, for: request)
        if let headers { response.headers = headers }
        if let bytes = givenBody { response.body = bytes }
        if response.headers[.contentType] == nil, !response.body.isEmpty {
            response.headers[.contentType] = "application/json; charset=utf-8"
        }
        return response
    }

    private var givenBody: [UInt8]? {
        if garbage == .notJSON { return Self.notJSON }
        if case .string(let text)? = body { return Array(text.utf8) }
        return body?.serialized()
    }

    /// The start of an object, then bytes that are not even UTF-8.
    private static let notJSON = Array("{\"type\": \"".utf8) + [0xFF, 0xFE, 0x00, 0xC3, 0x28]

    /// How an answer is to be put onto the wire.
    func delivery(of response: SandboxResponse) -> SandboxDelivery {
        let end: Int? =
            switch truncation {
            case nil: nil
            case .half: response.body.count / 2
            case .bytes(let count): min(count, response.body.count)
            }
        return SandboxDelivery(response: response, end: end, pause: drip)
    }
}

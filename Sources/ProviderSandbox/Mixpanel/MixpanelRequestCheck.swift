import HTTPTypes
import SwitchboardCore

/// What Mixpanel asks of a request, by its operation.
struct MixpanelRequestCheck {
    private static let bodyLimit = 10 * 1024 * 1024

    private let request: SandboxRequest

    /// Creates the check of one request.
    init(_ request: SandboxRequest) {
        self.request = request
    }

    /// Finds the operation, and reads what its calls have in common.
    func call() throws(MixpanelError) -> (MixpanelOperation, MixpanelCall) {
        guard let (operation, _) = MixpanelOperation.find(request.method, request.segments) else {
            throw MixpanelError(404, "Not Found")
        }
        let query = try form(request.query, operation.queryNames)
        if operation.authorization == .basic { try authorization(operation, query) }
        return (operation, MixpanelCall(parameters: [:], query: query, body: try body(of: operation)))
    }

    /// Checks for credentials, in which `invalid` plays those that are wrong, and for the project.
    private func authorization(_ operation: MixpanelOperation, _ query: JSONValue) throws(MixpanelError) {
        guard let (user, password) = request.basicCredentials, !user.isEmpty,
            !(user + password).lowercased().contains("invalid")
        else { throw .unauthorized }
        // A token or a secret belongs to a project, a service account to several.
        let needsProject = !password.isEmpty && operation != .showMe
        guard let project = query["project_id"]?.string else {
            if needsProject { throw MixpanelError(400, "project_id: is required with a service account") }
            return
        }
        guard Int64(project) != nil else { throw MixpanelError(400, "project_id: must be an integer") }
    }

    private func form(_ text: String, _ names: Set<String>) throws(MixpanelError) -> JSONValue {
        do {
            return try FormFields.parse(text, knowing: names)
        } catch {
            throw MixpanelError(error)
        }
    }

    private func body(of operation: MixpanelOperation) throws(MixpanelError) -> JSONValue {
        switch operation {
        case .importEvents: return try events()
        case .track, .updateProfiles: return try records()
        case .queryProfiles:
            try checkType(["application/x-www-form-urlencoded"])
            return try form(String(decoding: request.body, as: UTF8.self), MixpanelState.profileQueryNames)
        default:
            guard request.body.isEmpty else { throw MixpanelError(400, "\(operation.rawValue) has no body") }
            return .null
        }
    }

    /// The body of `/import`: an array, or a value a line, perhaps compressed.
    private func events() throws(MixpanelError) -> JSONValue {
        try checkType(["application/json", "application/x-ndjson"])
        let bytes = try content()
        guard request.contentType == "application/x-ndjson" else { return try json(bytes) }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        var events: [JSONValue] = []
        for line in lines { events.append(try json(Array(line))) }
        return .array(events)
    }

    private func records() throws(MixpanelError) -> JSONValue {
        try checkType(["application/json"])
        guard !request.isGzipped else { throw MixpanelError(400, "the body must not be compressed") }
        return try json(try content())
    }

    private func content() throws(MixpanelError) -> [UInt8] {
        var bytes = request.body
        if request.isGzipped {
            guard let plain = Gzip.decompress(bytes, limit: 32 * 1024 * 1024) else {
                throw MixpanelError(400, "the body is not gzip, or too large")
            }
            bytes = plain
        }
        guard bytes.count <= Self.bodyLimit else {
            throw MixpanelError(413, "request exceeds max limit of \(Self.bodyLimit) bytes")
        }
        return bytes
    }

    private func checkType(_ types: [String]) throws(MixpanelError) {
        guard types.contains(request.contentType) else {
            throw MixpanelError(415, "Content-Type must be \(types.joined(separator: " or "))")
        }
    }

    private func json(_ bytes: [UInt8]) throws(MixpanelError) -> JSONValue {
        guard let value = try? JSONValue(parsing: bytes) else { throw MixpanelError(400, "the body is not JSON") }
        return value
    }
}

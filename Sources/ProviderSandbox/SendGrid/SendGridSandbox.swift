import HTTPTypes
import SwitchboardCore

/// Plays SendGrid's v3 API: requests are checked more strictly than there, and answered in its own shapes.
actor SendGridSandbox: SandboxProvider {
    static let name = "sendgrid"

    private static let freshLimit = SandboxRateLimit(600, perSeconds: 60)
    private static let freshMailLimit = SandboxRateLimit(10_000, perSeconds: 1)

    private let time: TimeSource
    private var held: SendGridState
    private var limits: [SendGridOperation: SandboxRateLimit] = [:]

    /// Creates an empty account.
    init(time: TimeSource) {
        self.time = time
        held = SendGridState(time: time)
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        let check = SendGridRequestCheck(request)
        var headers: HTTPFields = [:]
        do throws(SendGridError) {
            try check.authorization()
            headers = limitFields(of: request)
            let (operation, call) = try check.call()
            held.deliverWhatIsDue()
            var response = try held.perform(operation, call)
            response.headers.append(contentsOf: headers)
            return response
        } catch {
            return SandboxResponse(status: error.status, headers: headers, json: error.json)
        }
    }

    func fault(status: Int, for request: SandboxRequest) -> SandboxResponse {
        var headers: HTTPFields = [:]
        if status != 401 { headers = limitFields(of: request) }
        if status == 429 { headers = Self.freshLimit.exhausted(at: time.wallClock().secondsSince1970) }
        guard let error = SendGridError.forStatus(status) else {
            return SandboxResponse(status: status, headers: headers)
        }
        return SandboxResponse(status: error.status, headers: headers, json: error.json)
    }

    func state() -> JSONValue {
        held.deliverWhatIsDue()
        return held.json
    }

    func reset() {
        held = SendGridState(time: time)
        limits = [:]
    }

    /// Counts the request: each operation has a limit of its own.
    private func limitFields(of request: SandboxRequest) -> HTTPFields {
        guard let (operation, _) = SendGridOperation.find(request.method, request.segments) else { return [:] }
        let fresh = operation == .sendMail ? Self.freshMailLimit : Self.freshLimit
        return limits[operation, default: fresh].count(at: time.wallClock().secondsSince1970)
    }
}

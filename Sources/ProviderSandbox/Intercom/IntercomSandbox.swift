import HTTPTypes
import SwitchboardCore

/// Plays Intercom's REST API 2.14: requests are checked more strictly than there, and answered in its own shapes.
actor IntercomSandbox: SandboxProvider {
    static let name = "intercom"

    private static let freshLimit = SandboxRateLimit(167, perSeconds: 10)

    private let time: TimeSource
    private var held: IntercomState
    private var limit = IntercomSandbox.freshLimit

    /// Creates an empty workspace with its admins.
    init(time: TimeSource) {
        self.time = time
        held = IntercomState(time: time)
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        let check = IntercomRequestCheck(request)
        do throws(IntercomError) {
            try check.authorization()
        } catch {
            return refusal(error, headers: baseHeaders)
        }
        let headers = limitedHeaders
        do throws(IntercomError) {
            let (operation, call) = try check.call()
            held.origin = "http://\(request.authority)/\(Self.name)"
            var response = try held.perform(operation, call)
            response.headers.append(contentsOf: headers)
            return response
        } catch {
            return refusal(error, headers: headers)
        }
    }

    func fault(status: Int, for request: SandboxRequest) -> SandboxResponse {
        var headers = status == 401 ? baseHeaders : limitedHeaders
        if status == 429 {
            for field in limit.exhausted(at: time.wallClock().secondsSince1970) { headers[field.name] = field.value }
        }
        guard let error = IntercomError.forStatus(status) else {
            return SandboxResponse(status: status, headers: headers)
        }
        return refusal(error, headers: headers)
    }

    func state() -> JSONValue { held.json }

    func reset() {
        held = IntercomState(time: time)
        limit = Self.freshLimit
    }

    private var baseHeaders: HTTPFields { [.intercomVersion: "2.14"] }

    /// Counts the request: every authenticated answer says how many are left.
    private var limitedHeaders: HTTPFields {
        var headers = baseHeaders
        headers.append(contentsOf: limit.count(at: time.wallClock().secondsSince1970))
        return headers
    }

    private func refusal(_ error: IntercomError, headers: HTTPFields) -> SandboxResponse {
        let requestID = time.makeActionID().description
        return SandboxResponse(status: error.status, headers: headers, json: error.json(requestID: requestID))
    }
}

extension HTTPField.Name {
    /// The version that a request asks for and an answer has.
    static let intercomVersion = HTTPField.Name("Intercom-Version")!
}

import HTTPTypes
import SwitchboardCore

/// Plays Zendesk's Ticketing API: requests are checked more strictly than there, and answered in its own shapes.
actor ZendeskSandbox: SandboxProvider {
    static let name = "zendesk"

    private let time: TimeSource
    private var held: ZendeskState
    private var limit = ZendeskRateLimit()

    /// Creates an account that has its agents and nothing else.
    init(time: TimeSource) {
        self.time = time
        held = ZendeskState(time: time)
    }

    func answer(_ request: SandboxRequest) -> SandboxResponse {
        let check = ZendeskRequestCheck(request)
        do throws(ZendeskError) {
            try check.authorization()
        } catch {
            return SandboxResponse(status: error.status, headers: Self.baseFields, json: error.json)
        }
        let headers = limitFields(of: check.operation?.0)
        do throws(ZendeskError) {
            let (operation, call) = try check.call()
            held.origin = "http://\(request.authority)/\(Self.name)"
            var response = try held.perform(operation, call)
            response.headers.append(contentsOf: headers)
            return response
        } catch {
            return SandboxResponse(status: error.status, headers: headers, json: error.json)
        }
    }

    func fault(status: Int, for request: SandboxRequest) -> SandboxResponse {
        var headers = Self.baseFields
        if status == 429 {
            headers.append(contentsOf: limit.exhausted())
        } else if status != 401 {
            headers = limitFields(of: ZendeskRequestCheck(request).operation?.0)
        }
        guard let error = ZendeskError.forStatus(status) else {
            return SandboxResponse(status: status, headers: headers)
        }
        return SandboxResponse(status: error.status, headers: headers, json: error.json)
    }

    func state() -> JSONValue { held.json }

    func reset() {
        held = ZendeskState(time: time)
        limit = ZendeskRateLimit()
    }

    private static let baseFields: HTTPFields = [HTTPField.Name("X-Zendesk-API-Version")!: "v2"]

    private func limitFields(of operation: ZendeskOperation?) -> HTTPFields {
        Self.baseFields + limit.count(operation, at: time.wallClock().secondsSince1970)
    }
}

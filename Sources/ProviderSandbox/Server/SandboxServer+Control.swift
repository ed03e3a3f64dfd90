import HTTPTypes
import SwitchboardCore
import Synchronization

extension SandboxServer {
    /// Answers what is below no provider's prefix: faults, log, state, reset, health.
    func control(_ request: SandboxRequest) async -> SandboxResponse {
        switch (request.method, request.path) {
        case (.get, "/_health"):
            return SandboxResponse(json: ["status": "ok", "providers": names])
        case (.get, "/_state"):
            return SandboxResponse(json: await state())
        case (.post, "/_reset"):
            await reset()
            return SandboxResponse(json: ["status": "ok"])
        case (_, "/_faults"):
            return faults(request)
        case (_, "/_log"):
            return log(request)
        default:
            return refusal(404, "no provider and no control has this path: see /_health for the providers' prefixes")
        }
    }

    private var names: JSONValue { .array(Self.providerNames.map(JSONValue.string)) }

    private func faults(_ request: SandboxRequest) -> SandboxResponse {
        switch request.method {
        case .get: break
        case .delete: journal.withLock { $0.clearFaults() }
        case .post: if let refusal = order(request) { return refusal }
        default: return refusal(405, "use GET, POST or DELETE")
        }
        return SandboxResponse(json: ["faults": journal.withLock { $0.waiting }])
    }

    private func order(_ request: SandboxRequest) -> SandboxResponse? {
        let body: JSONValue
        do throws(JSONSyntaxError) {
            body = try JSONValue(parsing: request.body, isTolerant: false)
        } catch {
            return refusal(400, "the body is no JSON; \(error)")
        }
        do {
            let faults = try Fault.list(body, providers: Self.providerNames)
            journal.withLock { $0.add(faults) }
            return nil
        } catch {
            return refusal(400, error.message)
        }
    }

    private func log(_ request: SandboxRequest) -> SandboxResponse {
        switch request.method {
        case .get: break
        case .delete: journal.withLock { $0.clearLog() }
        default: return refusal(405, "use GET or DELETE")
        }
        return SandboxResponse(json: journal.withLock { $0.log })
    }

    private func state() async -> JSONValue {
        var members: [String: JSONValue] = [:]
        for provider in providers.values { members[provider.name] = await provider.state() }
        return .object(members)
    }

    private func reset() async {
        journal.withLock { $0.reset() }
        for provider in providers.values { await provider.reset() }
    }

    private func refusal(_ status: Int, _ message: String) -> SandboxResponse {
        SandboxResponse(status: status, json: ["error": .string(message)])
    }
}

import CurlTransport
import HTTPTypes
import ProviderSandbox
import SwitchboardCore

extension SandboxAddress {
    /// The requests that the sandbox saw, as "METHOD path".
    func requests() async throws -> [String] {
        let transport = try CurlTransport()
        guard let base = BaseURL(url) else { throw Failure.invalidInput("sandbox", "has no address") }
        let response = try await transport.send(
            WireRequest(.get, "/_log", at: base, .safe),
            deadline: .now + .seconds(10)
        )
        await transport.shutdown()
        let log = try JSONValue(parsing: response.body)
        return (log.array ?? log["log"]?.array ?? [])
            .map { "\($0["method"]?.string ?? "") \($0["path"]?.string ?? "")" }
    }
}

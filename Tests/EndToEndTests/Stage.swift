import AuditStore
import CurlTransport
import Foundation
import HTTPTypes
import Logging
import ProviderSandbox
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// The whole hub on loopback: libcurl, the sandbox, the SQLite log in a folder of its own.
///
/// Waits take no time.
struct Stage {
    let tools: CommunicationTools
    let sandbox: SandboxAddress
    let time: ManualTime
    let folder: String
    private let control: CurlTransport

    /// Builds a stage for a test and takes it down afterwards.
    static func run(
        environment: [String: String] = [:],
        withEveryProvider: Bool = false,
        _ body: (Stage) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "switchboard-\(TimeSource.system.makeActionID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await ProviderSandbox.withServer { sandbox in
            let everyone = Dictionary(uniqueKeysWithValues: sandbox.environment.map { ($0.key, $0.value) })
            let chosen = (withEveryProvider ? everyone : [:]).merging(environment) { _, given in given }
            let stage = try Stage(sandbox: sandbox, folder: folder, environment: chosen)
            try await body(stage)
            await stage.tools.shutdown()
            await stage.control.shutdown()
        }
    }

    private init(sandbox: SandboxAddress, folder: String, environment: [String: String]) throws {
        let defaults = [
            "INTERCOM_BASE_URL": sandbox.intercom,
            "INTERCOM_ACCESS_TOKEN": "stage-token-123456",
            "INTERCOM_ADMIN_ID": "991267583",
        ]
        let variables = defaults.merging(environment) { _, given in given }
        var configuration = try SwitchboardConfiguration.parse("", file: nil, environment: variables)
        configuration.audit.directory = folder
        time = ManualTime()
        tools = try CommunicationTools(configuration: configuration, time: time.source)
        control = try CurlTransport()
        self.sandbox = sandbox
        self.folder = folder
    }

    /// Orders a fault of the sandbox.
    func order(_ fault: JSONValue) async throws {
        _ = try await ask(.post, "/_faults", fault)
    }

    /// The requests that the sandbox saw, as "METHOD path".
    func requests() async throws -> [String] {
        let log = try await ask(.get, "/_log")
        return (log.array ?? log["log"]?.array ?? [])
            .map { "\($0["method"]?.string ?? "") \($0["path"]?.string ?? "")" }
    }

    /// How many messages the sandbox has taken.
    func messages() async throws -> Int? {
        try await ask(.get, "/_state")["intercom"]?["messages"]?.array?.count
    }

    /// The log, read as another process would.
    func page(_ query: AuditQuery = AuditQuery()) async throws -> [AuditEntry] {
        let key = try MasterKey.load(environment: nil, file: "\(folder)/master.key", random: TimeSource.system.random)
        return try await AuditReader(directory: folder, masterKey: key).page(query).entries
    }

    private func ask(_ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        guard let base = BaseURL(sandbox.url) else { throw Failure.invalidInput("sandbox", "has no address") }
        var request = WireRequest(method, path, at: base, .idempotent)
        if let body { try request.setJSON(body) }
        let response = try await control.send(request, deadline: .now + .seconds(10))
        guard response.isSuccess else { throw Failure.malformedResponse(status: response.status, to: request) }
        return try JSONValue(parsing: response.body)
    }
}

extension Person {
    /// The person that the tests write to.
    static let ada = Person(email: "ada@example.com", userID: "u-1")
}

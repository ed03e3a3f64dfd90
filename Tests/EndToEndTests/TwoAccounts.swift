import CurlTransport
import Foundation
import HTTPTypes
import ProviderSandbox
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// A hub with two SendGrid accounts, each a sandbox of its own, and a configuration file that may change.
///
/// Waits take no time.
struct TwoAccounts {
    /// The instances, by name.
    static let names = ["sendgrid", "sendgrid_eu"]

    let tools: CommunicationTools
    let time: ManualTime
    let folder: String
    private let accounts: [SandboxAddress]
    private let control: CurlTransport

    /// Builds the hub for a test and takes it down afterwards.
    ///
    /// - Parameters:
    ///   - routes: The routes to begin with, as YAML.
    ///   - body: The test.
    /// - Throws: What the test throws.
    static func run(routes: String, _ body: (TwoAccounts) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "switchboard-\(TimeSource.system.makeActionID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await ProviderSandbox.withServer { first in
            try await ProviderSandbox.withServer { second in
                let hub = try TwoAccounts([first, second], folder: folder, routes: routes)
                try await body(hub)
                await hub.tools.shutdown()
                await hub.control.shutdown()
            }
        }
    }

    private init(_ accounts: [SandboxAddress], folder: String, routes: String) throws {
        self.accounts = accounts
        self.folder = folder
        time = ManualTime()
        // Thousands of mails make a long answer.
        control = try CurlTransport(configuration: .init(maximumResponseBytes: 1 << 28))
        let file = folder + "/switchboard.yaml"
        try Self.text(routes).write(toFile: file, atomically: true, encoding: .utf8)
        var configuration = try SwitchboardConfiguration.load(
            file: file,
            environment: [
                "SENDGRID_BASE_URL": accounts[0].sendgrid, "SENDGRID_API_KEY": "SG.first-0123456789",
                "SENDGRID_EU_BASE_URL": accounts[1].sendgrid, "SENDGRID_EU_API_KEY": "SG.second-0123456789",
            ]
        )
        configuration.replaceAuditDirectory(folder + "/audit", origin: .option("--audit"))
        tools = try CommunicationTools(configuration: configuration, time: time.source)
    }

    private static func text(_ routes: String) -> String {
        """
        providers:
          sendgrid: { fromEmail: care@example.com }
          sendgrid_eu: { type: sendgrid, fromEmail: care@example.com }
        # A busy machine may keep the sandboxes from answering for a while.
        # Nobody waits for a turn: where waits take no time, that one is over before it has begun.
        resilience: { deadline: 600s, attemptTimeout: 300s, concurrency: { start: 64 } }
        transport: { connectTimeout: 120s, stallLimit: 300s }
        routes: \(routes)

        """
    }

    /// Puts other routes into the file, in one piece.
    func write(routes: String) throws {
        try Self.text(routes).write(toFile: folder + "/switchboard.yaml", atomically: true, encoding: .utf8)
    }

    /// Sends a mail with a subject of its own.
    func send(_ subject: String, options: CallOptions = CallOptions()) async -> Outcome<SendEmail.Receipt> {
        let mail = SendEmail(to: [Address("ada@example.com")], subject: subject, text: "hello")
        return await tools.perform(mail, options)
    }

    /// Has an account meet every mail with a fault from now on; without one it is sound again.
    func order(_ fault: JSONValue?, at account: Int) async throws {
        _ = try await ask(.delete, "/_faults", at: account)
        guard let fault else { return }
        _ = try await ask(.post, "/_faults", fault, at: account)
    }

    /// How often an account mailed each subject.
    func mails(of account: Int) async throws -> [String: Int] {
        let state = try await ask(.get, "/_state", at: account)
        let subjects = (state["sendgrid"]?["mails"]?.array ?? []).compactMap { $0["request"]?["subject"]?.string }
        return subjects.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: JSONValue? = nil,
        at account: Int
    ) async throws -> JSONValue {
        guard let base = BaseURL(accounts[account].url) else { throw Failure.invalidInput("sandbox", "has no address") }
        var request = WireRequest(method, path, at: base, .idempotent)
        if let body { try request.setJSON(body) }
        let response = try await control.send(request, deadline: .now + .seconds(60))
        guard response.isSuccess else { throw Failure.malformedResponse(status: response.status, to: request) }
        return response.body.isEmpty ? .null : try JSONValue(parsing: response.body)
    }
}

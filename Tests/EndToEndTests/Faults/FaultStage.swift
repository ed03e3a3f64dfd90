import AuditStore
import Foundation
import Logging
import LoopbackServers
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// The whole hub, over libcurl and into an audit log on disk, with a post office for its only provider.
///
/// Waits between attempts take no time.
struct FaultStage {
    let tools: CommunicationTools
    let time: ManualTime
    let log: RecordingLog
    private let folder: String

    /// Builds a stage with a post office at an address for a test, and takes it down afterwards.
    ///
    /// The configuration is YAML, of the `resilience` and `transport` sections.
    static func run(
        at baseURL: String,
        configuration: String,
        _ body: (FaultStage) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "switchboard-\(TimeSource.system.makeActionID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let stage = try FaultStage(baseURL, configuration, folder: folder)
        try await body(stage)
        await stage.tools.shutdown()
    }

    private init(_ baseURL: String, _ configuration: String, folder: String) throws {
        var parsed = try SwitchboardConfiguration.parse(
            configuration,
            file: nil,
            environment: ["POST_BASE_URL": baseURL],
            providers: [PostOffice.self]
        )
        parsed.audit.directory = folder
        time = ManualTime()
        log = RecordingLog()
        tools = try CommunicationTools(
            configuration: parsed,
            providers: [PostOffice.self],
            time: time.source,
            logger: log.logger
        )
        self.folder = folder
    }

    /// Does the action whose exchange has a repeatability.
    ///
    /// - Returns: How it failed, if it did, and its number in the log.
    func perform(_ repeatability: Repeatability) async -> (failure: Failure?, id: ActionID) {
        if repeatability == .safe {
            let outcome = await tools.perform(ReadLetter())
            return (outcome.failure, outcome.auditID)
        }
        let outcome = await tools.perform(SendLetter(repeatability: repeatability))
        return (outcome.failure, outcome.auditID)
    }

    /// What the log says of an action, read as another process would; in order.
    func entries(of id: ActionID) async throws -> [AuditEntry] {
        let key = try MasterKey.load(environment: nil, file: "\(folder)/master.key", random: TimeSource.system.random)
        let page = try await AuditReader(directory: folder, masterKey: key).page(AuditQuery())
        return page.entries.filter { $0.auditID == id }.sorted { $0.seq < $1.seq }
    }
}

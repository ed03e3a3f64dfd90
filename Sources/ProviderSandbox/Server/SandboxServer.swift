import HTTPTypes
import SwitchboardCore
import Synchronization

/// What stands in front of all played providers: the prefix of each, faults and the log.
final class SandboxServer: Sendable {
    /// The played providers, by their prefixes.
    let providers: [String: any SandboxProvider]

    /// Faults and log.
    let journal = Mutex(SandboxJournal())

    private let time: TimeSource

    /// Creates a server with every provider that can be played.
    ///
    /// - Parameter time: The clock of the providers' answers and of delays, and the source of ids.
    init(time: TimeSource) {
        self.time = time
        let providers: [any SandboxProvider] = [
            IntercomSandbox(time: time)
            // SendGrid, Mixpanel and Zendesk: one line each, here.
        ]
        self.providers = Dictionary(uniqueKeysWithValues: providers.map { ($0.name, $0) })
    }

    /// Lets a provider answer a request, with the fault that meets it.
    ///
    /// - Parameters:
    ///   - request: The request, below the provider's prefix.
    ///   - provider: Who answers.
    ///   - connection: What the fault may cut.
    /// - Returns: The answer, or `nil` where the connection was cut.
    /// - Throws: `CancellationError` where the server stops during a delay.
    func play(
        _ request: SandboxRequest,
        on provider: any SandboxProvider,
        over connection: SandboxConnection
    ) async throws -> SandboxResponse? {
        let (number, fault) = journal.withLock { $0.open(request, to: provider.name) }
        guard let fault else {
            let response = await provider.answer(request)
            journal.withLock { $0.close(number, status: response.status) }
            return response
        }
        guard let response = try await play(fault, request, on: provider, over: connection) else { return nil }
        journal.withLock { $0.close(number, status: response.status) }
        return response
    }

    private func play(
        _ fault: Fault,
        _ request: SandboxRequest,
        on provider: any SandboxProvider,
        over connection: SandboxConnection
    ) async throws -> SandboxResponse? {
        let committed = fault.commits ? await provider.answer(request) : nil
        if let delay = fault.delay { try await time.sleep(time.now().advanced(by: delay)) }
        if let kind = fault.drop {
            try await connection.cut(kind)
            return nil
        }
        if fault.replacesAnswer { return await fault.answer(as: provider) }
        var response: SandboxResponse
        if let committed { response = committed } else { response = await provider.answer(request) }
        for field in fault.headers ?? [:] { response.headers[field.name] = field.value }
        return response
    }
}

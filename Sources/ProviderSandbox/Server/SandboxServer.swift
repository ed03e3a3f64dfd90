import HTTPTypes
import SwitchboardCore
import Synchronization

/// What stands in front of all played providers: the prefix of each, faults and the log.
final class SandboxServer: Sendable {
    /// Every type of provider that can be played: a new one is an entry here.
    private static let types: [any SandboxProvider.Type] = [
        IntercomSandbox.self, SendGridSandbox.self, MixpanelSandbox.self, ZendeskSandbox.self,
    ]

    /// The prefixes of the played providers.
    static let providerNames = types.map { type in type.name }.sorted()

    /// The played providers, by their prefixes.
    let providers: [String: any SandboxProvider]

    /// Faults and log.
    let journal: Mutex<SandboxJournal>

    /// The clock of the providers' answers and of delays, and the source of ids.
    let time: TimeSource

    /// Creates a server with every provider that can be played.
    ///
    /// - Parameters:
    ///   - time: The clock of the providers' answers and of delays, and the source of ids.
    ///   - faults: What waits from the start.
    init(time: TimeSource, faults: [Fault]) {
        self.time = time
        journal = Mutex(SandboxJournal(faults: faults))
        providers = Dictionary(uniqueKeysWithValues: Self.types.map { type in (type.name, type.init(time: time)) })
    }

    /// Lets a provider answer a request, with the fault that meets it.
    ///
    /// - Parameters:
    ///   - request: The request, below the provider's prefix.
    ///   - provider: Who answers.
    ///   - connection: What the fault may cut.
    /// - Returns: The answer, or `nil` where the connection is cut.
    /// - Throws: `CancellationError` where the server stops during a delay.
    func play(
        _ request: SandboxRequest,
        on provider: any SandboxProvider,
        over connection: SandboxConnection
    ) async throws -> SandboxDelivery? {
        let (number, fault) = journal.withLock { $0.open(request, to: provider.name) }
        guard let fault else {
            let response = await provider.answer(request)
            journal.withLock { $0.close(number, status: response.status) }
            return SandboxDelivery(response: response)
        }
        guard let response = try await play(fault, request, on: provider, over: connection) else { return nil }
        journal.withLock { $0.close(number, status: response.status) }
        return fault.delivery(of: response)
    }

    private func play(
        _ fault: Fault,
        _ request: SandboxRequest,
        on provider: any SandboxProvider,
        over connection: SandboxConnection
    ) async throws -> SandboxResponse? {
        let committed = fault.commits ? await provider.answer(request) : nil
        if let delay = fault.delay { try await time.sleep(time.now().advanced(by: delay)) }
        if fault.leavesNoAnswer {
            if fault.garbage == .notHTTP { try await connection.speakAnotherProtocol() }
            try await connection.cut(fault.drop ?? .close)
            return nil
        }
        if fault.replacesAnswer { return await fault.answer(as: provider, to: request) }
        var response: SandboxResponse
        if let committed { response = committed } else { response = await provider.answer(request) }
        for field in fault.headers ?? [:] { response.headers[field.name] = field.value }
        return response
    }
}

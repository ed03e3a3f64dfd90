import SwitchboardCore

/// One played provider.
///
/// A new one is a folder beside `Intercom/` with a type of this protocol, and one entry in
/// ``SandboxServer/types``. The server in front of it does the rest: the prefix, faults and the log.
protocol SandboxProvider: Sendable {
    /// The path prefix of its base URL and its name in faults and in the log, such as `intercom`.
    static var name: String { get }

    /// Creates the provider as it is at the start.
    ///
    /// - Parameter time: The clock of its answers, and the source of ids.
    init(time: TimeSource)

    /// Answers one request and keeps what it changes.
    func answer(_ request: SandboxRequest) async -> SandboxResponse

    /// The provider's own words for a status that a fault asks for, with the headers that belong to it.
    func fault(status: Int, for request: SandboxRequest) async -> SandboxResponse

    /// Everything that it holds, for `GET /_state`; free of credentials.
    func state() async -> JSONValue

    /// Forgets everything that requests have changed.
    func reset() async
}

extension SandboxProvider {
    /// The name, where only the value is at hand.
    var name: String { Self.name }
}

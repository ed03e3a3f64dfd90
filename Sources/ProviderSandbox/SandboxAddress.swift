/// Where a running sandbox listens.
public struct SandboxAddress: Sendable, Hashable {
    /// The bound port of 127.0.0.1.
    public let port: Int

    /// The server itself, for its control paths such as `/_faults`: `http://127.0.0.1:PORT`.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// The base URL of the played Intercom, for `INTERCOM_BASE_URL`.
    public var intercom: String { "\(url)/\(IntercomSandbox.name)" }

    /// Creates an address.
    init(port: Int) {
        self.port = port
    }
}

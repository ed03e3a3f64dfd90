import Glibc
import Hummingbird
public import Logging
import NIOCore
public import SwitchboardCore

/// A loopback HTTP server that plays the providers' APIs, with state and with faults on request.
///
/// For demonstrations and end-to-end tests. Each provider has a prefix of its own (`/intercom`); below the server's own
/// paths stand its controls:
///
/// | path | |
/// |---|---|
/// | `GET /_health` | answers 200 as soon as the server runs |
/// | `POST`, `GET`, `DELETE /_faults` | orders misbehaviour (an object or a list), shows and clears the orders |
/// | `GET`, `DELETE /_log` | every request to a provider, newest last, without credentials |
/// | `GET /_state` | what each provider holds |
/// | `POST /_reset` | back to the start |
///
/// A fault says whom it meets (`provider`, `method`, `path`), what happens (`status`, `headers`, `body`, `delay_ms`,
/// `drop`, `truncate`, `drip_ms`, `not_http`, `not_json`), whether the request takes effect first (`commit`) and how
/// often (`times`); `docs/sandbox.md` explains each. A fault that replaces nothing leaves the provider's own answer, which
/// is made after the delay, or before it with `commit`; a client that gives up does not end the delay.
public struct ProviderSandbox: Sendable {
    private let port: Int
    private let faults: SandboxFaults
    private let time: TimeSource
    private let logger: Logger

    /// Creates a sandbox that does not run yet.
    ///
    /// - Parameters:
    ///   - port: The port of 127.0.0.1; 0 takes a free one.
    ///   - faults: What waits from the start, and again after `POST /_reset`.
    ///   - time: The clock of answers and of delays, and the source of ids.
    ///   - logger: Where the HTTP server logs; nowhere unless given.
    public init(
        port: Int = 0,
        faults: SandboxFaults = SandboxFaults(),
        time: TimeSource = .system,
        logger: Logger? = nil
    ) {
        self.port = port
        self.faults = faults
        self.time = time
        self.logger = logger ?? Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
    }

    /// Serves until the task is cancelled or the process is told to stop (SIGTERM, SIGINT), and returns then.
    ///
    /// - Parameter onReady: Called once, as soon as the server accepts connections.
    /// - Throws: A failure of the kind `invalid_input` for a port that is none, or `network` for one that is taken.
    public func run(onReady: @escaping @Sendable (SandboxAddress) async -> Void = { _ in }) async throws(Failure) {
        try await serve(onReady: onReady) { application in try await application.runService() }
    }

    /// Runs a sandbox for as long as a closure needs it.
    ///
    /// - Parameters:
    ///   - port: The port of 127.0.0.1; 0 takes a free one.
    ///   - faults: What waits from the start, and again after `POST /_reset`.
    ///   - time: The clock of answers and of delays, and the source of ids.
    ///   - body: What to do while it runs.
    /// - Returns: What `body` returns, after the server has stopped.
    /// - Throws: What `body` throws; a ``/SwitchboardCore/Failure`` where the server does not start.
    public static func withServer<R: Sendable>(
        port: Int = 0,
        faults: SandboxFaults = SandboxFaults(),
        time: TimeSource = .system,
        _ body: (SandboxAddress) async throws -> R
    ) async throws -> R {
        let sandbox = ProviderSandbox(port: port, faults: faults, time: time)
        let (addresses, ready) = AsyncThrowingStream.makeStream(of: SandboxAddress.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do throws(Failure) {
                    try await sandbox.serve(onReady: { ready.yield($0) }) { try await $0.run() }
                    ready.finish()
                } catch {
                    ready.finish(throwing: error)
                }
            }
            defer { group.cancelAll() }
            for try await address in addresses { return try await body(address) }
            throw CancellationError()
        }
    }
}

extension ProviderSandbox {
    private func serve(
        onReady: @escaping @Sendable (SandboxAddress) async -> Void,
        run: (Application<SandboxServer>) async throws -> Void
    ) async throws(Failure) {
        guard (0...65_535).contains(port) else {
            throw .invalidInput("port", "must lie in 0...65535")
        }
        let application = Application(
            responder: SandboxServer(time: time, faults: faults.list),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { await onReady(SandboxAddress(port: port)) }
            },
            logger: logger
        )
        do {
            try await run(application)
        } catch is CancellationError {
            return
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Failure(.network, effect: .none, "port \(port) is taken; choose another with --port, or 0")
        } catch {
            throw Failure(.network, effect: .none, "cannot listen on 127.0.0.1:\(port): \(error)")
        }
    }
}

import Foundation
import Glibc
import SwitchboardCore

/// A running `AuditWriterProcess`: its lines as they come, and its end.
///
/// Its methods block, so they are called on a thread of the test's own: see ``onOwnThread(_:)``.
final class WriterProcess {
    /// Why there is no process.
    struct NotStarted: Error {
        let code: CInt
    }

    private let pid: pid_t
    private let connection: CInt
    private var rest: [UInt8] = []
    private(set) var lines: [String] = []

    /// Starts one; its arguments are `name=value`.
    init(_ arguments: [String]) throws {
        let program = Bundle.main.bundleURL.appendingPathComponent("AuditWriterProcess").path
        // No pipe: only this comes closed for all other processes that are started meanwhile.
        var ends: [CInt] = [0, 0]
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw NotStarted(code: errno) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDIN_FILENO, STDOUT_FILENO] {
            posix_spawn_file_actions_adddup2(&actions, ends[1], descriptor)
        }
        var strings = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, nil, &strings, environ)
        close(ends[1])
        guard code == 0 else { throw NotStarted(code: code) }
        self.pid = pid
        connection = ends[0]
    }

    deinit { close(connection) }

    /// How many lines tell that an entry is durable.
    var acknowledged: Int { lines.count { $0.hasPrefix("intent ") || $0.hasPrefix("outcome ") } }

    /// Reads until something is so; `false` where the output ended before.
    @discardableResult
    func read(until isEnough: (WriterProcess) -> Bool) -> Bool {
        while !isEnough(self) {
            guard readMore() else { return false }
        }
        return true
    }

    /// Looks again and again until something is so, reading meanwhile; returns where the process has ended too.
    func look(until isSo: (WriterProcess) -> Bool) {
        var incoming = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
        while !isSo(self) {
            if poll(&incoming, 1, 0) > 0, !readMore() { return }
            sched_yield()
        }
    }

    /// Reads the next lines.
    func readNext() {
        let count = lines.count
        read { $0.lines.count > count }
    }

    /// Tells the process to come to its end by itself.
    func endInput() { _ = shutdown(connection, CInt(SHUT_WR)) }

    /// Kills it as nothing can be caught, and waits until it is gone; what it had said before is among ``lines``.
    func kill() {
        _ = Glibc.kill(pid, SIGKILL)
        _ = wait()
    }

    /// Reads all that is to come, and returns what `waitpid` says of the end.
    func wait() -> CInt {
        while readMore() {}
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private func readMore() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(connection, &bytes, bytes.count)
        if count < 0, errno == EINTR { return true }
        guard count > 0 else { return false }
        rest += bytes.prefix(count)
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return true }
        lines += rest[..<end].split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        rest = Array(rest[(end + 1)...])
        return true
    }
}

/// Runs what blocks away from the threads that tests share.
func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread { continuation.resume(with: Result(catching: work)) }
        thread.start()
    }
}

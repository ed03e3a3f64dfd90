import FoundationEssentials
import Glibc

/// What tells one running process from every other, also from one that later has its number.
package struct ProcessMark: Sendable, Hashable {
    /// A name of its own: one process may hold several.
    package var id: String

    /// Its number among the processes of its host.
    package var pid: Int32

    /// The name of its host.
    package var host: String

    /// When it started, in the kernel's ticks since the host did; 0 where the kernel does not tell.
    var started: Int64

    /// Where its number means something: this start of the host, and its namespace; empty where the kernel does not tell.
    var place: String

    /// Describes this process.
    ///
    /// - Parameter id: A name of its own.
    /// - Returns: The mark.
    package static func current(id: String) -> ProcessMark {
        ProcessMark(id: id, pid: getpid(), host: hostName, started: startTime(of: getpid()) ?? 0, place: here)
    }

    /// Whether the process has ended, as far as can be seen from here; one elsewhere counts as running.
    var isGone: Bool {
        guard !place.isEmpty, place == Self.here else { return false }
        if kill(pid, 0) != 0, errno == ESRCH { return true }
        guard started != 0, let present = Self.startTime(of: pid) else { return false }
        return present != started
    }

    private static let here: String = {
        let boot = text(of: "/proc/sys/kernel/random/boot_id")?.filter { !$0.isWhitespace }
        let namespace = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        guard let boot, let namespace else { return "" }
        return "\(boot) \(namespace)"
    }()

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The 22nd field of `/proc/PID/stat`; the second is a name in brackets that may hold anything (proc(5)).
    private static func startTime(of pid: Int32) -> Int64? {
        guard let text = text(of: "/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].split(separator: " ").dropFirst()
        return fields.dropFirst(19).first.flatMap { Int64($0) }
    }

    private static func text(of path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}

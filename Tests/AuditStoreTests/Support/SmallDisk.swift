import Foundation
import Glibc
import SwitchboardCore

/// A file system in memory, with little room, in a folder of its own; gone with the test.
///
/// Only root may mount one, and only where the machine lets it: see ``isPermitted``.
final class SmallDisk: Sendable {
    /// Why there is none.
    struct NotMounted: Error {
        let code: CInt
    }

    /// Whether this process may mount file systems.
    static let isPermitted = (try? SmallDisk()) != nil

    /// What the tests that need one say where they are skipped.
    static let requirement = "mounting a file system needs root, which this process is not or may not use"

    let path = NSTemporaryDirectory() + "switchboard-disk-" + TimeSource.system.makeActionID().description

    init(kilobytes: Int = 4096) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        do {
            try mount(0, "mode=0700,size=\(kilobytes)k")
        } catch {
            rmdir(path)
            throw error
        }
    }

    deinit {
        // Whoever still has a file open keeps it; the folder is free at once.
        umount2(path, CInt(MNT_DETACH))
        rmdir(path)
    }

    /// From now on nobody can write.
    func makeReadOnly() throws { try mount(UInt(MS_REMOUNT) | UInt(MS_RDONLY), "") }

    /// Takes what room is left, to the last byte; more each time it is called.
    func fill() throws {
        let descriptor = open("\(path)/filler", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw NotMounted(code: errno) }
        defer { close(descriptor) }
        let bytes = [UInt8](repeating: 0x46, count: 4096)
        while write(descriptor, bytes, bytes.count) > 0 {}
    }

    /// Gives the room back.
    func makeRoom() { unlink("\(path)/filler") }

    private func mount(_ flags: UInt, _ options: String) throws {
        guard Glibc.mount("tmpfs", path, "tmpfs", flags, options) == 0 else { throw NotMounted(code: errno) }
    }
}

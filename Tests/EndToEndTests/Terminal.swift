import Foundation
import Glibc

/// A terminal that nobody sits at: what the tool writes to it can be read afterwards.
struct Terminal {
    /// What the tool is handed as its standard output and standard error.
    let end: FileHandle
    private let master: FileHandle

    /// Opens a terminal that does not know its width; `COLUMNS` tells the tool.
    init() throws {
        master = try Self.open("/dev/ptmx")
        // What grantpt, unlockpt and ptsname do (ioctl_tty(2)); the Glibc module does not have them.
        var lock: Int32 = 0
        var number: UInt32 = 0
        guard ioctl(master.fileDescriptor, UInt(0x4004_5431), &lock) == 0,
            ioctl(master.fileDescriptor, UInt(0x8004_5430), &number) == 0
        else { throw POSIXError(.ENOTTY) }
        end = try Self.open("/dev/pts/\(number)")
    }

    private static func open(_ path: String) throws -> FileHandle {
        let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError(.ENXIO) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// What was written so far, at most what the system keeps for a slow reader: some thousand bytes.
    func shown() -> String {
        let flags = fcntl(master.fileDescriptor, F_GETFL)
        _ = fcntl(master.fileDescriptor, F_SETFL, flags | O_NONBLOCK)
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(master.fileDescriptor, &buffer, buffer.count), count > 0 {
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self).replacing("\r\n", with: "\n")
    }
}

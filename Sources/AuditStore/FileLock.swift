import Glibc
import SwitchboardCore

/// An advisory lock of the operating system on a file of its own.
///
/// It belongs to this value's open file, so two logs in one process exclude each other as two processes do, and it
/// ends with the process however that ends.
final class FileLock: Sendable {
    private let descriptor: CInt

    /// Opens the file, creating it with mode 0600 where it is missing; takes no lock yet.
    init(path: String) throws(Failure) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .auditStorage("cannot open the lock file \(path): \(systemError())") }
    }

    deinit { close(descriptor) }

    /// Waits for the lock, blocking the thread, and runs the work while holding it.
    func whileHeld<Value>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        try acquire()
        defer { release() }
        return try work()
    }

    /// Waits for the lock, blocking the thread.
    func acquire() throws(Failure) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .auditStorage("cannot lock the audit log: \(systemError())") }
        }
    }

    /// Waits for the lock for a second at most, blocking the thread.
    ///
    /// - Parameter pause: Lets a hundredth of a second pass.
    /// - Throws: ``Failure/Kind/auditUnavailable`` where somebody keeps it, as a process that has been stopped does.
    func acquireSoon(pause: () -> Void = { usleep(10_000) }) throws(Failure) {
        for _ in 0..<100 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .auditStorage("cannot lock a file: \(systemError())")
            }
            pause()
        }
        throw .auditStorage("cannot lock a file: another process keeps it locked")
    }

    /// Gives the lock back.
    func release() { _ = flock(descriptor, LOCK_UN) }

    /// Whether nobody holds the lock on a file; a missing file is held by nobody.
    ///
    /// It asks with a shared lock, so that two who ask do not see each other.
    static func isFree(path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0
    }
}

/// What the system says about the call that just failed.
func systemError() -> String { String(cString: strerror(errno)) }

import FoundationEssentials
import Glibc
import SwitchboardCore

/// The folder of the log and the names in it.
struct AuditDirectory: Sendable {
    /// The folder's path.
    let path: String

    /// Creates the folder with mode 0700 where it is missing; refuses one that other users may write.
    func prepare() throws(Failure) {
        do {
            let owner: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: owner
            )
        } catch {
            throw .auditStorage("cannot create the audit directory \(path); check the path and its modes")
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw .auditStorage("cannot read \(path): \(systemError())") }
        guard status.st_mode & 0o022 == 0 else {
            throw .auditStorage("other users may write the audit directory \(path); run chmod go-w on it")
        }
        guard access(path, W_OK) == 0 else { throw .auditStorage(Self.remedy(errno, path)) }
    }

    private static func remedy(_ code: CInt, _ path: String) -> String {
        code == EROFS
            ? "the audit directory \(path) is on a read-only file system; mount it for writing, or name another directory"
            : "cannot write the audit directory \(path): \(String(cString: strerror(code))); check its owner and modes"
    }

    /// The path of a file in the folder.
    func path(of name: String) -> String { path + "/" + name }

    /// The file whose lock serialises commits and checkpoints of all processes.
    var writerLock: String { path(of: "writer.lock") }

    /// The file that knows the people.
    var keys: String { path(of: "keys.sqlite") }

    /// The file with what operators have switched.
    var control: String { path(of: "control.sqlite") }

    /// The file that an operator's command locks while it changes ``control``.
    var controlLock: String { path(of: "control.lock") }

    /// The file with what the running processes say of themselves.
    var running: String { path(of: "running.sqlite") }

    /// The file that a process locks while it changes ``running``.
    var runningLock: String { path(of: "running.lock") }

    /// The file that knows who people are at the providers.
    var identities: String { path(of: "identities.sqlite") }

    /// The file that an instance keeps locked while it lives.
    func instanceLock(_ instance: String) -> String { path(of: "instance-\(instance).lock") }

    /// The months that have a file, oldest first.
    func months() throws(Failure) -> [Month] { try names().compactMap(Month.init(fileName:)).sorted() }

    /// The instances that have left a lock file, living or not.
    func instances() throws(Failure) -> [String] {
        try names().compactMap { $0.wholeMatch(of: #/instance-(.+)\.lock/#).map { String($0.1) } }
    }

    /// The names of all files, in no order.
    func names() throws(Failure) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw .auditStorage("cannot list the audit directory \(path); check that it exists and its modes")
        }
    }

    /// Makes renames and new names durable.
    func synchronize() throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .auditStorage("cannot open \(path): \(systemError())") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .auditStorage("cannot sync \(path): \(systemError())") }
    }

    /// Creates an empty file with mode 0600 where there is none, since SQLite would let the umask decide.
    ///
    /// SQLite gives its WAL and journal the mode of the database. A file that is there is not even opened: closing it
    /// again would end the locks that SQLite holds on it in this process.
    func reserve(_ path: String) throws(Failure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0, errno == EEXIST { return }
        guard descriptor >= 0 else { throw .auditStorage("cannot create \(path): \(systemError())") }
        close(descriptor)
    }
}

import Glibc
import SwitchboardCore

/// A file that holds a secret, for its owner's eyes only.
struct KeyFile {
    /// The file's path.
    let path: String

    /// Reads the secret; `nil` where there is no file.
    ///
    /// - Throws: A failure for a file that others may read, since its secret must be taken for known.
    func read() throws(Failure) -> Secret? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .masterKey("cannot open the audit master key's file \(path): \(systemError())")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .masterKey("cannot read \(path): \(systemError())") }
        guard status.st_mode & 0o077 == 0 else {
            throw .masterKey("other users may read the audit master key's file \(path); run chmod 600 on it")
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .masterKey("cannot read \(path): \(systemError())") }
        return Secret(String(decoding: bytes.prefix(count), as: UTF8.self))
    }

    /// Creates the file with a secret, and returns the secret that is in it.
    ///
    /// Where another process creates the file at the same time, one of the two secrets wins for both: the file is
    /// written under a name of its own and then linked to its place, which never replaces one that is there.
    func create(_ secret: Secret) throws(Failure) -> Secret {
        let draft = "\(path).\(getpid()).new"
        try write(secret, to: draft)
        let linked = link(draft, path) == 0 || errno == EEXIST
        let problem = systemError()
        unlink(draft)
        synchronizeFolder()
        guard linked, let winner = try read() else { throw .masterKey("cannot create \(path): \(problem)") }
        return winner
    }

    /// Makes the file's name durable: lost with the power, it would take every sealed id along.
    private func synchronizeFolder() {
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let folder = open(parent, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private func write(_ secret: Secret, to draft: String) throws(Failure) {
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .masterKey("cannot create the audit master key's file \(path): \(systemError())")
        }
        defer { close(descriptor) }
        let bytes = Array((secret.reveal() + "\n").utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw .masterKey("cannot write the audit master key's file \(path): \(systemError())")
        }
    }
}

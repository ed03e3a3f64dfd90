import Foundation
import SwitchboardCore
import Synchronization

/// A download that lies beside its place until it is whole.
final class PartialFile: DownloadFile {
    private let path: String
    private let partialPath: String
    private let handle: FileHandle

    /// Makes the file beside its place, so that giving it its name is one step.
    ///
    /// - Parameters:
    ///   - path: Its place.
    ///   - id: The action that it is for.
    /// - Returns: The file, empty.
    /// - Throws: ``Failure/Kind/invalidInput`` where that cannot be done.
    static func make(at path: String, for id: ActionID) throws(Failure) -> any DownloadFile {
        guard !path.utf8.contains(0) else { throw .invalidInput("path", "contains a zero byte; remove it") }
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        guard !path.hasSuffix("/"), !exists || !isDirectory.boolValue else {
            throw .invalidInput("path", "is a folder; name a file in it")
        }
        let partialPath = "\(path).\(id).partial"
        let descriptor = open(partialPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw .invalidInput("path", "cannot be written (\(reason)); name a file in a folder that you may write to")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        return PartialFile(path: path, partialPath: partialPath, handle: handle)
    }

    private init(path: String, partialPath: String, handle: FileHandle) {
        self.path = path
        self.partialPath = partialPath
        self.handle = handle
    }

    func write(_ bytes: [UInt8]) async throws(Failure) {
        do { try handle.write(contentsOf: bytes) } catch { throw .unwritable(error) }
    }

    func finish() async throws(Failure) {
        do {
            try handle.synchronize()
            try handle.close()
        } catch {
            throw .unwritable(error)
        }
        guard rename(partialPath, path) == 0 else { throw .unwritable(POSIXError(.init(rawValue: errno) ?? .EIO)) }
    }

    func discard() {
        unlink(partialPath)
    }
}

extension Failure {
    /// A file that cannot take what was downloaded: asking the provider again would not help.
    fileprivate static func unwritable(_ error: any Error) -> Failure {
        Failure(
            .invalidInput,
            effect: .none,
            "path: could not be written to the end (\(error.systemReason)); nothing is left there",
            field: "path",
            isPermanent: true
        )
    }
}

import Glibc
import SwitchboardCore

extension AuditDirectory {
    /// Whether an instance lives: it holds the lock on its file.
    func isAlive(_ instance: String) -> Bool { !FileLock.isFree(path: instanceLock(instance)) }

    /// Removes the lock files of instances that have ended; a missing file says the same as a free one.
    ///
    /// Under the writer's lock only.
    func removeDeadInstances() throws(Failure) {
        for instance in try instances() where !isAlive(instance) { removeInstanceLock(instance) }
    }

    /// Removes one instance's lock file.
    func removeInstanceLock(_ instance: String) { unlink(instanceLock(instance)) }
}

extension [UInt8] {
    /// Two lower-case digits a byte.
    var hexadecimal: String { withUnsafeBytes(String.init(hexadecimal:)) }
}

extension [UInt8] {
    /// Reads two digits a byte; `nil` for anything else.
    init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap(\.hexadecimalValue)
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

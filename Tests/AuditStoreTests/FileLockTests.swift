import SwitchboardCore
import Testing

@testable import AuditStore

/// A lock that is waited for only so long; whoever else has opened the file stands for another process.
struct FileLockTests {
    private let folder = TestFolder()
    private var path: String { folder.path + "/x.lock" }

    @Test func givesUpWhereAStrangerKeepsIt() throws {
        let (stranger, lock) = (try FileLock(path: path), try FileLock(path: path))
        try stranger.acquire()
        var pauses = 0
        let failure = #expect(throws: Failure.self) { try lock.acquireSoon { pauses += 1 } }
        #expect((failure?.kind, failure?.effect) == (.auditUnavailable, Failure.Effect.none))
        #expect(failure?.message == "cannot lock a file: another process keeps it locked")
        #expect(pauses == 100, "of a hundredth of a second each")
        #expect(!FileLock.isFree(path: path), "the stranger has it still")
        stranger.release()
        try lock.acquireSoon { pauses += 1 }
        #expect(pauses == 100)
        #expect(!FileLock.isFree(path: path))
    }

    @Test func takesItAsSoonAsItIsFree() throws {
        let (stranger, lock) = (try FileLock(path: path), try FileLock(path: path))
        try stranger.acquire()
        var pauses = 0
        try lock.acquireSoon {
            pauses += 1
            if pauses == 3 { stranger.release() }
        }
        #expect(pauses == 3)
        lock.release()
        #expect(FileLock.isFree(path: path))
    }
}

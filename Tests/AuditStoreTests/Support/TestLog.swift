import Foundation
import GRDB
import SwitchboardCore
import Synchronization

@testable import AuditStore

/// A folder of its own, gone with the test, and what opens logs in it at a time that the test decides.
final class TestLog: Sendable {
    let path: String
    let clock: TestClock
    let key: MasterKey

    init(at start: String = "2026-11-23T10:00:00Z", in folder: String? = nil) throws {
        path = folder ?? NSTemporaryDirectory() + "switchboard-audit-" + TimeSource.system.makeActionID().description
        clock = TestClock(try start.moment)
        key = try MasterKey.test(1)
    }

    /// A log that was not shut down closes its files at this moment, and a folder that changes cannot always be removed.
    deinit {
        for _ in 0..<1000 where FileManager.default.fileExists(atPath: path) {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    func open(
        _ options: SQLiteAuditLog.Options = .init(),
        proof: AuditProof = AuditProof(),
        onCommit: (@Sendable (SQLiteAuditLog.Commit) -> Void)? = nil
    ) throws -> SQLiteAuditLog {
        try SQLiteAuditLog(
            directory: path,
            masterKey: key,
            time: clock.source,
            options: options,
            proof: proof,
            onCommit: onCommit
        )
    }

    func reader() throws -> AuditReader { try AuditReader(directory: path, masterKey: key) }

    func file(_ name: String) -> String { path + "/" + name }

    var fileNames: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    /// Runs statements on a file of the log, as somebody from outside might.
    @discardableResult
    func sql<Value>(_ name: String, _ work: (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(path: file(name))
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction(work)
    }

    /// One value of the current test's file.
    func number(_ sql: String, in name: String = "2026-11.sqlite") throws -> Int64? {
        try self.sql(name) { try Int64.fetchOne($0, sql: sql) }
    }
}

/// A wall clock that stands still until the test moves it.
final class TestClock: Sendable {
    private let moment: Mutex<Timestamp>
    private let isWaitingOver = Mutex(false)

    init(_ start: Timestamp) {
        moment = Mutex(start)
    }

    var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }

    func set(_ text: String) throws {
        let new = try text.moment
        moment.withLock { $0 = new }
    }

    func advance(_ duration: Duration) { moment.withLock { $0 = $0.advanced(by: duration) } }

    /// Lets every wait for a time end at once.
    func endWaits() { isWaitingOver.withLock { $0 = true } }

    var source: TimeSource {
        var source = TimeSource.system
        source.wallClock = { self.now }
        source.sleep = { _ in
            while !self.isWaitingOver.withLock({ $0 }) {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
        return source
    }
}

extension MasterKey {
    static func test(_ byte: UInt8) throws -> MasterKey {
        try MasterKey(base64: Secret(Data(repeating: byte, count: 32).base64EncodedString()))
    }
}

extension String {
    struct NoMoment: Error {}

    var moment: Timestamp {
        get throws {
            guard let moment = Timestamp(self) else { throw NoMoment() }
            return moment
        }
    }
}

/// Waits until something is so, without sleeping.
func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}

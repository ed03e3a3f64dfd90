import GRDB

extension DatabaseQueue {
    /// Opens a connection to `control.sqlite`.
    ///
    /// The file keeps a rollback journal: it is written seldom and by several processes, and SQLite before 3.51.3 can damage
    /// a WAL file whose checkpoints nobody serialises.
    static func control(path: String, patience seconds: Double) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "switchboard.audit.control"
        configuration.busyMode = .timeout(seconds)
        // A change stays open while the audit log takes its entry.
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}

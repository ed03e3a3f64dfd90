import Dispatch
import GRDB
public import SwitchboardCore

/// Reads an audit log, whoever writes it at the same time.
///
/// It opens the files of all months read-only, each for as long as one question takes, so that it never keeps a file
/// from being settled at the end of its month. It works on a thread of its own.
public struct AuditReader: Sendable {
    /// The log's folder.
    let directory: AuditDirectory

    /// What searches for people need.
    let masterKey: MasterKey?

    /// How many rows a core verifies at a time: some megabytes of what was found.
    var stretch: Int64 = 16_384
    private let thread = DispatchQueue(label: "switchboard.audit.reader")

    /// Opens a log for reading.
    ///
    /// - Parameters:
    ///   - directory: The log's folder.
    ///   - masterKey: The key of `keys.sqlite`, without which nobody can be searched for.
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the folder cannot be read.
    public init(directory: String, masterKey: MasterKey? = nil) throws(Failure) {
        self.init(AuditDirectory(path: directory), masterKey: masterKey)
        _ = try self.directory.names()
    }

    /// Opens a log whose folder is known to be there.
    init(_ directory: AuditDirectory, masterKey: MasterKey?) {
        self.directory = directory
        self.masterKey = masterKey
    }

    /// Finds entries, newest first.
    ///
    /// Where the query names a person, the caller owes the log an `operator` entry
    /// (``SQLiteAuditLog/recordOperator(_:actor:about:subjects:detail:)``); a reader writes nothing.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a cursor or limit that is none, ``Failure/Kind/notConfigured`` for a
    ///   person without the master key, ``Failure/Kind/auditUnavailable`` where a file cannot be read.
    public func page(_ query: AuditQuery) async throws(Failure) -> AuditPage {
        try await thread.run("searching") {
            var search = try Search(query, self)
            return try search.run()
        }
    }

    /// Returns everything that the log holds of one action.
    ///
    /// - Throws: ``Failure/Kind/notFound`` where that is nothing, ``Failure/Kind/auditUnavailable`` where a file cannot
    ///   be read.
    public func show(_ id: ActionID) async throws(Failure) -> AuditTrail {
        try await thread.run("reading") {
            let sql = "SELECT seq FROM entries WHERE action_id = ? ORDER BY seq"
            let entries = try directory.months()
                .flatMap { month in
                    try read(month) { db in
                        let numbers = try Int64.fetchAll(db, sql: sql, arguments: [id.data])
                        return try EntryReader(db).entries(numbers, matching: .all).reversed()
                    }
                }
            guard !entries.isEmpty else {
                throw Failure(.notFound, effect: .none, "the audit log holds nothing of the action \(id)")
            }
            return AuditTrail(entries)
        }
    }

    /// Lists the actions that have an intent and no outcome, oldest first.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the newest file cannot be read.
    public func openActions() async throws(Failure) -> [OpenAction] {
        try await thread.run("reading") {
            guard let newest = try directory.months().last else { return [] }
            let rows = try read(newest) { try PendingRow.all($0) }
            let alive = Set(Set(rows.map(\.instance)).filter(directory.isAlive))
            return rows.compactMap { OpenAction($0, isInstanceAlive: alive.contains($0.instance)) }
        }
    }

    /// Runs blocking work on the reader's thread.
    func run<Value: Sendable>(
        _ doing: String,
        _ work: @escaping @Sendable () throws -> Value
    ) async throws(Failure) -> Value { try await thread.run(doing, work) }

    /// Runs work on one month's file, in one transaction.
    func read<Value>(_ month: Month, _ work: (Database) throws -> Value) throws -> Value {
        let database = try DatabaseQueue.auditReader(path: directory.path(of: month.fileName))
        defer { try? database.close() }
        return try database.read(work)
    }
}

extension AuditTrail {
    fileprivate init(_ entries: [AuditEntry]) {
        let named = { (kind: EntryKind) in entries.filter { $0.kind == kind.rawValue } }
        intent = named(.intent).first
        outcome = named(.outcome).first
        // Items of one batch are written side by side.
        items = named(.item).sorted { ($0.detail["index"]?.integer ?? 0) < ($1.detail["index"]?.integer ?? 0) }
        let shown = Set(([intent, outcome].compactMap { $0 } + items).map(\.seq))
        others = entries.filter { !shown.contains($0.seq) }
    }
}

extension OpenAction {
    fileprivate init?(_ row: PendingRow, isInstanceAlive: Bool) {
        guard let id = ActionID(bytes: row.actionID) else { return nil }
        self.init(
            auditID: id,
            seq: row.seq,
            at: Timestamp(microsecondsSince1970: row.at),
            action: row.action,
            actor: row.actor,
            isInstanceAlive: isInstanceAlive
        )
    }
}

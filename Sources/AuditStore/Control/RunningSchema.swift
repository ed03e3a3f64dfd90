import GRDB
import SwitchboardCore

/// The schema of `running.sqlite`, as numbered migrations that are never edited.
enum RunningSchema {
    /// Brings the file up to date.
    ///
    /// - `processes.id`: random; a process that has made several tools has several rows.
    /// - `processes.started`, `processes.place`: as of ``ProcessMark``.
    /// - `processes.since`, `processes.heartbeat`, and all other moments: microseconds since 1970, UTC.
    /// - `processes.setback`: `refused` or `frozen`, with the reason.
    /// - `states.breaker`: `closed`, `open`, `half_open`, `forced_open` or `forced_closed`; NULL, like all of breaker and
    ///   limiter, where the credentials are missing.
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE processes (
                        id TEXT NOT NULL PRIMARY KEY,
                        pid INTEGER NOT NULL,
                        host TEXT NOT NULL,
                        started INTEGER NOT NULL,
                        place TEXT NOT NULL,
                        since INTEGER NOT NULL,
                        heartbeat INTEGER NOT NULL,
                        service TEXT NOT NULL,
                        version TEXT NOT NULL,
                        setback TEXT,
                        reason TEXT
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE states (
                        process TEXT NOT NULL REFERENCES processes(id) ON DELETE CASCADE,
                        provider TEXT NOT NULL,
                        breaker TEXT,
                        breaker_until INTEGER,
                        failures INTEGER,
                        free_places INTEGER,
                        next_place INTEGER,
                        paused_until INTEGER,
                        times_replaced INTEGER NOT NULL,
                        PRIMARY KEY (process, provider)
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        return migrator
    }()
}

/// A process's row: its report, and when it last said that it lives.
struct RunningRow {
    let report: ProcessReport
    let heartbeat: Timestamp

    /// Reads all rows, those that started first before the others; a file that nobody has written to yet holds none.
    static func all(_ db: Database) throws -> [RunningRow] {
        guard try db.tableExists("states") else { return [] }
        let states = try Row.fetchAll(db, sql: "SELECT * FROM states")
        let instances = Dictionary(grouping: states) { $0["process"] as String }
            .mapValues { $0.compactMap(InstanceReport.init) }
        return try Row.fetchAll(db, sql: "SELECT * FROM processes ORDER BY since, id")
            .map { RunningRow($0, instances[$0["id"]] ?? []) }
    }

    /// Writes a row in the place of the process's earlier one.
    static func write(_ report: ProcessReport, heartbeat: Timestamp, to db: Database) throws {
        try remove(report.process.id, from: db)
        let process = report.process
        try db.execute(
            sql: """
                INSERT INTO processes
                    (id, pid, host, started, place, since, heartbeat, service, version, setback, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                process.id, process.pid, process.host, process.started, process.place,
                report.since.microsecondsSince1970, heartbeat.microsecondsSince1970, report.service, report.version,
                report.setback?.kind.rawValue, report.setback?.reason,
            ]
        )
        for instance in report.instances { try instance.write(to: db, process: process.id) }
    }

    /// Removes a process's row, and what it said of its instances.
    static func remove(_ id: String, from db: Database) throws {
        try db.execute(sql: "DELETE FROM processes WHERE id = ?", arguments: [id])
    }

    private init(_ row: Row, _ instances: [InstanceReport]) {
        let kind = (row["setback"] as String?).flatMap(ProcessReport.Setback.Kind.init(rawValue:))
        report = ProcessReport(
            process: ProcessMark(
                id: row["id"],
                pid: row["pid"],
                host: row["host"],
                started: row["started"],
                place: row["place"]
            ),
            since: Timestamp(microsecondsSince1970: row["since"]),
            service: row["service"],
            version: row["version"],
            setback: kind.map { ProcessReport.Setback($0, reason: row["reason"] ?? "") },
            instances: instances
        )
        heartbeat = Timestamp(microsecondsSince1970: row["heartbeat"])
    }
}

extension InstanceReport {
    /// Reads a row; `nil` where a later version wrote what this one has no word for.
    fileprivate init?(_ row: Row) {
        let moment = { (column: String) in
            (row[column] as Int64?).map(Timestamp.init(microsecondsSince1970:))
        }
        var guards: Guards?
        if let name = row["breaker"] as String? {
            guard let position = Breaker.Position(rawValue: name) else { return nil }
            guards = Guards(
                breaker: Breaker(position, until: moment("breaker_until"), failures: row["failures"] ?? 0),
                limiter: Limiter(
                    freePlaces: row["free_places"] ?? 0,
                    nextPlace: moment("next_place"),
                    pausedUntil: moment("paused_until")
                )
            )
        }
        self.init(row["provider"], guards: guards, timesReplaced: row["times_replaced"])
    }

    fileprivate func write(to db: Database, process: String) throws {
        let (breaker, limiter) = (guards?.breaker, guards?.limiter)
        try db.execute(
            sql: """
                INSERT INTO states (process, provider, breaker, breaker_until, failures, free_places, next_place,
                    paused_until, times_replaced)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                process, name, breaker?.position.rawValue, breaker?.until?.microsecondsSince1970, breaker?.failures,
                limiter?.freePlaces, limiter?.nextPlace?.microsecondsSince1970,
                limiter?.pausedUntil?.microsecondsSince1970, timesReplaced,
            ]
        )
    }
}

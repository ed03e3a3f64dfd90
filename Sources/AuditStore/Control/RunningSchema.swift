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
    /// - `states.position`, `states.endpoint_group`: a row for each endpoint group, in their order; the name is NULL where
    ///   there is only one.
    /// - `states.slots`, `states.slots_in_use`, `states.slots_awaited`: the concurrency limit.
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
        migrator.registerMigration("2") { db in
            // Its rows are of no worth a moment later, so the table is made anew.
            try db.execute(
                sql: """
                    DROP TABLE states;
                    CREATE TABLE states (
                        process TEXT NOT NULL REFERENCES processes(id) ON DELETE CASCADE,
                        provider TEXT NOT NULL,
                        position INTEGER NOT NULL DEFAULT 0,
                        endpoint_group TEXT,
                        breaker TEXT,
                        breaker_until INTEGER,
                        failures INTEGER,
                        free_places INTEGER,
                        next_place INTEGER,
                        paused_until INTEGER,
                        slots INTEGER,
                        slots_in_use INTEGER,
                        slots_awaited INTEGER,
                        times_replaced INTEGER NOT NULL,
                        PRIMARY KEY (process, provider, position)
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
            .mapValues(InstanceReport.all)
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
    /// Reads the rows of a process, one an endpoint group.
    fileprivate static func all(_ rows: [Row]) -> [InstanceReport] {
        Dictionary(grouping: rows) { $0["provider"] as String }.compactMap { InstanceReport($0, $1) }
    }

    /// Reads the rows of one instance; `nil` where a later version wrote what this one has no word for.
    private init?(_ name: String, _ rows: [Row]) {
        let rows = rows.sorted { ($0["position"] as Int? ?? 0) < ($1["position"] as Int? ?? 0) }
        var guards: [Guards] = []
        for row in rows where (row["breaker"] as String?) != nil {
            guard let read = Guards(row) else { return nil }
            guards.append(read)
        }
        let others = Array(guards.dropFirst())
        self.init(name, guards: guards.first, otherGuards: others, timesReplaced: rows[0]["times_replaced"])
    }

    fileprivate func write(to db: Database, process: String) throws {
        let guards = allGuards.map(Optional.some)
        for (position, guards) in (guards.isEmpty ? [nil] : guards).enumerated() {
            let (breaker, limiter, slots) = (guards?.breaker, guards?.limiter, guards?.concurrency)
            try db.execute(
                sql: """
                    INSERT INTO states (process, provider, position, endpoint_group, breaker, breaker_until, failures,
                        free_places, next_place, paused_until, slots, slots_in_use, slots_awaited, times_replaced)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    process, name, position, guards?.group, breaker?.position.rawValue,
                    breaker?.until?.microsecondsSince1970, breaker?.failures, limiter?.freePlaces,
                    limiter?.nextPlace?.microsecondsSince1970, limiter?.pausedUntil?.microsecondsSince1970,
                    slots?.limit, slots?.inUse, slots?.waiting, timesReplaced,
                ]
            )
        }
    }
}

extension InstanceReport.Guards {
    fileprivate init?(_ row: Row) {
        let moment = { (column: String) in
            (row[column] as Int64?).map(Timestamp.init(microsecondsSince1970:))
        }
        guard let position = InstanceReport.Breaker.Position(rawValue: row["breaker"]) else { return nil }
        let breaker = InstanceReport.Breaker(position, until: moment("breaker_until"), failures: row["failures"] ?? 0)
        let limiter = InstanceReport.Limiter(
            freePlaces: row["free_places"] ?? 0,
            nextPlace: moment("next_place"),
            pausedUntil: moment("paused_until")
        )
        let concurrency = (row["slots"] as Int?)
            .map { limit in
                InstanceReport.Concurrency(
                    limit: limit,
                    inUse: row["slots_in_use"] ?? 0,
                    waiting: row["slots_awaited"] ?? 0
                )
            }
        self.init(group: row["endpoint_group"], breaker: breaker, limiter: limiter, concurrency: concurrency)
    }
}

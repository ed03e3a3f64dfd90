import GRDB
import SwitchboardCore

/// The schema of `control.sqlite`, as numbered migrations that are never edited.
enum ControlSchema {
    /// Brings the file up to date.
    ///
    /// - `switches.what`: `provider`, `breaker` or `routes`.
    /// - `switches.name`: the provider instance; empty for the routes.
    /// - `switches.state`: `disabled` of a provider, `forced_open` or `forced_closed` of a breaker, `frozen` of the routes.
    /// - `switches.at`: microseconds since 1970, UTC.
    /// - `announced`: a change on its way, in the same form; empty again as soon as it has taken effect or was given up.
    ///   Without a `state` it takes a switch back.
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE switches (
                        what TEXT NOT NULL,
                        name TEXT NOT NULL,
                        state TEXT NOT NULL,
                        reason TEXT NOT NULL,
                        actor TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        PRIMARY KEY (what, name)
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("2") { db in
            try db.execute(
                sql: """
                    CREATE TABLE announced (
                        what TEXT NOT NULL,
                        name TEXT NOT NULL,
                        state TEXT,
                        reason TEXT NOT NULL,
                        actor TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        PRIMARY KEY (what, name)
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        return migrator
    }()
}

extension Switches {
    /// Reads the switches; a file that nobody has written to yet holds none.
    init(_ db: Database) throws {
        guard try db.tableExists("switches") else { return }
        for row in try Row.fetchAll(db, sql: "SELECT what, name, state, reason, actor, at FROM switches") {
            let decision = Decision(row)
            let (name, state): (String, String) = (row["name"], row["state"])
            switch (row["what"] as String, state) {
            case ("provider", "disabled"): disabled[name] = decision
            case ("routes", "frozen"): frozen = decision
            case ("breaker", let state):
                guard let force = Force(rawValue: state) else { throw Failure.unknownSwitch(state) }
                breakers[name] = Forced(force, decision)
            default: throw Failure.unknownSwitch(state)
            }
        }
    }
}

extension Switches.Decision {
    fileprivate init(_ row: Row) {
        self.init(reason: row["reason"], by: row["actor"], at: Timestamp(microsecondsSince1970: row["at"]))
    }
}

extension SwitchChange {
    private var row: (what: String, name: String, state: String?) {
        switch self {
        case .disable(let name): ("provider", name, "disabled")
        case .enable(let name): ("provider", name, nil)
        case .force(let name, let force): ("breaker", name, force.rawValue)
        case .reset(let name): ("breaker", name, nil)
        case .freeze: ("routes", "", "frozen")
        case .thaw: ("routes", "", nil)
        }
    }

    /// Writes the change.
    func write(to db: Database, _ decision: Switches.Decision) throws {
        let (what, name, state) = row
        guard let state else {
            try db.execute(sql: "DELETE FROM switches WHERE what = ? AND name = ?", arguments: [what, name])
            return
        }
        try db.execute(
            sql: "INSERT OR REPLACE INTO switches (what, name, state, reason, actor, at) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [what, name, state, decision.reason, decision.by, decision.at.microsecondsSince1970]
        )
    }

    /// Writes that the change is on its way.
    func announce(in db: Database, _ decision: Switches.Decision) throws {
        let (what, name, state) = row
        try db.execute(
            sql: "INSERT INTO announced (what, name, state, reason, actor, at) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [what, name, state, decision.reason, decision.by, decision.at.microsecondsSince1970]
        )
    }

    /// Takes the announcements away.
    static func forgetAnnounced(in db: Database) throws { try db.execute(sql: "DELETE FROM announced") }

    /// The changes that are on their way, with who wants them.
    static func announced(_ db: Database) throws -> [(SwitchChange, Switches.Decision)] {
        try Row.fetchAll(db, sql: "SELECT what, name, state, reason, actor, at FROM announced")
            .map { row in
                let state: String? = row["state"]
                guard let change = SwitchChange(row["what"], name: row["name"], state: state) else {
                    throw Failure.unknownSwitch(state ?? row["what"])
                }
                return (change, Switches.Decision(row))
            }
    }

    private init?(_ what: String, name: String, state: String?) {
        let force = state.flatMap(Switches.Force.init(rawValue:))
        switch (what, state, force) {
        case ("provider", "disabled", _): self = .disable(name)
        case ("provider", nil, _): self = .enable(name)
        case ("breaker", _, let force?): self = .force(name, force)
        case ("breaker", nil, _): self = .reset(name)
        case ("routes", "frozen", _): self = .freeze
        case ("routes", nil, _): self = .thaw
        default: return nil
        }
    }
}

extension Failure {
    /// A later version wrote it: to pass it over could send what an operator has stopped.
    fileprivate static func unknownSwitch(_ state: String) -> Failure {
        .auditStorage("control.sqlite holds a switch that this version does not know: \(state)")
    }
}

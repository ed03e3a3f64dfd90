import FoundationEssentials
import GRDB

/// An action whose outcome has not been written, as the `pending` table holds it.
struct PendingRow: Sendable {
    /// The sixteen bytes of the action's id.
    var actionID: Data

    /// The number of the intent.
    var seq: Int64

    /// When the intent was written, in microseconds since 1970.
    var at: Int64

    /// The action's name.
    var action: String

    /// Who asked.
    var actor: String

    /// The process instance that began it.
    var instance: String

    /// Reads the whole table, oldest first.
    static func all(_ db: Database) throws -> [PendingRow] {
        let sql = "SELECT action_id, seq, at, action, actor, instance FROM pending ORDER BY seq"
        return try Row.fetchAll(db, sql: sql)
            .map {
                PendingRow(actionID: $0[0], seq: $0[1], at: $0[2], action: $0[3], actor: $0[4], instance: $0[5])
            }
    }

    /// Adds a row to the table; an action that is open already stays as it is.
    static let insertion = """
        INSERT OR IGNORE INTO pending (action_id, seq, at, action, actor, instance)
        VALUES (?, ?, ?, ?, ?, ?)
        """

    /// Adds the row to the table.
    func insert(_ db: Database) throws {
        try db.cachedStatement(sql: Self.insertion).execute(arguments: [actionID, seq, at, action, actor, instance])
    }
}

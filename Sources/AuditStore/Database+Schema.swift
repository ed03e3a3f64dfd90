import GRDB

extension Database {
    /// Whether the file has the whole schema, also while another process is about to write it.
    ///
    /// To be asked in a transaction: its first question fixes what is read. GRDB's own asks twice for its table, and fails
    /// where the table comes in between.
    func hasSchema(of migrator: DatabaseMigrator) throws -> Bool {
        try tableExists("grdb_migrations") && migrator.hasCompletedMigrations(self)
    }
}

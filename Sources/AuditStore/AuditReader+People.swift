import FoundationEssentials
import GRDB
public import SwitchboardCore

extension AuditReader {
    /// The numbers of a person, over all ids that are known to be theirs.
    ///
    /// A text that is one person's platform id and another's provider id finds both.
    ///
    /// - Parameter person: An email address, platform id or provider's id.
    /// - Returns: The numbers, ascending; none for somebody unknown.
    /// - Throws: ``Failure/Kind/notConfigured`` without the right master key.
    public func subjects(of person: String) throws(Failure) -> [Int64] {
        guard let masterKey else {
            throw .masterKey("a search for a person needs the audit master key; set SWITCHBOARD_MASTER_KEY")
        }
        // A log without a file of keys knows nobody.
        guard try directory.names().contains("keys.sqlite") else { return [] }
        do {
            let database = try DatabaseQueue.auditReader(path: directory.keys)
            defer { try? database.close() }
            return try database.read { db in
                try masterKey.checkMade(db, at: directory.keys)
                let scopes = try String.fetchAll(db, sql: "SELECT provider FROM scopes")
                let hashes = KeyedID.candidates(for: person, scopes: scopes, key: masterKey).map(\.hash.data)
                let statement = try db.makeStatement(sql: Self.expansion)
                return try hashes.flatMap { try Int64.fetchAll(statement, arguments: [$0]) }.uniqued()
            }
        } catch {
            throw .auditStorage(error, while: "looking up a person")
        }
    }

    /// UNION, not UNION ALL: links go both ways, and only what is new may go round again.
    private static let expansion = """
        WITH RECURSIVE known(subject) AS (
            SELECT subject FROM ids WHERE hash = ?
            UNION
            SELECT links.other FROM known JOIN links ON links.subject = known.subject
        )
        SELECT subject FROM known
        """
}

extension [Int64] {
    fileprivate func uniqued() -> [Int64] { Set(self).sorted() }
}

package import AuditStore
package import SwitchboardCore

/// The newest actions of an audit log, read page by page, as often as needed: each time the same ones.
package struct AuditedActions {
    private let reader: AuditReader
    private let last: Int
    private let catalog: ActionCatalog
    private let end: String?

    /// Notes where the log ends now.
    ///
    /// - Parameters:
    ///   - reader: The log.
    ///   - last: How many actions to read.
    ///   - catalog: The actions that are known.
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the log cannot be read.
    package init(_ reader: AuditReader, last: Int, catalog: ActionCatalog) async throws(Failure) {
        self.reader = reader
        self.last = last
        self.catalog = catalog
        end = try await reader.page(AuditQuery(limit: 1)).entries.first.map { String($0.seq + 1) }
    }

    /// Hands out the actions, mostly newest first.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the log cannot be read.
    package func visit(_ body: (AuditedAction) -> Void) async throws(Failure) {
        var assembly = ActionAssembly(last: last, catalog: catalog)
        var cursor = end
        while let here = cursor, !assembly.isComplete {
            let page = try await reader.page(AuditQuery(limit: 1000, cursor: here))
            for action in assembly.take(page.entries) { body(action) }
            cursor = page.nextCursor
        }
        for action in assembly.finish() { body(action) }
    }
}

package import AuditStore
package import SwitchboardCore

extension AuditReader {
    /// Explains an action, with the changes of the configuration before it.
    ///
    /// - Parameters:
    ///   - id: The action's id.
    ///   - present: The fingerprints that the present configuration goes by.
    /// - Returns: The explanation.
    /// - Throws: ``Failure/Kind/notFound`` where the log does not hold the action, ``Failure/Kind/auditUnavailable`` where
    ///   a file cannot be read.
    package func explain(_ id: ActionID, present: Set<String>) async throws(Failure) -> RouteExplanation {
        let trail = try await show(id)
        var explanation = try RouteExplanation(trail, present: present)
        guard let first = trail.intent ?? trail.outcome else { return explanation }
        for name in ["config.changed", "config.refused"] {
            guard let entry = try await newest(name, before: first.seq) else { continue }
            explanation.changes.append(entry)
        }
        explanation.changes.sort { $0.seq > $1.seq }
        return explanation
    }

    /// The newest entry of a name before another entry, among the million entries before that one.
    private func newest(_ name: String, before seq: Int64) async throws(Failure) -> AuditEntry? {
        var cursor: String? = String(seq)
        for _ in 0..<10 {
            guard let here = cursor else { return nil }
            let page = try await page(AuditQuery(action: name, limit: 1, cursor: here))
            if let entry = page.entries.first { return entry }
            cursor = page.nextCursor
        }
        return nil
    }
}

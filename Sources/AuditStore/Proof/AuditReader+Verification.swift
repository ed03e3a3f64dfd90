public import SwitchboardCore

extension AuditReader {
    /// Walks through the whole log: hashes, numbers, times, the links between files, checkpoints, and that every outcome of
    /// a write has its intent.
    ///
    /// Entries that are written meanwhile may or may not be among those looked at. It uses all cores (at most eight), and
    /// holds some four megabytes for each beside the ids of actions that are open, however long the log is.
    ///
    /// - Parameters:
    ///   - keys: The keys that checkpoints may be signed with; without any, signatures are not checked.
    ///   - witness: The path of the witness; without one the log is held against itself alone.
    ///   - isRead: Whether an action of this name only reads, so that it has no intent.
    /// - Returns: What was found.
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the folder or the witness cannot be read.
    public func verify(
        signedBy keys: [AuditPublicKey] = [],
        witness: String? = nil,
        isRead: @escaping @Sendable (String) -> Bool
    ) async throws(Failure) -> AuditVerification {
        let reader = self
        return try await run("verifying") {
            let seen = try witness.map(Witness.read) ?? []
            var verifier = Verifier(keys: keys, witness: seen, isRead: isRead)
            for month in try reader.directory.months() { verifier.verify(month, reader) }
            return verifier.concluded()
        }
    }
}

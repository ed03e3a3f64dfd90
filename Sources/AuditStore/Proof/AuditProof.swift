/// What makes a rewrite of the whole log visible, beyond its own chain.
public struct AuditProof: Sendable {
    /// Signs checkpoints; unsigned ones are kept without it.
    public var signingKey: AuditSigningKey?

    /// The path of the file outside the log's folder that every checkpoint is appended to.
    ///
    /// It proves as much as it is out of the writer's reach afterwards: a disk that only ever appends, or a file that
    /// something copies away.
    public var witness: String?

    /// Creates a proof; without a key and a witness the chain stands alone.
    public init(signingKey: AuditSigningKey? = nil, witness: String? = nil) {
        self.signingKey = signingKey
        self.witness = witness
    }

    /// Whether an ending log is worth a checkpoint of its own.
    var isStronger: Bool { signingKey != nil || witness != nil }
}

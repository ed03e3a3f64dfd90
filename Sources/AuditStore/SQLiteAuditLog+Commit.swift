extension SQLiteAuditLog {
    /// One commit that has ended, for metrics.
    public struct Commit: Sendable, Hashable {
        /// How many entries that callers asked for it held; none where it held a `gap` only.
        public var rows: Int

        /// How many entries had a place in the queue when it had ended.
        public var queued: Int

        /// How long it took, waiting for other writers' commits included.
        public var duration: Duration

        /// Whether its entries are durable.
        public var isDurable: Bool

        /// How many checkpoints the witness has not been told of, since it could not be written.
        public var unwitnessed: Int
    }
}

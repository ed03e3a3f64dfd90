extension SQLiteAuditLog {
    /// How a log writes.
    public struct Options: Sendable, Hashable {
        /// How much a commit waits for; the raw values are SQLite's.
        public enum Synchronous: Int, Sendable, Hashable {
            /// The newest rows may be lost when the machine loses power; the log stays sound.
            case normal = 1
            /// What a caller was told is durable survives the loss of power.
            case full = 2
        }

        /// How much a commit waits for; `full` by default.
        public var synchronous: Synchronous

        /// How many rows may wait for their commit; 10,000 by default.
        public var queueCapacity: Int

        /// How many rows one commit takes at most; 512 by default, which is also the most.
        public var groupSize: Int

        /// How long a caller waits for a place in a full queue; 5 seconds by default.
        public var patience: Duration

        /// Creates options.
        public init(
            synchronous: Synchronous = .full,
            queueCapacity: Int = 10_000,
            groupSize: Int = 512,
            patience: Duration = .seconds(5)
        ) {
            self.synchronous = synchronous
            self.queueCapacity = max(1, queueCapacity)
            self.groupSize = min(512, max(1, groupSize))
            self.patience = patience
        }
    }

    /// What a log has done since it was opened, for metrics.
    public struct Counters: Sendable, Hashable {
        /// Commits that succeeded.
        public internal(set) var commits = 0

        /// Entries that callers asked for and that are durable.
        public internal(set) var rows = 0

        /// Commits that failed.
        public internal(set) var failedCommits = 0

        /// Outcomes that could not be written.
        public internal(set) var lostOutcomes = 0

        /// Entries that have a place in the queue at this moment.
        public internal(set) var queued = 0

        /// Callers that wait for a place at this moment.
        public internal(set) var waiting = 0
    }
}

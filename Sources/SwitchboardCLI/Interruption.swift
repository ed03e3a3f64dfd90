import UnixSignals

/// Turns SIGINT and SIGTERM into cancellation, so that what was begun is recorded as it is.
enum Interruption {
    /// Runs some work; the first signal cancels it, and its result comes all the same.
    static func cancelling<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
        let task = Task { await work() }
        let watcher = Task {
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { task.cancel() }
        }
        let value = await task.value
        watcher.cancel()
        return value
    }
}

import Synchronization

/// What an adapter needs beyond one exchange, so that adapters hold no loops and no files of their own.
extension ProviderClient {
    /// Works on elements side by side.
    ///
    /// Elements are drawn from the sequence only when their turn comes, so that what is made from them takes no more room
    /// than `limit` of them do. Cancelling the task lets the work under way end as its own waits do.
    ///
    /// - Parameters:
    ///   - elements: What to work on.
    ///   - limit: How many at a time, from 1.
    ///   - work: What to do with each.
    ///   - collect: Called with each result as it comes, one at a time, in no particular order.
    public func each<Element: Sendable, Value: Sendable>(
        _ elements: some Sequence<Element>,
        limit: Int,
        _ work: @escaping @Sendable (Element) async -> Value,
        collect: (Value) -> Void
    ) async {
        await withTaskGroup(of: Value.self) { group in
            var rest = elements.makeIterator()
            for _ in 0..<max(1, limit) {
                guard let element = rest.next() else { break }
                group.addTask { await work(element) }
            }
            while let value = await group.next() {
                collect(value)
                if let element = rest.next() { group.addTask { await work(element) } }
            }
        }
    }

    /// Fills a file, which appears under its name, with mode 0600, only when it is whole.
    ///
    /// - Parameters:
    ///   - path: Where; relative to the working folder. A file that is there is replaced.
    ///   - body: Writes the bytes in order; where it throws, nothing is left behind.
    /// - Returns: What the body returned.
    /// - Throws: ``Failure/Kind/invalidInput`` for a path that cannot be written; whatever the body throws.
    public func withFile<Value: Sendable>(
        at path: String,
        _ body: (any ByteSink) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let file = try makeFile(path)
        do throws(Failure) {
            let value = try await body(file)
            try await file.finish()
            return value
        } catch {
            file.discard()
            throw error
        }
    }
}

/// A file on its way to being whole.
package protocol DownloadFile: ByteSink {
    /// Makes the bytes durable and gives the file its name.
    func finish() async throws(Failure)

    /// Removes what has been written.
    func discard()
}

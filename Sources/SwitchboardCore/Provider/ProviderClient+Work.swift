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

    /// Asks again and again, with growing waits, until there is an answer.
    ///
    /// A wait that would end after the action's deadline is not begun. Cancelling the task ends the wait.
    ///
    /// - Parameters:
    ///   - first: How long to wait before the second question; each wait is half as long again as the one before.
    ///   - longest: How long a wait grows.
    ///   - ask: Asks once; `nil` where there is no answer yet.
    /// - Returns: The answer; `nil` where the deadline comes first.
    /// - Throws: What `ask` throws; ``Failure/Kind/cancelled``.
    public func poll<Value>(
        after first: Duration = .seconds(1),
        atMost longest: Duration = .seconds(10),
        _ ask: () async throws(Failure) -> Value?
    ) async throws(Failure) -> Value? {
        var wait = min(first, longest)
        while true {
            if let value = try await ask() { return value }
            let next = visit.time.now().advanced(by: wait)
            guard next < visit.deadline else { return nil }
            do { try await visit.time.sleep(next) } catch { throw .cancelledWhileWaiting }
            wait = min(wait * 3 / 2, longest)
        }
    }

    /// Walks from page to page until there is none, or somebody has enough.
    ///
    /// - Parameters:
    ///   - first: Where to begin.
    ///   - visit: Loads the page at a cursor and returns the next one's; `nil` to end.
    /// - Throws: What `visit` throws; ``Failure/Kind/cancelled``; ``Failure/Kind/malformedResponse`` where a page names
    ///   itself as the next.
    public func pages<Cursor: Equatable>(
        from first: Cursor,
        _ visit: (Cursor) async throws(Failure) -> Cursor?
    ) async throws(Failure) {
        var cursor = first
        while let next = try await visit(cursor) {
            guard next != cursor else {
                throw Failure(.malformedResponse, effect: .none, "a page names itself as the next one")
            }
            if Task.isCancelled { throw .cancelledWhileWaiting }
            cursor = next
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
        let file = try visit.makeFile(at: path)
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

extension Failure {
    /// Cancelled between two exchanges; the journal knows what the first ones did.
    fileprivate static let cancelledWhileWaiting = Failure(
        .cancelled,
        effect: .none,
        "cancelled between two requests"
    )
}

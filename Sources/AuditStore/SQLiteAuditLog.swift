import class Foundation.Thread
public import SwitchboardCore

/// The audit log in a folder of SQLite files, one a month, with a thread of its own that writes.
///
/// Several processes, and several logs in one process, may write to one folder: they make one chain. A caller resumes
/// when the commit that covers its row has ended; rows that queue up during one commit share the next.
///
/// Close it with ``shutdown()``.
public final class SQLiteAuditLog: AuditLog {
    /// Reads the same folder.
    public let reader: AuditReader

    private let queue: WriteQueue
    let key: MasterKey
    let time: TimeSource

    /// Opens a log, or creates it; blocks while it does.
    ///
    /// - Parameters:
    ///   - directory: The folder; created with mode 0700 where it is missing.
    ///   - masterKey: The key of `keys.sqlite`.
    ///   - time: The clocks.
    ///   - options: How to write.
    ///   - proof: What makes a rewrite of the whole log visible.
    ///   - onCommit: Called after each commit on the writer's thread, which it must not hold up.
    /// - Throws: ``Failure/Kind/notConfigured`` for a key that does not fit, else ``Failure/Kind/auditUnavailable``.
    public init(
        directory: String,
        masterKey: MasterKey,
        time: TimeSource,
        options: Options = Options(),
        proof: AuditProof = AuditProof(),
        onCommit: (@Sendable (Commit) -> Void)? = nil
    ) throws(Failure) {
        let folder = AuditDirectory(path: directory)
        let ledger = try Ledger(folder, key: masterKey, options: options, proof: proof, time: time)
        let queue = WriteQueue(capacity: options.queueCapacity, patience: options.patience, time: time)
        self.queue = queue
        self.time = time
        key = masterKey
        reader = AuditReader(folder, masterKey: masterKey)
        let writer = AuditWriter(
            queue: queue,
            ledger: ledger,
            groupSize: options.groupSize,
            time: time,
            onCommit: onCommit
        )
        let thread = Thread {
            var writer = writer
            writer.run()
        }
        thread.name = "switchboard.audit"
        thread.start()
    }

    deinit { queue.beginClosing() }

    /// What the log has done so far.
    public var counters: Counters { queue.counters }

    /// Writes an intent; a read has none, so for a read this writes nothing and returns no numbers.
    public func begin(_ record: AuditRecord) async throws(Failure) -> [Int64] {
        guard !record.isRead else { return [] }
        let draft = EntryDraft.intent(record, at: time.wallClock(), key: key).storable()
        return try await queue.submit(draft, isCancellable: true)
    }

    /// Numbers people; those who are new are durable in `keys.sqlite` on return.
    public func subjects(of people: [Person], at provider: String?) async throws(Failure) -> [Int64] {
        let draft = EntryDraft.question(people, at: provider, key: key)
        return try await queue.submit(draft, isCancellable: true)
    }

    /// Writes an outcome, and learns the ids that the provider told of the record's first person.
    public func finish(_ record: AuditRecord, _ outcome: AuditOutcome) async throws(Failure) -> [Int64] {
        let draft = EntryDraft.outcome(record, outcome, at: time.wallClock(), key: key).storable()
        return try await queue.submit(draft, isCancellable: false)
    }

    /// Writes items, as many to a commit as it takes.
    public func record(_ items: [AuditItem], of record: AuditRecord, at provider: String?) async throws(Failure) {
        let batch = record.hidingItsPeople
        for start in stride(from: 0, to: items.count, by: Self.itemsAtOnce) {
            let part = items[start..<min(start + Self.itemsAtOnce, items.count)]
            let failure = await withTaskGroup(of: Failure?.self) { group in
                for item in part {
                    group.addTask { [self] in
                        let draft = EntryDraft.item(item, of: batch, at: time.wallClock(), provider: provider, key: key)
                        do throws(Failure) {
                            _ = try await queue.submit(draft.storable(), isCancellable: false)
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                return await group.reduce(nil) { $0 ?? $1 }
            }
            if let failure { throw failure }
        }
    }

    /// Queues an entry and waits until it is durable.
    func submit(_ draft: EntryDraft) async throws(Failure) -> [Int64] {
        try await queue.submit(draft.storable(), isCancellable: true)
    }

    /// How many items are queued before the first of them must be durable.
    private static let itemsAtOnce = 512

    /// Writes what is queued, moves everything into the files themselves and closes them.
    ///
    /// Callers that still wait for a place in the queue are turned away.
    public func shutdown() async { await queue.close() }
}

extension SQLiteAuditLog {
    /// Lists the actions that have an intent and no outcome; those of instances that have ended are of unknown fate.
    ///
    /// - Throws: ``Failure/Kind/auditUnavailable`` where the log cannot be read.
    public func openActions() async throws(Failure) -> [OpenAction] { try await reader.openActions() }

    /// Remembers that the log lacks something, as where an action went ahead without its intent.
    ///
    /// It neither waits nor fails: a `gap` entry is written before the next row that can be written. Outcomes that this
    /// log itself could not write need no call.
    ///
    /// - Parameters:
    ///   - reason: What is missing and why, in our own words; the same words are counted together.
    ///   - action: The action concerned.
    public func recordGap(_ reason: String, action: ActionID? = nil) {
        queue.note(Gap(reason, of: action, at: time.wallClock()))
    }

    /// Writes a change of the configuration, or what an operator did.
    public func record(_ event: AuditEvent) async throws(Failure) {
        var json = JSONText()
        json.value(event.detail)
        let kind: EntryKind = event.kind == .configuration ? .config : .operator
        let id = time.makeActionID()
        let draft = EntryDraft(kind, event.name, id: id, actor: event.actor, at: time.wallClock(), detail: json.text)
        _ = try await queue.submit(draft.storable(), isCancellable: true)
    }

    /// Writes what an operator did: a breaker forced, a route frozen, a person searched for.
    ///
    /// - Parameters:
    ///   - action: What was done, in the form of an action's name, such as `audit.search`.
    ///   - actor: Who did it.
    ///   - id: The action that it is about, as where an unknown is settled; a new id where it is about none.
    ///   - subjects: The numbers of the people concerned, where there are any.
    ///   - detail: What else is to be kept: an object without ids of people.
    /// - Returns: The entry's action id.
    /// - Throws: ``Failure/Kind/auditUnavailable``.
    @discardableResult
    public func recordOperator(
        _ action: String,
        actor: String,
        about id: ActionID? = nil,
        subjects: [Int64] = [],
        detail: JSONValue = [:]
    ) async throws(Failure) -> ActionID {
        let id = id ?? time.makeActionID()
        var json = JSONText()
        json.value(detail)
        var draft = EntryDraft(.operator, action, id: id, actor: actor, at: time.wallClock(), detail: json.text)
        draft.subjects = Array(Set(subjects)).sorted()
        _ = try await queue.submit(draft.storable(), isCancellable: true)
        return id
    }
}

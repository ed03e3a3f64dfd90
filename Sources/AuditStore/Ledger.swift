import GRDB
import SwitchboardCore

/// Everything that the writer's thread owns: the connections, the locks, and the order in which they are used.
///
/// SQLite before 3.51.3 can damage a WAL database when two connections write or checkpoint at the same moment. So one
/// connection does all writes and checkpoints of a process, and every method takes the writer's lock for all of it.
struct Ledger: Sendable {
    /// This process instance, as open actions name it.
    let instance: String

    private let directory: AuditDirectory
    private let key: MasterKey
    private let options: SQLiteAuditLog.Options
    private let proof: AuditProof
    private let time: TimeSource
    private let lock: FileLock
    private let instanceLock: FileLock
    private var keys: KeyStore?
    private var file: MonthFile?
    private var isSuspect = false
    private var unwitnessed: [Checkpoint] = []
    private var commitsSinceCheckpoint = 0
    private var rowsSinceCheckpoint = 0

    /// Opens or creates the log.
    init(
        _ directory: AuditDirectory,
        key: MasterKey,
        options: SQLiteAuditLog.Options,
        proof: AuditProof,
        time: TimeSource
    ) throws(Failure) {
        try directory.prepare()
        self.directory = directory
        self.key = key
        self.options = options
        self.proof = proof
        self.time = time
        instance = time.makeActionID().description
        let lock = try FileLock(path: directory.writerLock)
        self.lock = lock
        let own = directory.instanceLock(instance)
        // Under the lock, so that nobody takes the new file for a dead instance's before it is locked.
        instanceLock = try lock.whileHeld { () throws(Failure) in
            try directory.removeDeadInstances()
            let held = try FileLock(path: own)
            try held.acquire()
            return held
        }
        try guarded("opening it") { ledger in try ledger.makeReady() }
    }

    /// Appends entries, all or none; they are durable on return.
    ///
    /// - Parameters:
    ///   - drafts: The entries; each is given its place in the chain.
    ///   - gap: What is to be told of first.
    /// - Returns: The numbers of each entry's people.
    /// - Throws: ``Failure/Kind/auditUnavailable``: none of the entries counts as written.
    mutating func append(_ drafts: inout [EntryDraft], after gap: Gap?) throws(Failure) -> [[Int64]] {
        let now = time.wallClock()
        let told = gap.map { [$0.draft(id: time.makeActionID(), at: now)] } ?? []
        return try guarded("writing") { ledger in
            try ledger.makeReady()
            // In place, or the caches would be copied for every commit.
            guard let named = try ledger.keys?.subjects(of: drafts.map(\.people)) else { throw Failure.auditClosed }
            let subjects = named.indices.map { drafts[$0].subjects.united(with: named[$0]) }
            try ledger.append(told, &drafts, subjects)
            return subjects
        }
    }

    private mutating func append(_ told: [EntryDraft], _ drafts: inout [EntryDraft], _ subjects: [[Int64]]) throws {
        if told.isEmpty, !drafts.contains(where: \.isQuestion) {
            try append(&drafts, subjects)
        } else {
            let asked = drafts.indices.filter { !drafts[$0].isQuestion }
            var entries = told + asked.map { drafts[$0] }
            try append(&entries, told.map { _ in [] } + asked.map { subjects[$0] })
        }
    }

    private mutating func append(_ entries: inout [EntryDraft], _ numbers: [[Int64]]) throws {
        guard let latest = entries.lazy.map(\.row.at).max() else { return }
        try appendToNewest(&entries, numbers, latest: latest)
        tellWitness()
        checkpointIfDue(rows: entries.count)
    }

    private mutating func appendToNewest(
        _ entries: inout [EntryDraft],
        _ numbers: [[Int64]],
        latest: Int64
    ) throws {
        if let month = file?.month, Month(containing: Timestamp(microsecondsSince1970: latest)) > month {
            try turn(to: latest)
        }
        while case .ended = try file?.append(&entries, subjects: numbers, instance: instance, &unwitnessed) {
            try turn(to: latest)
        }
    }

    /// Moves everything into the files themselves and closes them; the instance counts as ended.
    mutating func close() {
        try? guarded("closing") { ledger in
            // Where a reader is in the way the WALs stay, and whoever opens the log next takes them up.
            try? ledger.markHead()
            try? ledger.keys?.checkpoint(.truncate)
            try? ledger.file?.checkpoint(.truncate)
            ledger.drop()
            ledger.directory.removeInstanceLock(ledger.instance)
        }
        instanceLock.release()
    }

    /// Runs work under the lock; after an error all connections are closed, so that the next work starts afresh.
    ///
    /// A failed commit leaves a connection in a state that nobody should reason about, least of all after an I/O error.
    private mutating func guarded<Value>(
        _ doing: String,
        _ work: (inout Ledger) throws -> Value
    ) throws(Failure) -> Value {
        try lock.acquire()
        defer { lock.release() }
        do {
            return try work(&self)
        } catch {
            isSuspect = isSuspect || error.saysCorrupt
            drop()
            throw .auditStorage(error, while: doing)
        }
    }

    private mutating func drop() {
        keys?.close()
        file?.close()
        keys = nil
        file = nil
    }

    private mutating func checkpointIfDue(rows: Int) {
        commitsSinceCheckpoint += 1
        rowsSinceCheckpoint += rows
        guard commitsSinceCheckpoint >= 256 || rowsSinceCheckpoint >= 4096 else { return }
        commitsSinceCheckpoint = 0
        rowsSinceCheckpoint = 0
        // The rows are durable in the WAL already; what a checkpoint meets, the next commit will meet too.
        try? file?.checkpoint(.passive)
        try? keys?.checkpoint(.passive)
    }
}

// MARK: - Proof

extension Ledger {
    /// How many checkpoints the witness has not been told of, since it could not be written.
    var unwitnessedCount: Int { proof.witness == nil ? 0 : unwitnessed.count }

    /// Tells the witness of what it has not seen; what it cannot take now it is told with the next commit.
    private mutating func tellWitness() {
        guard let path = proof.witness else {
            unwitnessed = []
            return
        }
        guard !unwitnessed.isEmpty, (try? Witness(path: path).append(unwitnessed)) != nil else { return }
        unwitnessed = []
    }

    /// A checkpoint of the last row, so that also a log of few rows is vouched for.
    private mutating func markHead() throws {
        guard proof.isStronger, let file else { return }
        unwitnessed.append(try file.markHead())
        tellWitness()
    }
}

// MARK: - Files

extension Ledger {
    /// Opens what is not open, and lets go of a file that is no longer in its place.
    private mutating func makeReady() throws {
        if let file, !file.isInPlace { drop() }
        if keys == nil { keys = try KeyStore(directory, key: key) }
        if file == nil { file = try openNewest() }
    }

    private mutating func openNewest() throws -> MonthFile {
        let months = try directory.months()
        for past in months.dropLast() { MonthFile.settle(directory, past) }
        guard let newest = months.last else {
            let month = Month(containing: time.wallClock())
            try MonthFile.create(directory, month, beginning(.start, .origin, previous: nil))
            return try open(month)
        }
        do {
            return try open(newest)
        } catch  where error.saysCorrupt {
            return try replaceDamaged(newest, before: months.dropLast().last)
        }
    }

    private mutating func open(_ month: Month) throws -> MonthFile {
        let file = try MonthFile(directory, month, options: options, signingKey: proof.signingKey, isSuspect: isSuspect)
        isSuspect = false
        // What another process, or this one, could not tell the witness.
        if proof.witness != nil { unwitnessed = try file.checkpoints() }
        tellWitness()
        return file
    }

    /// Goes on to the file of a later month: another process's, or a new one.
    private mutating func turn(to at: Int64) throws {
        let wanted = Month(containing: Timestamp(microsecondsSince1970: at))
        while let file {
            let successor = try file.successor()
            guard successor != nil || wanted > file.month else { return }
            let next = successor ?? wanted
            // In this order: whoever finds the mark but no next file creates it; nobody appends behind the mark.
            unwitnessed.append(try file.end(before: next))
            tellWitness()
            if try directory.months().last == file.month {
                let previous = try (head: file.head(), name: file.month.fileName, pending: file.pending())
                try MonthFile.create(
                    directory,
                    next,
                    beginning(.start, previous.head, previous: previous.name, pending: previous.pending)
                )
            }
            file.close()
            self.file = nil
            self.file = try openNewest()
        }
    }

    /// Moves a damaged file aside and begins another for the same month, saying so in its first row.
    private mutating func replaceDamaged(_ month: Month, before: Month?) throws -> MonthFile {
        let damaged = DamagedFile(directory, month)
        let salvaged = damaged.salvage() ?? before.flatMap { DamagedFile(directory, $0).salvage() }
        let asideName = try damaged.moveAside(at: time.wallClock())
        let previous = Head(
            seq: salvaged?.head.seq ?? 0,
            at: salvaged?.head.at ?? .min,
            hash: salvaged?.head.hash ?? HashChain.origin
        )
        let pending = salvaged?.pending ?? []
        let begin = beginning(.gap, previous, previous: asideName, pending: pending)
        try MonthFile.create(directory, month, begin)
        isSuspect = false
        return try open(month)
    }

    private func beginning(
        _ kind: EntryKind,
        _ head: Head,
        previous: String?,
        pending: [PendingRow] = []
    ) -> MonthFile.Beginning {
        var json = JSONText()
        json.object {
            if kind == .gap { $0.member("reason", "the file was damaged and has been moved aside") }
            $0.member("previous_file", previous)
            $0.member("previous_seq", head.seq)
            $0.member("previous_hash", head.hash.hexadecimal)
        }
        let action = kind == .gap ? "audit.gap" : "audit.start"
        let id = time.makeActionID()
        let at = time.wallClock()
        return MonthFile.Beginning(
            head: head,
            previousFile: previous,
            pending: pending,
            first: EntryDraft(kind, action, id: id, actor: "switchboard", at: at, detail: json.text)
        )
    }
}

extension [Int64] {
    /// The numbers of both, each once and in order; mostly one of them has none.
    fileprivate func united(with other: [Int64]) -> [Int64] {
        if isEmpty { return other }
        return other.isEmpty && count == 1 ? self : Set(self + other).sorted()
    }
}

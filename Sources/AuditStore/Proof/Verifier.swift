import FoundationEssentials
import GRDB
import SwitchboardCore

/// Holds a log against what its writer promises, file by file, oldest first.
struct Verifier {
    private let keys: [AuditPublicKey]
    private let witness: [Int64: [Checkpoint]]
    private let isRead: (String) -> Bool
    private var result = AuditVerification()
    private var intents = OpenIntents()

    /// The file before, with its last row.
    private var last: (file: String, head: Head)?

    /// What is missing before the first file; settled by the record of what was dropped.
    private var dropped: Head?
    private var firstFile = ""
    private var firstMoment: Int64 = .max
    private var seenByWitness: Int64

    init(keys: [AuditPublicKey], witness: [Checkpoint], isRead: @escaping (String) -> Bool) {
        self.keys = keys
        self.witness = Dictionary(grouping: witness, by: \.seq)
        self.isRead = isRead
        seenByWitness = witness.map(\.seq).max() ?? 0
    }

    /// Walks through one month.
    mutating func verify(_ month: Month, _ reader: AuditReader) {
        result.files += 1
        do {
            try reader.read(month) { try walk($0, month, reader) }
        } catch {
            result.add(
                "cannot be read to its end: \(Failure.auditStorage(error, while: "verifying").message)",
                in: month.fileName
            )
            last = nil
        }
    }

    /// What was found, once every file was walked through.
    mutating func concluded() -> AuditVerification {
        if let dropped {
            result.add(
                "begins behind entry \(dropped.seq), and nothing tells that the entries before it were dropped",
                at: result.firstSeq,
                in: firstFile
            )
        }
        for orphan in intents.orphans { result.add("an outcome without its intent", at: orphan.seq, in: orphan.file) }
        if seenByWitness > result.lastSeq {
            let end = last?.file ?? ""
            result.add("the log ends at \(result.lastSeq), and the witness has seen entry \(seenByWitness)", in: end)
        }
        return result
    }

    private mutating func walk(_ db: Database, _ month: Month, _ reader: AuditReader) throws {
        let file = month.fileName
        let start = try link(db, file)
        var checkpoints = try Checkpoint.all(db)[...]
        let (names, kinds) = (try NameTable(db), try Kinds(db))
        let path = reader.directory.path(of: file)
        let chain = try ChainWalk(db, path: path, after: start.hash, names, stretch: reader.stretch)
        defer { chain.close() }
        var end: RowWalk.Step?
        try chain.eachRow { step in
            check(step, after: end.map { ($0.seq, $0.at) } ?? (start.seq, start.at), file)
            while let checkpoint = checkpoints.first, checkpoint.seq <= step.seq {
                checkpoints.removeFirst()
                check(checkpoint, against: step, file)
            }
            for checkpoint in witness[step.seq] ?? [] { checkWitnessed(checkpoint, against: step, file) }
            if step.seq == start.seq + 1, step.kind == kinds.gap {
                result.add("the file before it was damaged and moved aside", at: step.seq, in: file)
            }
            note(step, kinds, names, file)
            end = step
        }
        for checkpoint in checkpoints {
            result.add("a checkpoint of an entry that is not there", at: checkpoint.seq, in: file)
        }
        if end == nil { result.add("has no entries", in: file) }
        let head = end.map { Head(seq: $0.seq, at: $0.at, hash: $0.hash.bytes) } ?? start
        last = (file, head)
        (result.lastSeq, result.lastHash) = (head.seq, head.hash)
    }
}

// MARK: - Files

extension Verifier {
    /// The row that a file says it goes on from, held against the one that is there.
    private mutating func link(_ db: Database, _ file: String) throws -> Head {
        let fact = { (key: String) in
            try Row.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
        }
        let seq = try fact("previous_seq")?.decode(Int64?.self, atIndex: 0) ?? 0
        let hash = try fact("previous_hash")?.decode(Data?.self, atIndex: 0).map(Array.init) ?? HashChain.origin
        let previous = try fact("previous_file")?.decode(String?.self, atIndex: 0)
        let start = Head(seq: seq, at: .min, hash: hash)
        if let last {
            if last.head.seq != seq || last.head.hash != hash {
                result.add("does not go on from where \(last.file) ends, but from \(previous ?? "nothing")", in: file)
            }
            return Head(seq: seq, at: last.head.at, hash: hash)
        }
        if result.files == 1 {
            (firstFile, result.firstSeq) = (file, seq + 1)
            if seq > 0 { dropped = start }
        }
        return start
    }
}

// MARK: - Rows

extension Verifier {
    /// The numbers of the kinds that are looked at.
    private struct Kinds {
        let intent: Int64?
        let outcome: Int64?
        let gap: Int64?
        let `operator`: Int64?

        init(_ db: Database) throws {
            intent = try db.idOfName(EntryKind.intent.rawValue)
            outcome = try db.idOfName(EntryKind.outcome.rawValue)
            gap = try db.idOfName(EntryKind.gap.rawValue)
            `operator` = try db.idOfName(EntryKind.operator.rawValue)
        }
    }

    private mutating func check(_ step: RowWalk.Step, after before: (seq: Int64, at: Int64), _ file: String) {
        result.entries += 1
        if step.seq == result.firstSeq { firstMoment = step.at }
        if step.seq != before.seq + 1 {
            result.add("entries \(before.seq + 1) to \(step.seq - 1) are missing", at: step.seq, in: file)
        }
        if step.at < before.at { result.add("is older than the entry before it", at: step.seq, in: file) }
        if !step.isTrue { result.add("its hash is not that of its values", at: step.seq, in: file) }
    }

    private mutating func check(_ checkpoint: Checkpoint, against step: RowWalk.Step, _ file: String) {
        result.checkpoints += 1
        guard checkpoint.seq == step.seq, checkpoint.hash == step.hash.bytes else {
            return result.add("its checkpoint has another hash", at: checkpoint.seq, in: file)
        }
        checkSignature(checkpoint, "checkpoint", file)
    }

    private mutating func checkWitnessed(_ checkpoint: Checkpoint, against step: RowWalk.Step, _ file: String) {
        result.witnessed += 1
        guard checkpoint.hash == step.hash.bytes else {
            return result.add("the witness has seen another hash", at: step.seq, in: file)
        }
        checkSignature(checkpoint, "line in the witness", file)
    }

    private mutating func checkSignature(_ checkpoint: Checkpoint, _ place: String, _ file: String) {
        guard !keys.isEmpty else { return }
        result.signatures += 1
        if checkpoint.signature == nil { return result.add("its \(place) is not signed", at: checkpoint.seq, in: file) }
        if !keys.contains(where: checkpoint.isSigned) {
            result.add("its \(place) is signed by none of the keys given", at: checkpoint.seq, in: file)
        }
    }

    private mutating func note(_ step: RowWalk.Step, _ kinds: Kinds, _ names: NameTable, _ file: String) {
        switch step.kind {
        case kinds.intent: intents.open(step.actionID)
        case kinds.outcome where !intents.close(step.actionID):
            // Reads have none, and that of a write may have been in a month that was dropped.
            if isRead(names[step.action]) || isOlderThanTheLog(step) { return }
            intents.add(OpenIntents.Orphan(id: step.actionID, seq: step.seq, file: file))
        case kinds.gap: intents.excuse(step.detail)
        case kinds.operator where names[step.action] == AuditPruning.action: settleDropped(step)
        default: break
        }
    }

    /// An intent may have been in a month that was dropped; ids tell when they were made.
    private func isOlderThanTheLog(_ step: RowWalk.Step) -> Bool {
        guard result.firstSeq > 1, let id = step.actionID else { return false }
        return Int64(id.high >> 16) <= firstMoment / 1000
    }

    private mutating func settleDropped(_ step: RowWalk.Step) {
        guard let dropped, let detail = step.detail, let said = try? JSONValue(parsing: detail.utf8) else { return }
        let files = said["files"]?.array ?? []
        if files.contains(where: {
            $0["last_seq"]?.integer == dropped.seq && $0["last_hash"]?.string == dropped.hash.hexadecimal
        }) {
            self.dropped = nil
        }
    }
}

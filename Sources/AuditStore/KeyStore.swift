import Crypto
import FoundationEssentials
import GRDB
import SwitchboardCore

/// The writing side of `keys.sqlite`: gives people their numbers.
///
/// Used by the writer's thread only, under the writer's lock. After an error it must be thrown away: what it
/// remembers may never have been committed.
struct KeyStore {
    private let database: DatabaseQueue
    private let path: String
    private let key: MasterKey
    private var cache = SubjectCache(capacity: 65_536)
    private var seenVersion: Int64 = 0

    /// Opens the file and creates it where it is missing.
    ///
    /// - Throws: ``Failure/Kind/notConfigured`` where the file was made with another master key.
    init(_ directory: AuditDirectory, key: MasterKey) throws {
        try directory.reserve(directory.keys)
        // Always FULL: a number that was lost with the power would be given to another person.
        database = try DatabaseQueue.auditWriter(path: directory.keys, options: .init(synchronous: .full))
        self.key = key
        path = directory.keys
        try KeySchema.migrator.migrate(database)
        try database.writeWithoutTransaction { db in
            // What an erasure deletes must not stay behind in free pages.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(
                sql: "INSERT OR IGNORE INTO meta (key, value) VALUES ('master_key_check', ?)",
                arguments: [Data(key.check)]
            )
            try key.checkMade(db, at: directory.keys)
        }
    }

    /// Closes the file.
    func close() { try? database.close() }

    /// Moves what was committed into the file itself.
    func checkpoint(_ mode: Database.CheckpointMode) throws {
        _ = try database.writeWithoutTransaction { try $0.checkpoint(mode) }
    }

    /// Returns the numbers of everybody named, one list for each list of people; new ids are durable on return.
    mutating func subjects(of groups: [[[KeyedID]]]) throws -> [[Int64]] {
        guard groups.contains(where: { !$0.isEmpty }) else { return groups.map { _ in [] } }
        return try database.writeWithoutTransaction { db in
            try forgetIfAnotherWrote(db)
            if let known = try groups.compactMapAll({ try subjects(of: $0, db, mayWrite: false) }) { return known }
            var numbers: [[Int64]] = []
            try db.inTransaction(.immediate) {
                numbers = try groups.map { try subjects(of: $0, db, mayWrite: true) ?? [] }
                return .commit
            }
            return numbers
        }
    }

    /// Another process may have erased or linked somebody since.
    private mutating func forgetIfAnotherWrote(_ db: Database) throws {
        let version = try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
        if version != seenVersion {
            cache.removeAll()
            // Or people would go on to be found, and sealed, by a key that is no longer the file's.
            try key.checkMade(db, at: path)
        }
        seenVersion = version
    }

    private mutating func subjects(of people: [[KeyedID]], _ db: Database, mayWrite: Bool) throws -> [Int64]? {
        // Mostly there is one person, whose numbers are in order already.
        if people.count == 1 { return try subjects(ofOne: people[0], db, mayWrite: mayWrite) }
        var all: [Int64] = []
        for person in people where !person.isEmpty {
            guard let numbers = try subjects(ofOne: person, db, mayWrite: mayWrite) else { return nil }
            all += numbers.filter { !all.contains($0) }
        }
        return all.sorted()
    }

    /// The numbers of one person: more than one where ids that used to stand apart turn out to belong together.
    private mutating func subjects(ofOne person: [KeyedID], _ db: Database, mayWrite: Bool) throws -> [Int64]? {
        var numbers: [Int64] = []
        var unknown: [KeyedID] = []
        for id in person {
            if let number = try lookUp(id, db) {
                if !numbers.contains(number) { numbers.append(number) }
            } else {
                unknown.append(id)
            }
        }
        numbers.sort()
        let missing = try missingLinks(among: numbers, db)
        if unknown.isEmpty, missing.isEmpty { return numbers }
        guard mayWrite else { return nil }
        guard let first = numbers.first else {
            let (subject, personal) = try makeSubject(db)
            try learn(unknown, of: subject, sealingWith: personal, db)
            return [subject]
        }
        if !unknown.isEmpty { try learn(unknown, of: first, sealingWith: try personalKey(of: first, db), db) }
        for other in missing { try link(first, other, db) }
        return numbers
    }

    private mutating func lookUp(_ id: KeyedID, _ db: Database) throws -> Int64? {
        if let subject = cache.subject(of: id.hash) { return subject }
        let statement = try db.cachedStatement(sql: "SELECT subject FROM ids WHERE hash = ?")
        guard let subject = try Int64.fetchOne(statement, arguments: [id.hash.data]) else { return nil }
        cache.insert(subject, for: id.hash)
        return subject
    }

    private func missingLinks(among numbers: [Int64], _ db: Database) throws -> [Int64] {
        try numbers.dropFirst()
            .filter { other in
                let statement = try db.cachedStatement(sql: "SELECT 1 FROM links WHERE subject = ? AND other = ?")
                return try Int.fetchOne(statement, arguments: [numbers[0], other]) == nil
            }
    }

    private func link(_ one: Int64, _ other: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO links (subject, other) VALUES (?, ?)")
        try statement.execute(arguments: [one, other])
        try statement.execute(arguments: [other, one])
    }
}

// MARK: - Sealing

extension KeyStore {
    private func makeSubject(_ db: Database) throws -> (Int64, SymmetricKey) {
        let sequence = try db.cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = 'subjects'")
        let subject = (try Int64.fetchOne(sequence) ?? 0) + 1
        // From Crypto's generator and not the injected one: a repeated key or nonce would break the seal.
        let personal = SymmetricKey(size: .bits256)
        let statement = try db.cachedStatement(sql: "INSERT INTO subjects (subject, wrapped_key) VALUES (?, ?)")
        try statement.execute(arguments: [subject, try key.wrap(personal, for: subject)])
        return (subject, personal)
    }

    private func personalKey(of subject: Int64, _ db: Database) throws -> SymmetricKey {
        let statement = try db.cachedStatement(sql: "SELECT wrapped_key FROM subjects WHERE subject = ?")
        guard let wrapped = try Data.fetchOne(statement, arguments: [subject]) else {
            throw Failure.auditStorage("keys.sqlite lacks the key of subject \(subject)")
        }
        return try key.unwrap(wrapped, for: subject)
    }

    private mutating func learn(
        _ ids: [KeyedID],
        of subject: Int64,
        sealingWith personal: SymmetricKey,
        _ db: Database
    ) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO ids (hash, subject, sealed) VALUES (?, ?, ?)")
        let scope = try db.cachedStatement(sql: "INSERT OR IGNORE INTO scopes (provider) VALUES (?)")
        for id in ids {
            if let provider = id.scope { try scope.execute(arguments: [provider]) }
            let sealed = try MasterKey.seal(Data(id.text.utf8), with: personal, for: subject)
            try statement.execute(arguments: [id.hash.data, subject, sealed])
            cache.insert(subject, for: id.hash)
        }
    }
}

extension Sequence {
    /// The transformed elements, or `nil` as soon as one has none.
    fileprivate func compactMapAll<Value>(_ transform: (Element) throws -> Value?) rethrows -> [Value]? {
        var values: [Value] = []
        for element in self {
            guard let value = try transform(element) else { return nil }
            values.append(value)
        }
        return values
    }
}

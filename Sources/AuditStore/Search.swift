import GRDB
import SwitchboardCore

/// One page's search through the months, newest first.
struct Search {
    private let query: AuditQuery
    private let reader: AuditReader
    private let subjects: [Int64]?
    private let cursor: Int64
    private var found: [AuditEntry] = []
    private var budget: Int

    /// Checks the query and looks up the person.
    init(_ query: AuditQuery, _ reader: AuditReader) throws(Failure) {
        guard (1...1000).contains(query.limit) else { throw .invalidInput("limit", "must be from 1 to 1000") }
        cursor =
            try query.cursor.map { text throws(Failure) in
                guard let number = Int64(text), number >= 0 else {
                    throw .invalidInput("cursor", "is none of the audit log's; take next_cursor from the last page")
                }
                return number
            } ?? .max
        subjects = try query.person.map { person throws(Failure) in try reader.subjects(of: person) }
        budget = max(1, query.examinationLimit)
        self.query = query
        self.reader = reader
    }

    /// Searches until the page is full, the log ends or enough entries were looked at.
    mutating func run() throws -> AuditPage {
        if let subjects, subjects.isEmpty { return AuditPage(entries: [], nextCursor: nil, isPartial: false) }
        for month in try reader.directory.months().reversed() {
            let rest = try reader.read(month) { try search($0) }
            if found.count > query.limit { break }
            if let rest { return AuditPage(entries: found, nextCursor: String(rest), isPartial: true) }
        }
        let entries = Array(found.prefix(query.limit))
        let hasMore = found.count > query.limit
        return AuditPage(
            entries: entries,
            nextCursor: hasMore ? entries.last.map { String($0.seq) } : nil,
            isPartial: false
        )
    }

    /// Searches one file; returns the cursor where it gave up, `nil` where it came to the end or found enough.
    private mutating func search(_ db: Database) throws -> Int64? {
        guard let bounds = try SeqBounds(db, since: query.since, until: query.until),
            let filter = try EntryFilter(query, db)
        else { return nil }
        let source = try CandidateSource(query, subjects: subjects, db)
        let entries = EntryReader(db)
        var below = min(cursor, bounds.end)
        // Without further conditions every candidate is a hit; otherwise the steps grow, as hits seem to be rare.
        var step = query.limit + 1
        while below > bounds.start, found.count <= query.limit {
            guard budget > 0 else { return below }
            let candidates = try source.next(below: below, from: bounds.start, count: min(step, budget), db)
            found += try entries.entries(candidates.numbers, matching: filter)
            budget -= candidates.examined
            below = candidates.end
            step = min(4096, step * 4)
        }
        return nil
    }
}

extension EntryFilter {
    /// The query's conditions on columns; `nil` where the file does not even know one of the names.
    fileprivate init?(_ query: AuditQuery, _ db: Database) throws {
        self.init()
        let named: [(column: String, name: String?)] = [
            ("provider", query.provider), ("action", query.action), ("actor", query.actor),
            ("outcome", query.outcome?.rawValue), ("error_kind", query.errorKind?.rawValue),
        ]
        for (column, name) in named {
            guard let name else { continue }
            guard let id = try db.idOfName(name) else { return nil }
            and("e.\(column) = ?", id)
        }
        if !query.kinds.isEmpty {
            let kinds = try query.kinds.compactMap(db.idOfName)
            guard !kinds.isEmpty else { return nil }
            and("e.kind IN (SELECT value FROM json_each(?))", "[\(kinds.map(String.init).joined(separator: ","))]")
        }
        if let correlation = query.correlationID { and("e.correlation_id = ?", correlation) }
        if let reference = query.reference { and("e.provider_ref = ?", reference) }
    }
}

extension Database {
    /// The number of a name in this file.
    func idOfName(_ name: String) throws -> Int64? {
        try Int64.fetchOne(cachedStatement(sql: "SELECT id FROM names WHERE name = ?"), arguments: [name])
    }

    /// Every name of this file by its number.
    func names() throws -> [Int64: String] {
        let statement = try cachedStatement(sql: "SELECT id, name FROM names")
        let row = RawRow(statement)
        var names: [Int64: String] = [:]
        while try statement.stepsToRow() { names[row.integer(0)] = row.text(1) }
        return names
    }
}

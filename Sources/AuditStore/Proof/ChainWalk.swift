import Dispatch
import Foundation
import GRDB
import SwitchboardCore
import Synchronization

/// Walks through all rows of one file, as many stretches at a time as there are cores.
///
/// A row's hash needs nothing of the rows before it but the stored hash of the last, so each stretch is hashed by itself;
/// what was found is told in the order of the rows.
struct ChainWalk {

    fileprivate struct Part: Sendable {
        var range: ClosedRange<Int64>
        /// The row before, at least as its number and stored hash.
        var previous: Head
    }

    /// The rows of a part, up to where it could not be read further.
    fileprivate struct Walked: Sendable {
        var steps: [RowWalk.Step] = []
        var error: (any Error)?
    }

    private let db: Database
    private let names: NameTable
    private let origin: [UInt8]
    private let stretch: Int64
    /// The numbers of the first row and of the last; `nil` where there is none.
    private let bounds: ClosedRange<Int64>?
    private let helpers: [DatabaseQueue]

    /// Begins behind a hash; where the file has more numbers than a stretch, each core gets a connection to it.
    ///
    /// - Throws: SQLite's error.
    init(_ db: Database, path: String, after origin: [UInt8], _ names: NameTable, stretch: Int64) throws {
        self.db = db
        self.names = names
        self.origin = origin
        self.stretch = stretch
        bounds = try Self.bounds(db)
        let isLong = bounds.map { $0.upperBound / 2 - $0.lowerBound / 2 >= stretch / 2 } ?? false
        let cores = min(8, ProcessInfo.processInfo.activeProcessorCount)
        helpers = try (0..<(isLong ? cores : 0)).map { _ in try DatabaseQueue.auditReader(path: path) }
    }

    private static func bounds(_ db: Database) throws -> ClosedRange<Int64>? {
        let sql = "SELECT (SELECT min(seq) FROM entries), (SELECT max(seq) FROM entries)"
        guard let row = try Row.fetchOne(db, sql: sql), let first = row[0] as Int64?, let last = row[1] as Int64? else {
            return nil
        }
        return first...last
    }

    /// Closes the further connections.
    func close() { for helper in helpers { try? helper.close() } }

    /// Takes each row in turn.
    ///
    /// - Throws: SQLite's error, after the rows before it.
    func eachRow(_ take: (RowWalk.Step) -> Void) throws {
        var next = bounds?.lowerBound
        while next != nil {
            for walked in walk(try parts(from: &next)) {
                for step in walked.steps { take(step) }
                if let error = walked.error { throw error }
            }
        }
    }

    /// The next parts, one for each connection; `next` becomes where the one after them begins, or `nil`.
    private func parts(from next: inout Int64?) throws -> [Part] {
        var parts: [Part] = []
        while let first = next, let bounds, parts.count < max(1, helpers.count) {
            let (end, isOver) = first.addingReportingOverflow(stretch - 1)
            let range = first...(isOver ? bounds.upperBound : min(bounds.upperBound, end))
            parts.append(Part(range: range, previous: try row(before: first)))
            // Behind a hole the next part begins where rows are.
            next = try Int64.fetchOne(
                db,
                sql: "SELECT seq FROM entries WHERE seq > ? ORDER BY seq LIMIT 1",
                arguments: [range.upperBound]
            )
        }
        return parts
    }

    private func row(before seq: Int64) throws -> Head {
        let sql = "SELECT seq, at, hash FROM entries WHERE seq < ? ORDER BY seq DESC LIMIT 1"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [seq]) else {
            return Head(seq: .min, at: .min, hash: origin)
        }
        return Head(seq: row[0], at: row[1], hash: try row.decode(Data?.self, atIndex: 2).map(Array.init) ?? [])
    }

    private func walk(_ parts: [Part]) -> [Walked] {
        if helpers.isEmpty { return parts.map { $0.walk(db, names) } }
        let results = Mutex([Walked](repeating: Walked(), count: parts.count))
        DispatchQueue.concurrentPerform(iterations: parts.count) { [helpers, names] number in
            let walked: Walked
            do {
                walked = try helpers[number].read { parts[number].walk($0, names) }
            } catch {
                walked = Walked(error: error)
            }
            results.withLock { $0[number] = walked }
        }
        return results.withLock(\.self)
    }
}

extension ChainWalk.Part {
    fileprivate func walk(_ db: Database, _ names: NameTable) -> ChainWalk.Walked {
        var walked = ChainWalk.Walked()
        do {
            var walk = try RowWalk(db, range, after: previous, names)
            while let step = try walk.next() { walked.steps.append(step) }
        } catch {
            walked.error = error
        }
        return walked
    }
}

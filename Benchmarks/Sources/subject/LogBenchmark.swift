import ArgumentParser
import AuditStore
import Foundation
import SwitchboardCore

/// What operators wait for in a long log: makes one, then asks it while it is written, and prints a table.
///
/// It is no side of a comparison: its bounds are times, not ratios. A folder that holds a log already is asked as it is.
struct LogBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "log")

    @Option(help: "The log's folder; made where it is missing.") var database: String
    @Option(help: "How many entries a log that is missing gets.") var rows = 10_000_000
    @Option(help: "How many entries are written a second meanwhile.") var writing = 2000
    @Option(help: "How often each question is asked.") var times = 200

    func run() async throws {
        let key = try MasterKey(base64: Secret(Data(repeating: 7, count: 32).base64EncodedString()))
        let isNew = !FileManager.default.fileExists(atPath: database)
        if isNew { try await MadeLog(directory: database, rows: rows, key: key).write() }
        var table = LogTable()
        let log = try table.time("opening, to write", atMost: .milliseconds(200)) {
            try SQLiteAuditLog(directory: database, masterKey: key, time: .system)
        }
        let newest = try await log.reader.page(AuditQuery(limit: 1)).entries.first?.seq ?? 0
        table.add("entries", Double(newest), "")
        table.add("bytes an entry, all files", bytes / Double(newest), "", atMost: 450)
        let before = peakMegabytes()
        // First of all: so the questions find in memory what a server of some size has there.
        try await walk(log.reader, newest, &table)
        try await ask(log, newest, &table)
        table.add("memory beside the start, at its peak", peakMegabytes() - before, "MB")
        await log.shutdown()
        table.print()
    }

    /// Asks every question while entries are written.
    private func ask(_ log: SQLiteAuditLog, _ newest: Int64, _ table: inout LogTable) async throws {
        let writer = Task { try await SteadyWriter(log: log, perSecond: writing).run() }
        let began = ContinuousClock.now
        for question in try await LogQuestion.all(log.reader, newest: newest) {
            var durations: [Duration] = []
            for number in 0..<times {
                let asked = ContinuousClock.now
                try await question.ask(log.reader, number)
                durations.append(ContinuousClock.now - asked)
            }
            table.add(question.title, percentile99: durations, atMost: question.bound)
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        writer.cancel()
        table.add("entries written meanwhile", Double(try await writer.value) / seconds, "/s")
    }

    /// Goes through all of it, twice.
    private func walk(_ reader: AuditReader, _ newest: Int64, _ table: inout LogTable) async throws {
        let began = ContinuousClock.now
        let verification = try await reader.verify(isRead: { _ in false })
        guard verification.isSound else { fail("the log is not sound") }
        table.add("`verify`", rate(Int(verification.entries), since: began), "/s", atLeast: 400_000)
        let exported = ContinuousClock.now
        var (query, count) = (AuditExportQuery(), 0)
        while true {
            let chunk = try await reader.export(query)
            count += chunk.count
            guard let next = chunk.next, count < 2_000_000 else { break }
            query.after = next
        }
        table.add("`export`", rate(count, since: exported), "/s", atLeast: 100_000)
    }

    private func rate(_ count: Int, since began: ContinuousClock.Instant) -> Double {
        Double(count) / ((ContinuousClock.now - began) / .seconds(1))
    }

    private var bytes: Double {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: database)) ?? []
        return names.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(database)/\(name)")
            return sum + ((attributes?[.size] as? NSNumber)?.doubleValue ?? 0)
        }
    }
}

/// Writes an intent and an outcome at a time, so many entries a second.
private struct SteadyWriter {
    let log: SQLiteAuditLog
    let perSecond: Int

    /// Returns how many were written when it is cancelled.
    func run() async throws -> Int {
        let time = TimeSource.system
        var written = 0
        let began = ContinuousClock.now
        while !Task.isCancelled {
            let due = Int((ContinuousClock.now - began) / .seconds(1) * Double(perSecond)) - written
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<max(0, due / 2) {
                    let record = MadeLog.record(number, id: time.makeActionID())
                    group.addTask {
                        _ = try await log.begin(record)
                        _ = try await log.finish(record, MadeLog.outcome(number))
                    }
                }
                try await group.waitForAll()
            }
            written += max(0, due / 2) * 2
            try? await Task.sleep(for: .milliseconds(5))
        }
        return written
    }
}

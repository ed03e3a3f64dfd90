import ArgumentParser
import AuditStore
import Foundation
import SwitchboardCore
import Synchronization

/// Durable rows in the audit log: intents and outcomes in turn, of a thousand people whom the log knows; each row counts as
/// an operation, and its latency is the time until its caller knows it durable.
struct AuditBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "audit")

    @Option var database: String
    @Option var operations = 20_000
    @Option var callers = 64

    func run() async throws {
        let time = TimeSource.system
        let key = try MasterKey(base64: Secret(Data(repeating: 7, count: 32).base64EncodedString()))
        let log = try SQLiteAuditLog(directory: database, masterKey: key, time: time)
        _ = try await log.subjects(of: (0..<1000).map(person), at: "intercom")
        // Made before, since neither an action's id nor its record is the log's work.
        let warmUp = (0..<callers).map { record($0, id: time.makeActionID()) }
        let records = (0..<operations / 2).map { record($0, id: time.makeActionID()) }
        _ = await append(warmUp, to: log)
        let measurement = Measurement()
        let latencies = await append(records, to: log)
        measurement.report(operations, latencies: latencies)
        await log.shutdown()
    }

    /// Writes an intent and an outcome for every two rows; returns how long each row took, in microseconds.
    private func append(_ records: [AuditRecord], to log: SQLiteAuditLog) async -> [UInt32] {
        let latencies = Latencies()
        _ = await drive(records.count, tasks: callers) { number in
            do {
                var record = records[number]
                let began = ContinuousClock.now
                record.subjects = try await log.begin(record)
                let begun = ContinuousClock.now
                _ = try await log.finish(record, outcome)
                latencies.add([begun - began, ContinuousClock.now - begun])
            } catch {
                fail("\(error)")
            }
        }
        return latencies.all
    }
}

/// How long rows took, from whichever thread.
private final class Latencies: Sendable {
    private let microseconds = Mutex<[UInt32]>([])

    func add(_ durations: [Duration]) {
        microseconds.withLock { $0 += durations.map { UInt32($0 / .microseconds(1)) } }
    }

    var all: [UInt32] { microseconds.withLock { $0 } }
}

@Sendable private func person(_ number: Int) -> Person { Person(contactID: "contact-\(number % 1000)") }

private func record(_ number: Int, id: ActionID) -> AuditRecord {
    AuditRecord(
        id: id,
        action: "contact.note",
        isRead: false,
        actor: "benchmark",
        provider: "intercom",
        people: [person(number)],
        fields: ["body": 1024]
    )
}

private let outcome = AuditOutcome(
    verdict: .success,
    provider: "intercom",
    status: 200,
    attempts: [
        Attempt(
            provider: "intercom",
            exchange: "POST /contacts/{id}/notes",
            number: 1,
            startedAfter: .microseconds(35),
            waited: .zero,
            duration: .milliseconds(40),
            status: 200
        )
    ],
    route: RouteDecision(rule: "built-in", candidates: [.init(provider: "intercom", verdict: "chosen")]),
    duration: .milliseconds(41),
    reference: "17495962"
)

import ArgumentParser
import AuditStore
import Foundation
import SwitchboardCore

/// Durable rows in the audit log: intents and outcomes in turn; each row counts as an operation.
struct AuditBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "audit")

    @Option var database: String
    @Option var operations = 20_000
    @Option var callers = 64

    func run() async throws {
        let time = TimeSource.system
        let key = try MasterKey(base64: Secret(Data(repeating: 7, count: 32).base64EncodedString()))
        let log = try SQLiteAuditLog(directory: database, masterKey: key, time: time)
        let append = { @Sendable (number: Int) async in
            do {
                let record = record(number, id: time.makeActionID())
                _ = try await log.begin(record)
                _ = try await log.finish(record, outcome)
            } catch {
                fail("\(error)")
            }
        }
        _ = await drive(callers, tasks: callers, append)
        let measurement = Measurement()
        _ = await drive(operations / 2, tasks: callers, append)
        measurement.report(operations)
        await log.shutdown()
    }
}

private func record(_ number: Int, id: ActionID) -> AuditRecord {
    AuditRecord(
        id: id,
        action: "contact.note",
        isRead: false,
        actor: "benchmark",
        provider: "intercom",
        people: [Person(contactID: "contact-\(number % 1000)")],
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

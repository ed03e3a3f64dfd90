import AuditStore
import SwitchboardCore

/// Callers who perform one action after the other, and tell of each intent and outcome when the log has told them that it
/// is durable: `opened`, `intent ID`, `outcome ID`, `failed ...`, `closing`, `closed`.
struct Callers {
    private let orders: Orders
    private let time: TimeSource

    init(_ orders: Orders) {
        self.orders = orders
        time = orders.time()
    }

    /// Writes until every action is performed or standard input ends, and closes the log.
    func run() async throws {
        tell("opening")
        let log = try SQLiteAuditLog(directory: orders.folder, masterKey: try orders.masterKey(), time: time)
        tell("opened")
        await withTaskGroup(of: Void.self) { group in
            for caller in 0..<orders.callers { group.addTask { await perform(caller, log) } }
        }
        tell("performed")
        waitForEndOfInput()
        tell("closing")
        await log.shutdown()
        tell("closed")
    }

    private func perform(_ caller: Int, _ log: SQLiteAuditLog) async {
        var number = 0
        while number < orders.actions, !inputHasEnded() {
            let record = record(caller, number)
            do throws(Failure) {
                _ = try await log.begin(record)
                tell("intent \(record.id)")
                _ = try await log.finish(record, outcome)
                tell("outcome \(record.id)")
            } catch {
                tell("failed \(error.kind) \(error.message)")
            }
            number += 1
        }
    }

    /// Every fifth action is about somebody whom the log does not know yet.
    private func record(_ caller: Int, _ number: Int) -> AuditRecord {
        let id = time.makeActionID()
        return AuditRecord(
            id: id,
            action: "contact.tag",
            isRead: false,
            actor: "caller-\(caller)",
            correlationID: number.isMultiple(of: 3) ? "campaign-\(caller)" : nil,
            provider: "intercom",
            people: [Person(email: number.isMultiple(of: 5) ? "\(id)@example.com" : "ann@example.com")],
            fields: ["tag": "vip"]
        )
    }

    private var outcome: AuditOutcome {
        AuditOutcome(
            verdict: .success,
            provider: "intercom",
            attempts: [],
            route: RouteDecision(rule: "contact.*", candidates: []),
            duration: .milliseconds(4),
            reference: "tag-7"
        )
    }
}

import SwitchboardCore

/// An audit log in memory that keeps a log's promises: what it has taken it holds, and what it refuses it has not.
///
/// The scenario makes it slow, or has it take nothing for a while. A queued row is written whatever becomes of the task;
/// only an intent that waits for a place may be given up.
struct SimulatedAuditLog: AuditLog {
    let stage: Stage

    func begin(_ record: AuditRecord) async throws(Failure) -> [Int64] {
        stage.checkPresence("the log")
        let call = stage.referee.asked(.intent, record)
        if let slow = trouble, !slow.isBroken {
            do { try await stage.time.sleep(until: slow.to) } catch { throw .cancelledBeforeSending }
        }
        do throws(Failure) {
            try await write()
        } catch {
            stage.referee.refusedIntent(call)
            throw error
        }
        stage.referee.took(.intent, call)
        return [Int64(call)]
    }

    func finish(_ record: AuditRecord, _ outcome: AuditOutcome) async throws(Failure) -> [Int64] {
        stage.checkPresence("the log")
        let call = stage.referee.asked(.outcome(outcome), record)
        try await writeThrough()
        stage.referee.took(.outcome(outcome), call)
        return record.subjects
    }

    func record(_ items: [AuditItem], of record: AuditRecord, at provider: String?) async throws(Failure) {
        stage.checkPresence("the log")
        let call = stage.referee.asked(.items(items), record)
        try await writeThrough()
        stage.referee.took(.items(items), call)
    }

    func record(_ event: AuditEvent) async throws(Failure) {}

    func recordGap(_ reason: String, action: ActionID?) {
        stage.referee.tookGap()
    }

    func shutdown() async {
        stage.referee.logShutDown()
    }

    private var trouble: Scenario.LogTrouble? {
        let now = stage.time.elapsed
        return stage.scenario.logTroubles.first { $0.from <= now && now < $0.to }
    }

    private func writeThrough() async throws(Failure) {
        if let slow = trouble, !slow.isBroken { await stage.time.sleepThrough(until: slow.to) }
        try await write()
    }

    private func write() async throws(Failure) {
        let latency = stage.scenario.logLatency
        if latency > .zero { await stage.time.sleepThrough(until: stage.time.elapsed + latency) }
        if let trouble, trouble.isBroken {
            throw Failure(.auditUnavailable, effect: .none, "the audit log cannot be written")
        }
    }
}

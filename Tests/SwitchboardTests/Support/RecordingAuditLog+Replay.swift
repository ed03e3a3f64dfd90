import Switchboard
import SwitchboardCore
import SwitchboardTesting

extension RecordingAuditLog {
    /// The actions so far, oldest first, as they would be read from a log.
    ///
    /// People have the numbers that the log gave them when they were routed.
    func actions() async throws -> [AuditedAction] {
        var actions: [AuditedAction] = []
        let intents = Dictionary(intents.map { ($0.id, $0) }) { first, _ in first }
        for (record, outcome) in zip(finished, outcomes) {
            let intent = intents[record.id]
            let fields = record.isRead ? record.fields : intent?.fields
            actions.append(
                AuditedAction(
                    id: record.id,
                    name: record.action,
                    at: Timestamp(secondsSince1970: Int64(actions.count)),
                    tenant: record.tenant,
                    fields: fields,
                    subjects: try await subjects(of: record.people, at: nil),
                    route: outcome.route,
                    provider: intent?.provider ?? outcome.provider
                )
            )
        }
        return actions
    }
}

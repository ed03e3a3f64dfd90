import SwitchboardCore

/// Everything that the played account holds, as a plain value: each operation changes it and answers.
struct SendGridState: Sendable {
    /// The clock of the answers' times, and the source of ids.
    let time: TimeSource

    /// The mails in the order in which they were accepted.
    var mails: [SendGridMail] = []

    /// The ids that were given out for batches.
    var batches: Set<String> = []

    /// What is ordered for batches (`cancel` or `pause`), in the order in which it was.
    var scheduledSends: [(batchID: String, status: String)] = []

    /// Addresses that get no mail, by the reason.
    var suppressions: [SendGridSuppression.Kind: [SendGridSuppression]] = [:]

    /// The unsubscribe groups in the order in which they were created.
    var groups: [SendGridGroup] = []

    /// What was counted, for the statistics.
    var counts: [SendGridCount] = []

    /// The marketing contacts in the order in which they were created.
    var contacts: [SendGridContact] = []

    /// The jobs that have changed contacts, by their ids.
    var jobs: [String: JSONValue] = [:]

    private var lastID: Int64 = 100

    /// Creates an empty account.
    init(time: TimeSource) {
        self.time = time
    }

    /// The present in SendGrid's unit: seconds since 1970.
    var now: Int64 { time.wallClock().secondsSince1970 }

    /// Makes an id of the kind that groups have.
    mutating func makeID() -> Int64 {
        lastID += 1
        return lastID
    }

    /// Everything, for `GET /_state`.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "mails": .array(mails.map { mail in mail.json(batchStatus: mail.batchID.flatMap(status)) }),
            "batches": .array(batches.sorted().map(JSONValue.string)),
            "scheduled_sends": listScheduledSends(),
            "groups": .array(groups.map(\.heldJSON)),
            "contacts": .array(contacts.map(\.json)),
        ]
        for kind in SendGridSuppression.Kind.allCases {
            members[kind.rawValue] = .array((suppressions[kind] ?? []).map(\.json))
        }
        return .object(members)
    }
}

extension SendGridState {
    /// Performs an operation and answers it.
    mutating func perform(_ operation: SendGridOperation, _ call: SendGridCall) throws(SendGridError) -> SandboxResponse
    {
        switch operation {
        case .sendMail: return try sendMail(call)
        case .createBatch: return SandboxResponse(status: 201, json: createBatch())
        case .showBatch: return SandboxResponse(json: try showBatch(call))
        case .createScheduledSend: return SandboxResponse(status: 201, json: try createScheduledSend(call))
        case .listScheduledSends: return SandboxResponse(json: listScheduledSends())
        case .showScheduledSend: return SandboxResponse(json: showScheduledSend(call))
        case .updateScheduledSend: return try updateScheduledSend(call)
        case .deleteScheduledSend: return try deleteScheduledSend(call)
        case .listSuppressions: return SandboxResponse(json: try listSuppressions(call))
        case .deleteSuppressions: return try deleteSuppressions(call)
        case .showSuppression: return SandboxResponse(json: try showSuppression(call))
        case .deleteSuppression: return try deleteSuppression(call)
        case .addGlobalSuppressions: return SandboxResponse(status: 201, json: try addGlobalSuppressions(call))
        case .showGlobalSuppression: return SandboxResponse(json: showGlobalSuppression(call))
        case .deleteGlobalSuppression: return deleteGlobalSuppression(call)
        case .createGroup: return SandboxResponse(status: 201, json: try createGroup(call))
        case .listGroups: return SandboxResponse(json: try listGroups(call))
        case .showGroup: return SandboxResponse(json: try showGroup(call))
        case .updateGroup: return SandboxResponse(status: 201, json: try updateGroup(call))
        case .deleteGroup: return try deleteGroup(call)
        case .addGroupSuppressions: return SandboxResponse(status: 201, json: try addGroupSuppressions(call))
        case .listGroupSuppressions: return SandboxResponse(json: try listGroupSuppressions(call))
        case .searchGroupSuppressions: return SandboxResponse(json: try searchGroupSuppressions(call))
        case .deleteGroupSuppression: return try deleteGroupSuppression(call)
        case .showGroupsOfAddress: return SandboxResponse(json: showGroupsOfAddress(call))
        case .showStats: return SandboxResponse(json: try showStats(call))
        case .upsertContacts: return SandboxResponse(status: 202, json: try upsertContacts(call))
        case .deleteContacts: return SandboxResponse(status: 202, json: try deleteContacts(call))
        case .showContactJob: return SandboxResponse(json: try showContactJob(call))
        case .findContactsByEmail: return SandboxResponse(json: try findContactsByEmail(call))
        case .findContacts: return SandboxResponse(json: try findContacts(call))
        case .listScopes: return SandboxResponse(json: Self.scopes)
        }
    }

    private static let scopes: JSONValue = [
        "scopes": [
            "mail.send", "mail.batch.create", "mail.batch.read", "user.scheduled_sends.create",
            "user.scheduled_sends.read", "user.scheduled_sends.update", "user.scheduled_sends.delete",
            "suppression.read", "suppression.delete", "asm.groups.create", "asm.groups.read", "asm.groups.update",
            "asm.groups.delete", "stats.read", "marketing.read", "marketing.write",
        ]
    ]
}

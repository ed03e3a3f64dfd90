import SwitchboardCore

/// What the log lacks, kept in memory until it can be written as a `gap` entry.
struct Gap: Sendable {
    /// How many ids of actions a `gap` entry names; more are only counted.
    static let namedActions = 100

    /// How often something was lost, by reason.
    private(set) var reasons: [String: Int64] = [:]

    /// The actions whose entries are missing, as far as they are named.
    private(set) var actions: [ActionID] = []

    /// When the first was lost.
    private(set) var since: Timestamp

    /// Begins with the loss of one entry.
    init(_ reason: String, of action: ActionID?, at: Timestamp) {
        since = at
        reasons[reason] = 1
        if let action { actions.append(action) }
    }

    /// How many entries are missing.
    var count: Int64 { reasons.values.reduce(0, +) }

    /// Adds what another gap holds.
    mutating func merge(_ other: Gap) {
        since = min(since, other.since)
        reasons.merge(other.reasons, uniquingKeysWith: +)
        actions = Array((actions + other.actions).prefix(Self.namedActions))
    }

    /// The entry that tells of it.
    func draft(id: ActionID, at: Timestamp) -> EntryDraft {
        var json = JSONText()
        json.object {
            $0.member("missing", count)
            $0.member("since", since.description)
            $0.name("reasons")
            $0.value(.object(reasons.mapValues { .integer($0) }))
            $0.name("actions")
            $0.value(.array(actions.map { .string($0.description) }))
        }
        return EntryDraft(.gap, "audit.gap", id: id, actor: "switchboard", at: at, detail: json.text)
    }
}

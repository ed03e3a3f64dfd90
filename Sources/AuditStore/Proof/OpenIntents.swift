import SwitchboardCore

/// The intents that a walk through the log has seen and whose outcome is still to come, and the outcomes that had none.
struct OpenIntents {
    /// An outcome without an intent.
    struct Orphan {
        var id: ActionID?
        var seq: Int64
        var file: String
    }

    /// How many outcomes without an intent are kept; enough to see that something is wrong.
    private static let keptOrphans = 1000

    private var ids: Set<ActionID> = []
    private var found: [Orphan] = []
    private var excused: Set<ActionID> = []

    /// Entries that a gap tells of without naming them.
    private var unnamed: Int64 = 0

    /// The outcomes whose missing intent no gap tells of.
    var orphans: [Orphan] {
        let left = found.filter { orphan in !(orphan.id.map(excused.contains) ?? false) }
        return Array(left.dropFirst(Int(clamping: unnamed)))
    }

    mutating func open(_ id: ActionID?) {
        if let id { ids.insert(id) }
    }

    /// Takes an outcome; returns whether its intent was seen.
    mutating func close(_ id: ActionID?) -> Bool { id.map { ids.remove($0) != nil } ?? false }

    /// Takes an outcome that should have had an intent.
    mutating func add(_ orphan: Orphan) {
        if found.count < Self.keptOrphans { found.append(orphan) }
    }

    /// Takes what a gap says: the intents of these actions could not be written.
    mutating func excuse(_ detail: String?) {
        guard let detail, let said = try? JSONValue(parsing: detail.utf8) else { return }
        let named = (said["actions"]?.array ?? []).compactMap { $0.string.flatMap(ActionID.init) }
        excused.formUnion(named)
        unnamed += max(0, (said["missing"]?.integer ?? 0) - Int64(named.count))
    }
}

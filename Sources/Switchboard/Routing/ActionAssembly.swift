package import AuditStore
import SwitchboardCore

/// Puts the log's entries together to the actions that they tell of, one by one and newest first.
///
/// It keeps only the actions whose outcome has been met and whose intent has not: those that ran side by side.
package struct ActionAssembly {
    private struct Draft {
        var action: AuditedAction
        /// No intent of it stands before this moment.
        var earliestIntent: Timestamp
    }

    private let catalog: ActionCatalog
    private var rest: Int
    private var drafts: [ActionID: Draft] = [:]

    /// Creates an assembly.
    ///
    /// - Parameters:
    ///   - last: How many actions to put together at most.
    ///   - catalog: Says which actions only read, and so have no intent.
    package init(last: Int, catalog: ActionCatalog) {
        rest = last
        self.catalog = catalog
    }

    /// Whether nothing that is older can add anything.
    package var isComplete: Bool { rest == 0 && drafts.isEmpty }

    /// Takes the next older entries.
    ///
    /// - Returns: The actions that are complete by now.
    package mutating func take(_ entries: [AuditEntry]) -> [AuditedAction] {
        var complete = entries.compactMap { entry in take(entry) }
        if let oldest = entries.last { complete += takeOut { $0.earliestIntent > oldest.at } }
        return complete
    }

    /// What is left when there are no more entries: actions without an intent.
    package mutating func finish() -> [AuditedAction] { takeOut { _ in true } }

    private mutating func take(_ entry: AuditEntry) -> AuditedAction? {
        switch entry.kind {
        case EntryKind.outcome.rawValue: return takeOutcome(entry)
        case EntryKind.intent.rawValue: return takeIntent(entry)
        case EntryKind.item.rawValue:
            guard let fields = entry.detail["fields"] else { return nil }
            drafts[entry.auditID]?.action.items.count += 1
            drafts[entry.auditID]?.action.items.given.formUnion(fields.givenFields)
            return nil
        default: return nil
        }
    }

    private mutating func takeOutcome(_ entry: AuditEntry) -> AuditedAction? {
        guard rest > 0, drafts[entry.auditID] == nil else { return nil }
        rest -= 1
        var action = AuditedAction(entry)
        action.route = entry.detail["route"]?.routeDecision
        let isRead = (try? catalog.action(named: entry.action))?.isRead ?? (entry.detail["fields"] != nil)
        if isRead, action.fields == nil { action.fields = [:] }
        guard !isRead else { return action }
        // The clock of the wall may have been set meanwhile.
        let earliest = entry.at.advanced(by: .zero - (entry.duration ?? .zero) - .seconds(60))
        drafts[entry.auditID] = Draft(action: action, earliestIntent: earliest)
        return nil
    }

    private mutating func takeIntent(_ entry: AuditEntry) -> AuditedAction? {
        var intent = AuditedAction(entry)
        intent.fields = intent.fields ?? [:]
        guard let draft = drafts.removeValue(forKey: entry.auditID)?.action else {
            // One that is open still. Where enough have been met, its outcome was not taken.
            guard rest > 0 else { return nil }
            rest -= 1
            return intent
        }
        intent.at = draft.at
        intent.route = draft.route
        intent.items = draft.items
        // Whoever was asked last stands in the outcome; the intent has who was asked first.
        intent.provider = intent.provider ?? draft.provider
        return intent
    }

    private mutating func takeOut(where isDone: (Draft) -> Bool) -> [AuditedAction] {
        let done = drafts.filter { isDone($0.value) }
        for id in done.keys { drafts[id] = nil }
        return done.values.map(\.action).sorted { $0.at > $1.at }
    }
}

extension AuditedAction {
    fileprivate init(_ entry: AuditEntry) {
        self.init(
            id: entry.auditID,
            name: entry.action,
            at: entry.at,
            tenant: entry.tenant,
            fields: entry.detail["fields"],
            subjects: entry.subjects,
            provider: entry.provider
        )
    }
}

extension JSONValue {
    /// The value as a decision, where it is one.
    var routeDecision: RouteDecision? {
        try? JSONDocument(serialized(), isTolerant: true).decode(RouteDecision.self)
    }
}

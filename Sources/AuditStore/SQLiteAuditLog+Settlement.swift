public import SwitchboardCore

extension SQLiteAuditLog {
    /// The name of the entry by which an operator settles an action.
    public static let settlementAction = "audit.resolve"

    /// Settles an action, or an item of a batch, whose outcome is unknown or was never recorded, with an entry of its own;
    /// nothing that was written before is changed.
    ///
    /// It is looked up first, which takes a search by its id in each month's file.
    ///
    /// - Returns: Whether an entry was written: none is where the outcome is known, or the same was said before.
    /// - Throws: ``Failure/Kind/notFound`` for an action that the log does not hold; ``Failure/Kind/invalidInput`` for a note
    ///   that names somebody by an address; ``Failure/Kind/auditUnavailable``.
    @discardableResult
    public func settle(_ settlement: Settlement) async throws(Failure) -> Bool {
        try settlement.checkNote()
        let trail = try await reader.show(settlement.actionID)
        guard let entry = trail.intent ?? trail.outcome, trail.isOpen(settlement.item) else { return false }
        guard trail.lastSettlement(of: settlement.item) != settlement.verdict.rawValue else { return false }
        _ = try await submit(draft(settlement, entry))
        return true
    }

    private func draft(_ settlement: Settlement, _ entry: AuditEntry) -> EntryDraft {
        let isOperator = if case .operator = settlement.source { true } else { false }
        var draft = EntryDraft(
            isOperator ? .operator : .webhook,
            isOperator ? Self.settlementAction : entry.action,
            id: settlement.actionID,
            actor: settlement.actor,
            at: time.wallClock(),
            detail: settlement.detail
        )
        if case .webhook(let instance, _, _) = settlement.source { draft.row.provider = instance }
        draft.row.correlationID = entry.correlationID
        draft.row.tenant = entry.tenant
        draft.subjects = entry.subjects
        draft.pending = settlement.item == nil ? .closes : .none
        return draft
    }
}

extension AuditTrail {
    /// Whether nobody knows what became of the action, or of the item of a batch.
    fileprivate func isOpen(_ item: Int?) -> Bool {
        guard let item else { return outcome.map { $0.outcome == AuditOutcome.Verdict.unknown.rawValue } ?? true }
        if let entry = items.first(where: { $0.detail["index"]?.integer == Int64(item) }) {
            return entry.outcome == AuditOutcome.Verdict.unknown.rawValue
        }
        return isOpen(nil)
    }

    /// What was said last.
    fileprivate func lastSettlement(of item: Int?) -> String? {
        others.last { $0.detail["settled"] != nil && $0.detail["item"]?.integer == item.map(Int64.init) }?
            .detail["settled"]?
            .string
    }
}

extension Settlement {
    fileprivate var actor: String {
        switch source {
        case .operator(let actor, _): actor
        case .webhook: "switchboard"
        }
    }

    fileprivate var detail: String {
        var json = JSONText()
        json.object {
            $0.member("settled", verdict.rawValue)
            $0.member("item", item.map(Int64.init))
            switch source {
            case .operator(_, let note): $0.member("note", note)
            case .webhook(_, let event, let eventID):
                $0.member("event", event)
                $0.member("event_id", eventID)
            }
        }
        return json.text
    }

    /// A month's file must hold no address, whoever wrote it there.
    fileprivate func checkNote() throws(Failure) {
        guard case .operator(_, let note) = source else { return }
        if note.utf8.count > 1000 { throw .invalidInput("note", "has more than 1,000 bytes; be brief") }
        if note.contains("@") {
            throw .invalidInput("note", "names an address; the log keeps none, so say it in other words")
        }
    }
}

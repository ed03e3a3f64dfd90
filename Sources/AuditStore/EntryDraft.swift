import SwitchboardCore

/// An entry on its way to the writer: complete but for `seq`, the final `at`, its subjects and its hash.
///
/// It is made on the caller's side, so that encoding and hashing of ids cost the writer's thread nothing.
struct EntryDraft: Sendable {
    /// What an entry does to the table of open actions.
    enum PendingChange: Sendable {
        /// Nothing.
        case none
        /// An intent: the action is open until its outcome comes.
        case opens
        /// An outcome.
        case closes
    }

    /// The values of the row.
    var row: EntryRow

    /// The ids of the people concerned, a list for each person.
    var people: [[KeyedID]] = []

    /// The numbers of people that are known already, ascending.
    var subjects: [Int64] = []

    /// What it does to the table of open actions.
    var pending = PendingChange.none

    /// Whether it is no entry at all, and only asks for the numbers of its people.
    var isQuestion = false

    /// Makes an entry without people.
    ///
    /// - Parameters:
    ///   - kind: What it is about.
    ///   - action: What was done, in the form of an action's name.
    ///   - id: The action's id.
    ///   - actor: Who did it.
    ///   - at: The moment.
    ///   - detail: What else is to be kept: a JSON object.
    init(_ kind: EntryKind, _ action: String, id: ActionID, actor: String, at: Timestamp, detail: String) {
        row = EntryRow(
            at: at.microsecondsSince1970,
            actionID: id.bytes,
            kind: kind.rawValue,
            action: action,
            actor: actor,
            detail: detail
        )
    }
}

extension EntryDraft {
    /// A question for the numbers of people.
    static func question(_ people: [Person], at provider: String?, key: MasterKey) -> EntryDraft {
        var draft = EntryDraft(
            .operator,
            "",
            id: ActionID(high: 0, low: 0),
            actor: "",
            at: .init(microsecondsSince1970: 0),
            detail: ""
        )
        draft.people = people.map { KeyedID.all(of: $0, at: provider, key: key) }
        draft.isQuestion = true
        return draft
    }

    /// The intent of a write action.
    static func intent(_ record: AuditRecord, at: Timestamp, key: MasterKey) -> EntryDraft {
        var draft = EntryDraft(.intent, record, at: at, detail: .intent(record))
        draft.people = record.people.map { KeyedID.all(of: $0, at: record.provider, key: key) }
        draft.row.provider = record.provider
        draft.pending = .opens
        return draft
    }

    /// How an action ended.
    ///
    /// The first person of whom the provider told is the first of the record, known by another id.
    static func outcome(_ record: AuditRecord, _ outcome: AuditOutcome, at: Timestamp, key: MasterKey) -> EntryDraft {
        var draft = EntryDraft(.outcome, record, at: at, detail: .outcome(record, outcome))
        // Mostly the provider tells of nobody but whom it was asked about, and the intent has made them known.
        let isNews =
            !outcome.people.isEmpty && (outcome.people != record.people || outcome.provider != record.provider)
        if record.subjects.isEmpty || isNews {
            draft.people = people(of: record, toldBy: isNews ? outcome : nil, key: key)
        } else {
            draft.subjects = record.subjects
        }
        draft.pending = record.isRead ? .none : .closes
        draft.row.fill(record, outcome)
        return draft
    }

    /// What became of one item of a batch.
    static func item(
        _ item: AuditItem,
        of record: AuditRecord,
        at: Timestamp,
        provider: String?,
        key: MasterKey
    ) -> EntryDraft {
        var draft = EntryDraft(.item, record, at: at, detail: .item(item))
        draft.people = item.people.map { KeyedID.all(of: $0, at: record.provider, key: key) }
        draft.row.provider = provider
        draft.row.outcome = item.verdict.rawValue
        draft.row.errorKind = item.verdict == .success ? nil : item.errorKind?.rawValue
        draft.row.httpStatus = item.status.map(Int64.init)
        draft.row.providerReference = item.reference.flatMap { $0.nameOfNobody(in: item.people) }
        return draft
    }

    /// The ids of a record's people, and of those of whom the provider told.
    private static func people(of record: AuditRecord, toldBy outcome: AuditOutcome?, key: MasterKey) -> [[KeyedID]] {
        var people = record.people.map { KeyedID.all(of: $0, at: record.provider, key: key) }
        var told = (outcome?.people ?? []).map { KeyedID.all(of: $0, at: outcome?.provider, key: key) }
        if !people.isEmpty, !told.isEmpty {
            let first = told.removeFirst()
            people[0] += first.filter { !people[0].contains($0) }
        }
        return people + told
    }

    /// The entry as SQLite can store it: text ends at a zero byte there, and the hash must cover what is stored.
    consuming func storable() -> EntryDraft {
        row.action.replaceZeros()
        row.actor.replaceZeros()
        row.provider?.replaceZeros()
        row.tenant?.replaceZeros()
        row.providerReference?.replaceZeros()
        row.correlationID?.replaceZeros()
        return self
    }

    private init(_ kind: EntryKind, _ record: AuditRecord, at: Timestamp, detail: String) {
        self.init(kind, record.action, id: record.id, actor: record.actor, at: at, detail: detail)
        // Who ties actions together by an address must not thereby write it down.
        row.tenant = record.tenant?.hiding(record.people)
        row.correlationID = record.correlationID?.hiding(record.people)
    }
}

extension AuditRecord {
    /// The record with its people's ids out of its texts and the people out of it, so that no item looks for them again.
    var hidingItsPeople: AuditRecord {
        var record = self
        record.tenant = tenant?.hiding(people)
        record.correlationID = correlationID?.hiding(people)
        record.people = []
        return record
    }

    /// Its people and those of whom the provider told.
    func people(and outcome: AuditOutcome) -> [Person] {
        outcome.people.isEmpty ? people : people + outcome.people
    }
}

extension EntryRow {
    fileprivate mutating func fill(_ record: AuditRecord, _ outcome: AuditOutcome) {
        provider = outcome.provider
        self.outcome = outcome.verdict.rawValue
        // Readers find errors through the index of what did not succeed.
        errorKind = outcome.verdict == .success ? nil : outcome.errorKind?.rawValue
        httpStatus = outcome.status.map(Int64.init)
        attempts = Int64(outcome.attempts.count)
        durationMicroseconds = outcome.duration.microseconds
        // What was made may be the person: that id belongs into keys.sqlite alone.
        providerReference = outcome.reference.flatMap { $0.nameOfNobody(in: record.people(and: outcome)) }
    }
}

extension String {
    /// The text as it may stand in a month's file; `nil` where it is one of the people's ids.
    fileprivate func nameOfNobody(in people: [Person]) -> String? {
        let isSomebody = people.contains { $0.email == self || $0.userID == self || $0.contactID == self }
        return isSomebody ? nil : hiding(people)
    }

    fileprivate mutating func replaceZeros() {
        if utf8.contains(0) { self = replacing("\0", with: "\u{FFFD}") }
    }
}

extension Person {
    /// Every id that is known.
    var ids: [String] { [email, userID, contactID].compactMap { $0 } }
}

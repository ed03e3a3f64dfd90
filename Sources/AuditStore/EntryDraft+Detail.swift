import Foundation
import SwitchboardCore

extension String {
    /// The detail of an intent: the fields that may be kept.
    static func intent(_ record: AuditRecord) -> String {
        var json = JSONText()
        json.object { $0.fields(record.fields) }
        return json.text
    }

    /// The detail of an item: where it stood, the fields that may be kept, our sentence.
    static func item(_ item: AuditItem) -> String {
        var json = JSONText()
        json.object {
            $0.member("index", Int64(item.index))
            $0.fields(item.fields)
            $0.member("message", item.message.map { $0.hiding(item.people) })
        }
        return json.text
    }

    /// The detail of an outcome: attempts, route and our sentence; the fields too where no intent holds them.
    static func outcome(_ record: AuditRecord, _ outcome: AuditOutcome) -> String {
        var json = JSONText()
        json.object {
            if record.isRead { $0.fields(record.fields) }
            $0.attempts(outcome.attempts)
            $0.route(outcome.route)
            $0.member("message", outcome.message.map { $0.hiding(record.people(and: outcome)) })
        }
        return json.text
    }

    /// The text with every id of the people replaced: a month's file must hold none, whoever wrote the sentence.
    ///
    /// Ids of fewer than four characters are left alone: they would shred ordinary words.
    func hiding(_ people: [Person]) -> String {
        var text = self
        var folded = FoldedText(self)
        for id in people.lazy.flatMap(\.ids) where id.utf8.count >= 4 && folded.mayHold(id) {
            text = text.replacingOccurrences(of: id, with: "[person]", options: .caseInsensitive)
            folded = FoldedText(text)
        }
        return text
    }
}

/// A text's bytes with ASCII's capitals as small letters: looking for many ids in it takes no time to speak of.
private struct FoldedText {
    private let text: String

    /// `nil` where the text is more than ASCII, whose capitals are a matter of tables.
    private lazy var bytes = Self.fold(text)

    init(_ text: String) {
        self.text = text
    }

    /// Whether an id may stand in it, capitals or not; where that cannot be known, it may.
    mutating func mayHold(_ id: String) -> Bool {
        // Mostly the text is a number, and every id is longer.
        if id.utf8.count > text.utf8.count, id.isASCII, text.isASCII { return false }
        guard let bytes, let id = Self.fold(id) else { return true }
        guard bytes.count >= id.count else { return false }
        return (0...(bytes.count - id.count)).contains { bytes[$0] == id[0] && bytes[$0...].starts(with: id) }
    }

    private static func fold(_ text: String) -> [UInt8]? {
        guard text.isASCII else { return nil }
        return text.utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    }
}

extension String {
    fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}

extension JSONText {
    fileprivate mutating func fields(_ kept: JSONValue) {
        guard let members = kept.object, !members.isEmpty else { return }
        name("fields")
        value(kept)
    }

    fileprivate mutating func attempts(_ attempts: [Attempt]) {
        guard !attempts.isEmpty else { return }
        // A batch may make thousands; the entry's own column has their number.
        let half = Self.attemptLimit / 2
        let shown = attempts.count > Self.attemptLimit ? attempts.prefix(half) + attempts.suffix(half) : attempts[...]
        name("attempts")
        array { for attempt in shown { $0.attempt(attempt) } }
    }

    /// How many attempts an entry tells of: the first half and the last half of these.
    private static let attemptLimit = 200

    /// Writes what ``Attempt``'s own coding reads.
    private mutating func attempt(_ attempt: Attempt) {
        object {
            $0.member("provider", attempt.provider)
            $0.member("exchange", attempt.exchange)
            $0.member("number", Int64(attempt.number))
            $0.member("after_us", attempt.startedAfter.microseconds)
            $0.member("waited_us", attempt.waited.microseconds)
            $0.member("duration_us", attempt.duration.microseconds)
            $0.member("status", attempt.status.map(Int64.init))
            $0.member("error_kind", attempt.errorKind?.rawValue)
            $0.member("effect", attempt.effect?.rawValue)
            $0.member("provider_code", attempt.providerCode)
        }
    }

    /// Writes what ``RouteDecision``'s own coding reads.
    fileprivate mutating func route(_ route: RouteDecision) {
        name("route")
        object {
            $0.member("rule", route.rule)
            $0.name("candidates")
            $0.array { json in
                for candidate in route.candidates {
                    json.object {
                        $0.member("provider", candidate.provider)
                        $0.member("verdict", candidate.verdict)
                        $0.lost(candidate.lost)
                    }
                }
            }
            $0.member("version", route.version)
            if route.isRedirected { $0.member("redirected", true) }
            if route.sendsToAll { $0.member("all", true) }
        }
    }

    private mutating func lost(_ fields: [String]) {
        guard !fields.isEmpty else { return }
        name("lost")
        array { json in for field in fields { json.value(.string(field)) } }
    }
}

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
            $0.member("message", outcome.message.map { $0.hiding(record.people + outcome.people) })
        }
        return json.text
    }

    /// The text with every id of the people replaced: a month's file must hold none, whoever wrote the sentence.
    ///
    /// Ids of fewer than four characters are left alone: they would shred ordinary words.
    func hiding(_ people: [Person]) -> String {
        people.flatMap(\.ids).filter { $0.utf8.count >= 4 }
            .reduce(self) { text, id in
                guard text.mayHold(id) else { return text }
                return text.replacingOccurrences(of: id, with: "[person]", options: .caseInsensitive)
            }
    }

    /// Whether looking for another text is worth it; a short plain text, as ids mostly are, cannot hold a longer one.
    private func mayHold(_ other: String) -> Bool {
        utf8.count >= other.utf8.count || !utf8.allSatisfy { $0 < 0x80 } || !other.utf8.allSatisfy { $0 < 0x80 }
    }
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

import AuditStore
import SwitchboardCore

/// A question that an index answers, asked for something else each time.
struct LogQuestion {
    /// What the table calls it.
    let title: String
    /// What its 99th percentile must stay below.
    var bound = Duration.milliseconds(10)
    /// Asks it; the number tells how often before.
    let ask: (AuditReader, Int) async throws -> Void

    /// Every question, about a log of so many entries.
    static func all(_ reader: AuditReader, newest: Int64) async throws -> [LogQuestion] {
        let now = TimeSource.system.wallClock()
        let oldest = try await reader.page(AuditQuery(limit: 1, cursor: "3")).entries.first?.at ?? now
        let length = now.microsecondsSince1970 - oldest.microsecondsSince1970
        let moment = { (number: Int) in
            Timestamp(microsecondsSince1970: oldest.microsecondsSince1970 + length / 212 * Int64(number * 97 % 211 + 1))
        }
        let ids = try await ids(reader, newest)
        // Behind those that were made stands what earlier runs have added.
        let place = { (number: Int) in Int(newest / 2) / 256 * (number * 89 % 211) }
        return [
            page("the newest 50") { _ in AuditQuery() },
            page("50 behind a cursor, anywhere") { AuditQuery(cursor: String(max(60, place($0) * 2))) },
            page("50 before a moment") { AuditQuery(until: moment($0)) },
            page("50 of a person") { AuditQuery(person: MadeLog.person(place($0)).email) },
            page("50 of a person, behind a cursor") {
                AuditQuery(person: MadeLog.person(place($0)).email, cursor: String(newest / 2))
            },
            page("50 of a campaign") { AuditQuery(correlationID: MadeLog.correlation(place($0))) },
            page("what made a provider's id") {
                AuditQuery(reference: MadeLog.reference(MadeLog.success(from: place($0))))
            },
            page("50 that failed at a provider") {
                AuditQuery(provider: $0.isMultiple(of: 2) ? "zendesk" : "sendgrid", outcome: .failure)
            },
            page("50 that failed, before a moment") { AuditQuery(until: moment($0), outcome: .failure) },
            LogQuestion(title: "one action: intent, outcome") { reader, number in
                _ = try await reader.show(ids[number % ids.count])
            },
            LogQuestion(title: "actions that are open") { reader, _ in _ = try await reader.openActions() },
            statistics("counts of a day by provider, action and outcome", moment, span: nil),
            statistics("counts of a day, each hour", moment, span: .hour),
        ]
    }

    private static func page(_ title: String, _ query: @escaping (Int) -> AuditQuery) -> LogQuestion {
        LogQuestion(title: title) { reader, number in
            let page = try await reader.page(query(number))
            guard !page.entries.isEmpty, !page.isPartial else { fail("\(title): nothing, or not all") }
        }
    }

    private static func statistics(
        _ title: String,
        _ moment: @escaping (Int) -> Timestamp,
        span: AuditStatisticsQuery.Span?
    ) -> LogQuestion {
        LogQuestion(title: title, bound: .milliseconds(50)) { reader, number in
            let since = moment(number)
            let until = Timestamp(microsecondsSince1970: since.microsecondsSince1970 + 86_400_000_000)
            _ = try await reader.statistics(AuditStatisticsQuery(since: since, until: until, per: span))
        }
    }

    /// The ids of actions all over the log.
    private static func ids(_ reader: AuditReader, _ newest: Int64) async throws -> [ActionID] {
        var ids: [ActionID] = []
        for part in Int64(1)...100 {
            let page = try await reader.page(AuditQuery(limit: 1, cursor: String(newest / 101 * part + 10)))
            ids += page.entries.map(\.auditID)
        }
        return ids
    }
}

import AuditStore
import Foundation
import SwitchboardCore
import Synchronization

/// A log as a busy platform would leave it: actions of eight kinds through four providers for 100,000 people, spread evenly
/// over the days before now in one month, a twentieth of them failed.
struct MadeLog {
    let directory: String
    let rows: Int
    let key: MasterKey

    /// Writes it through the log's own writer, with its clock set back.
    func write() async throws {
        let clock = MovedClock()
        let now = TimeSource.system.wallClock().microsecondsSince1970
        let (first, step) = span(until: now)
        let time = TimeSource(
            now: TimeSource.system.now,
            wallClock: { Timestamp(microsecondsSince1970: first + clock.microseconds) },
            sleep: TimeSource.system.sleep,
            random: TimeSource.system.random
        )
        // It need not survive the machine.
        let log = try SQLiteAuditLog(
            directory: directory,
            masterKey: key,
            time: time,
            options: .init(synchronous: .normal)
        )
        _ = await drive(rows / 2, tasks: 512) { number in
            do {
                clock.advance(by: step * 2)
                let record = Self.record(number, id: time.makeActionID())
                _ = try await log.begin(record)
                _ = try await log.finish(record, Self.outcome(number))
            } catch {
                fail("\(error)")
            }
        }
        await log.shutdown()
    }

    /// The first moment, and how far apart entries are: up to a day ago at most, and never into the month before.
    private func span(until now: Int64) -> (Int64, Int64) {
        let days = Calendar(identifier: .gregorian).component(.day, from: Date())
        let length = Int64(max(1, days - 1)) * 86_400_000_000
        return (now - length, max(1, length / Int64(rows)))
    }
}

extension MadeLog {
    private static let actions = [
        "email.send", "contact.note", "contact.tag", "event.track", "message.send", "ticket.create", "contact.update",
        "conversation.reply",
    ]
    private static let providers = [
        "sendgrid", "intercom", "intercom", "mixpanel", "intercom", "zendesk", "intercom", "intercom",
    ]

    /// How many people the log is about.
    static let people = 100_000

    /// One of the people, whose addresses follow their numbers.
    static func person(_ number: Int) -> Person { Person(email: "person-\(spread(number) % people)@example.com") }

    /// The intent of an action by its number.
    static func record(_ number: Int, id: ActionID) -> AuditRecord {
        AuditRecord(
            id: id,
            action: actions[number % actions.count],
            isRead: false,
            actor: "benchmark",
            correlationID: number % 10 == 0 ? correlation(number) : nil,
            provider: providers[number % providers.count],
            people: [person(number)],
            fields: ["body": .integer(Int64(200 + number % 1800))]
        )
    }

    /// What ties a thousand of the actions together that belong to campaigns.
    static func correlation(_ number: Int) -> String { "campaign-\(number / 10_000)" }

    /// The first action from this one on that succeeded.
    static func success(from number: Int) -> Int { isFailed(number) ? success(from: number + 1) : number }

    private static func isFailed(_ number: Int) -> Bool { spread(number) % 20 == 7 }

    /// The provider's id of what an action made.
    static func reference(_ number: Int) -> String { "ref-\(number)" }

    /// How an action ended.
    static func outcome(_ number: Int) -> AuditOutcome {
        let isFailed = isFailed(number)
        let provider = providers[number % providers.count]
        let duration = Duration.milliseconds(20 + spread(number) % 180)
        var outcome = AuditOutcome(
            verdict: isFailed ? .failure : .success,
            provider: provider,
            status: isFailed ? 422 : 200,
            attempts: [
                Attempt(
                    provider: provider,
                    exchange: "POST /contacts/{id}/notes",
                    number: 1,
                    startedAfter: .microseconds(35),
                    waited: .zero,
                    duration: duration,
                    status: isFailed ? 422 : 200
                )
            ],
            route: RouteDecision(rule: "built-in", candidates: [.init(provider: provider, verdict: "chosen")]),
            duration: duration,
            reference: isFailed ? nil : reference(number)
        )
        outcome.errorKind = isFailed ? .rejected : nil
        return outcome
    }

    /// Spreads numbers as chance would.
    private static func spread(_ number: Int) -> Int {
        var value = UInt64(truncatingIfNeeded: number) &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((value ^ value >> 31) >> 1)
    }
}

/// How far a clock has been moved on.
private final class MovedClock: Sendable {
    private let moved = Atomic<Int64>(0)

    var microseconds: Int64 { moved.load(ordering: .relaxed) }

    func advance(by microseconds: Int64) { moved.add(microseconds, ordering: .relaxed) }
}

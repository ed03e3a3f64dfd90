import Foundation
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

/// Calls that go on while routes change and a provider fails: nothing is lost, and nothing is sent twice.
///
/// What was sent is what the accounts themselves have counted. `SWITCHBOARD_SOAK=10` does ten times as much.
@Suite(.serialized) struct SwitchingUnderLoadTests {
    private static let scale = ProcessInfo.processInfo.environment["SWITCHBOARD_SOAK"].flatMap(Int.init) ?? 1
    private static let toFirst = "{ email.send: { first: [sendgrid] } }"
    private static let toSecond = "{ email.send: { first: [sendgrid_eu] } }"
    private static let firstBeforeSecond = "{ email.send: { first: [sendgrid, sendgrid_eu] } }"

    /// What callers were told, by subject.
    private final class Told: Sendable {
        let outcomes = Mutex<[String: Outcome<SendEmail.Receipt>]>([:])
        let isEnough = Mutex(false)

        func note(_ subject: String, _ outcome: Outcome<SendEmail.Receipt>) {
            outcomes.withLock { $0[subject] = outcome }
        }
    }

    @Test func movesBetweenAccountsWhileCallsGoOn() async throws {
        let reloads = 100 * Self.scale
        try await TwoAccounts.run(routes: Self.toFirst) { hub in
            let told = Told()
            try await withThrowingTaskGroup { group in
                for caller in 0..<64 {
                    group.addTask {
                        var number = 0
                        while !told.isEnough.withLock({ $0 }) {
                            let subject = "mail \(caller)-\(number)"
                            told.note(subject, await hub.send(subject))
                            number += 1
                        }
                    }
                }
                for round in 0..<reloads {
                    try hub.write(routes: round.isMultiple(of: 2) ? Self.toSecond : Self.toFirst)
                    _ = await hub.tools.reload()
                }
                told.isEnough.withLock { $0 = true }
                try await group.waitForAll()
            }
            let outcomes = told.outcomes.withLock(\.self)
            #expect(outcomes.values.filter { !$0.isSuccess }.isEmpty)
            let first = try await hub.mails(of: 0)
            let second = try await hub.mails(of: 1)
            #expect(first.values.allSatisfy { $0 == 1 } && second.values.allSatisfy { $0 == 1 }, "sent twice")
            #expect(Set(first.keys).isDisjoint(with: second.keys), "sent by both")
            #expect(first.keys.count + second.keys.count == outcomes.count)
            #expect(!first.isEmpty && !second.isEmpty)
            for (subject, outcome) in outcomes {
                #expect(outcome.provider == (first[subject] == 1 ? "sendgrid" : "sendgrid_eu"))
            }
            print(
                "\(reloads) reloads, \(outcomes.count) mails: \(first.count) and \(second.count), none lost, none twice"
            )
        }
    }

    /// A way in which the first account is out, and whether it leaves a mail's fate open.
    private struct Outage {
        var name: String
        var fault: JSONValue?
        var isUnknown = false
        /// How long a call may take; it only matters to somebody who never gets an answer.
        var patience = Duration.seconds(60)
    }

    private static let outages = [
        Outage(name: "sound"),
        Outage(name: "503", fault: ["status": 503, "headers": ["Retry-After": "30"]]),
        Outage(name: "reset", fault: ["drop": "rst"], isUnknown: true),
        Outage(name: "429", fault: ["status": 429, "headers": ["Retry-After": "30"]]),
        Outage(name: "sent and lost", fault: ["drop": true, "commit": true], isUnknown: true),
        Outage(name: "hangs", fault: ["delay_ms": 600_000], isUnknown: true, patience: .milliseconds(500)),
        Outage(name: "500", fault: ["status": 500], isUnknown: true),
        Outage(name: "sound again"),
    ]

    @Test func theSecondAccountNeverDoublesTheFirst() async throws {
        let calls = 125 * Self.scale
        try await TwoAccounts.run(routes: Self.firstBeforeSecond) { hub in
            let told = Told()
            for outage in Self.outages {
                try await hub.order(
                    outage.fault.map { fault in
                        var members = fault.object ?? [:]
                        members.merge(["provider": "sendgrid", "path": "/v3/mail/send", "times": 0]) { $1 }
                        return .object(members)
                    },
                    at: 0
                )
                await Self.send(calls, during: outage, over: hub, telling: told)
            }
            try await hub.order(nil, at: 0)
            try await Self.check(told.outcomes.withLock(\.self), hub)
        }
    }

    /// Sends in waves of 25; between two of them, so much time passes that the breaker tries the first account again.
    private static func send(_ calls: Int, during outage: Outage, over hub: TwoAccounts, telling told: Told) async {
        for wave in 0..<calls / 25 {
            await withTaskGroup { group in
                for number in 0..<25 {
                    group.addTask {
                        let subject = "\(outage.name) \(wave * 25 + number)"
                        told.note(subject, await hub.send(subject, options: CallOptions(timeout: outage.patience)))
                    }
                }
            }
            hub.time.advance(by: .seconds(61))
        }
    }

    private static func check(
        _ outcomes: [String: Outcome<SendEmail.Receipt>],
        _ hub: TwoAccounts
    ) async throws {
        let first = try await hub.mails(of: 0)
        let second = try await hub.mails(of: 1)
        var counts: [String: Int] = [:]
        for (subject, outcome) in outcomes {
            let copies = (first[subject] ?? 0, second[subject] ?? 0)
            switch outcome.failure?.effect {
            case nil:
                #expect(copies == (outcome.provider == "sendgrid" ? (1, 0) : (0, 1)), "\(subject)")
                counts[outcome.provider ?? "", default: 0] += 1
            case .unknown:
                #expect(copies.0 + copies.1 <= 1, "\(subject)")
                counts["unknown", default: 0] += 1
            default:
                #expect(copies == (0, 0), "\(subject)")
                counts["not sent", default: 0] += 1
            }
        }
        for outage in outages where !outage.isUnknown {
            let theirs = outcomes.filter { $0.key.hasPrefix("\(outage.name) ") && $0.value.failure != nil }
            #expect(theirs.isEmpty, "\(outage.name): \(theirs.count)")
        }
        #expect(["sendgrid", "sendgrid_eu", "unknown"].allSatisfy { counts[$0] ?? 0 > 0 }, "\(counts)")
        print("\(outcomes.count) mails: \(counts.sorted { $0.key < $1.key }), none lost, none twice")
    }
}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct BatchActionTests {
    private func relay(_ name: String, step: String = "once") -> Relay {
        Relay(step, text: name, person: Person(userID: name))
    }

    @Test func leavesAnIntentAnEntryForEachItemAndAnOutcome() async throws {
        let station = try Station([.respond(200, body: "x"), .loseAnswer])
        let outcome = await station.tools.perform(RelayAll(items: [relay("ann"), relay(""), relay("bob")]))
        let receipt = try outcome.get()
        #expect((receipt.succeeded, receipt.failed) == (1, 2))
        #expect((outcome.failure?.kind, outcome.failure?.effect) == (.partialFailure, .unknown))
        #expect(station.audit.intents.map(\.people.count) == [3])
        #expect(station.audit.intents[0].fields == ["relays": ["elements": 3]])
        #expect(station.audit.items.map(\.verdict) == [.success, .failure, .unknown])
        #expect(station.audit.items.map(\.index) == [0, 1, 2])
        #expect(station.audit.items[2].people == [Person(userID: "bob")])
        #expect(station.audit.items[2].fields == ["steps": ["once"], "text": ["bytes": 3]])
        #expect(station.audit.items[1].message == "relays[1].text: is empty; give it some text")
        let last = try #require(station.audit.outcomes.last)
        #expect((last.verdict, last.errorKind) == (.unknown, .partialFailure))
        guard case .outcome = station.audit.entries.last else { throw Failure.cancelledBeforeSending }
    }

    @Test func isASuccessWhereNoItemFailed() async throws {
        let station = try Station([.respond(200), .respond(200)])
        let outcome = await station.tools.perform(RelayAll(items: [relay("ann"), relay("bob")]))
        #expect(outcome.isSuccess)
        #expect(station.audit.outcomes.map(\.verdict) == [.success])
        #expect(station.audit.items.map(\.reference) == ["relay-1", "relay-1"])
    }

    @Test func anotherProviderTakesOverWhereNoItemWasSent() async throws {
        let station = try Station(
            Array(repeating: .refuseConnection, count: 4) + [.respond(200), .respond(200)],
            configuration: Station.both
        )
        let outcome = await station.tools.perform(RelayAll(items: [relay("ann"), relay("bob")]))
        #expect(outcome.isSuccess)
        #expect(outcome.provider == "raven")
        #expect(station.audit.items.count == 2)
    }

    @Test func aBadItemKeepsNobodyElseFromGoingElsewhere() async throws {
        let station = try Station(
            Array(repeating: .refuseConnection, count: 4) + [.respond(200), .respond(200)],
            configuration: Station.both
        )
        let outcome = await station.tools.perform(RelayAll(items: [relay("ann"), relay(""), relay("bob")]))
        #expect(outcome.provider == "raven")
        #expect(try outcome.get().succeeded == 2)
        #expect(station.route?.verdicts == ["pigeon: network", "raven: chosen"])
    }

    @Test func staysWithTheProviderWhoseIDsItNames() async throws {
        let station = try Station([], configuration: Station.both)
        let named = Relay("once", person: Person(contactID: "c-1"))
        let outcome = await station.tools.perform(RelayAll(items: [relay("ann"), named]))
        #expect(outcome.provider == "pigeon")
        #expect(Set(station.hosts) == ["pigeon"])
        #expect(outcome.failure?.kind == .partialFailure)
        #expect(station.audit.items.map(\.errorKind) == [.network, .network])
    }

    @Test func staysWhereOneItemWasSent() async throws {
        let station = try Station(
            [.respond(200), .refuseConnection, .refuseConnection],
            configuration: Station.both
        )
        let outcome = await station.tools.perform(RelayAll(items: [relay("ann"), relay("bob")]))
        #expect(outcome.provider == "pigeon")
        #expect(outcome.failure?.effect == Failure.Effect.none)
    }

    @Test func anEmptyBatchIsAuditedAndSendsNothing() async throws {
        let station = try Station()
        let failure = await station.tools.perform(RelayAll(items: [])).failure
        #expect((failure?.kind, failure?.field) == (.invalidInput, "relays"))
        #expect(station.urls == [])
        #expect(station.audit.outcomes.map(\.errorKind) == [.invalidInput])
    }

    @Test func itemsThatCannotBeRecordedMakeTheLogIncomplete() async throws {
        let station = try Station([.respond(200)], audit: RecordingAuditLog(failsToFinish: true))
        let outcome = await station.tools.perform(RelayAll(items: [relay("ann")]))
        #expect(outcome.isSuccess)
        #expect(outcome.isAuditIncomplete)
    }
}

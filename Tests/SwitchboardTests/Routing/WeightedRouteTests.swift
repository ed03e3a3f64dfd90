@testable import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct WeightedRouteTests {
    private let shares = [RouteRule.Share("pigeon", weight: 80), RouteRule.Share("raven", weight: 20)]

    private func first(_ person: PersonToken, of shares: [RouteRule.Share]) -> String? {
        shares.min { person.rank(of: $0) < person.rank(of: $1) }?.provider
    }

    @Test func givesEachInstanceItsShareOfThePeople() {
        let people = (1...100_000).map { PersonToken(subject: $0) }
        let pigeons = people.count { first($0, of: shares) == "pigeon" }
        #expect((79_000...81_000).contains(pigeons))
    }

    @Test func movesOnlyThosePeopleWhoHaveTo() {
        let people = (1...20_000).map { PersonToken(subject: $0) }
        let grown = [RouteRule.Share("pigeon", weight: 60), RouteRule.Share("raven", weight: 20)]
        let moved = people.filter { first($0, of: shares) != first($0, of: grown) }
        // From 80 % to 75 %: nobody moves the other way.
        #expect(moved.allSatisfy { first($0, of: grown) == "raven" })
        #expect((800...1200).contains(moved.count))
    }

    @Test func keepsAPersonWithOneInstance() async throws {
        let station = try Station(
            Array(repeating: .respond(200), count: 200),
            configuration: "routes: { default: { weighted: { pigeon: 50, raven: 50 } } }",
            audit: RecordingAuditLog()
        )
        var providers: [String: Set<String>] = [:]
        for round in 0..<4 {
            for number in 0..<20 {
                // Known by another id each time, and always by one that stays.
                let email = round.isMultiple(of: 2) ? "p\(number)@example.com" : nil
                let person = Person(email: email, userID: "u-\(number)")
                let outcome = await station.tools.perform(Relay("once", person: person))
                providers["u-\(number)", default: []].insert(outcome.provider ?? "none")
            }
        }
        #expect(providers.values.allSatisfy { $0.count == 1 })
        #expect(Set(providers.values.flatMap(\.self)) == ["pigeon", "raven"])
    }

    @Test func letsAnotherStandInWhereNothingHappened() async throws {
        let station = try Station(
            [.refuseConnection, .refuseConnection, .respond(200)],
            configuration: "routes: { default: { weighted: { pigeon: 1, raven: 1 } } }"
        )
        let outcome = await station.tools.perform(Relay("once", person: Person(userID: "u-1")))
        #expect(outcome.isSuccess)
        #expect(Set(station.hosts) == ["pigeon", "raven"])
        #expect(station.audit.intents[0].provider == station.hosts[0])
    }

    @Test func refusesAProvidersOwnIDOfAPerson() async throws {
        let station = try Station(configuration: "routes: { default: { weighted: { pigeon: 1, raven: 1 } } }")
        let failure = await station.tools.perform(Relay("once", person: Person(contactID: "c-1"))).failure
        #expect(failure?.field == "contact_id")
    }

    @Test func spreadsWhatConcernsNobody() async throws {
        let station = try Station(
            Array(repeating: .respond(200), count: 60),
            configuration: "routes: { default: { weighted: { pigeon: 1, raven: 1 } } }"
        )
        for _ in 0..<60 { _ = await station.tools.perform(Relay("once")) }
        #expect(Set(station.hosts) == ["pigeon", "raven"])
    }
}

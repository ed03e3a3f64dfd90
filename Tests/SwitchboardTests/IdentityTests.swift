import Foundation
@testable import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

/// Finding people once and acting often, and what happens when that turns out to be wrong.
struct IdentityTests {
    @Test func theSecondActionIsOneExchange() async throws {
        let kennel = try Kennel([.find("7"), .done, .done])
        #expect(try await kennel.fetch("once").get().answer == "7")
        #expect(try await kennel.fetch("once").get().answer == "7")
        #expect(kennel.paths == ["/find", "/7/once", "/7/once"])
        #expect(kennel.map.ages == [.seconds(86_400), .seconds(86_400)])
    }

    @Test func aProvidersOwnIDIsNeitherLookedUpNorRemembered() async throws {
        let kennel = try Kennel([.done, .gone])
        let person = Person(email: "ada@example.com", contactID: "9")
        _ = try await kennel.fetch("once", person: person).get()
        #expect(await kennel.fetch("once", person: person).failure?.kind == .notFound)
        #expect(kennel.paths == ["/9/once", "/9/once"])
        #expect(kennel.map.pages.isEmpty)
    }

    @Test func whoWasFoundByTheWeakerIDIsLookedUpAgain() async throws {
        let kennel = try Kennel([.find("7", isExact: false), .done, .find("8"), .done])
        await kennel.fetch("once")
        #expect(kennel.map.pages.isEmpty)
        await kennel.fetch("once")
        #expect(kennel.paths == ["/find", "/7/once", "/find", "/8/once"])
    }

    @Test(arguments: [404, 410, 409, 422])
    func healsAnIDThatIsGone(status: Int) async throws {
        let kennel = try Kennel([.find("7"), .done, .respond(status, body: "{}"), .find("8"), .done, .done])
        await kennel.fetch("once")
        let outcome = await kennel.fetch("once")
        #expect(try outcome.get().answer == "8")
        #expect(kennel.paths == ["/find", "/7/once", "/7/once", "/find", "/8/once"])
        let audited = try #require(kennel.audit.outcomes.last)
        #expect(audited.verdict == .success)
        #expect(audited.errorKind == nil)
        #expect(audited.attempts.map(\.status) == [status, 200, 200])
        #expect(kennel.map.pages == ["hound/ada@example.com": "8"])
        await kennel.fetch("once")
        #expect(kennel.paths.last == "/8/once")
        #expect(kennel.paths.count == 6)
    }

    @Test func healsOnceOnly() async throws {
        let kennel = try Kennel([.find("7"), .done, .gone, .find("8"), .gone])
        await kennel.fetch("once")
        let failure = await kennel.fetch("once").failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
        #expect(kennel.paths.count == 5)
        #expect(kennel.map.pages.isEmpty, "who was found and is gone is not remembered")
    }

    @Test func doesNotActTwiceOnTheSameID() async throws {
        let kennel = try Kennel([.find("7"), .done, .gone, .find("7")])
        await kennel.fetch("once")
        let failure = await kennel.fetch("once").failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .refused)
        #expect(kennel.paths == ["/find", "/7/once", "/7/once", "/find"])
        #expect(kennel.map.pages.isEmpty)
    }

    @Test func whoIsNowhereAnyMoreIsNotFound() async throws {
        let kennel = try Kennel([.find("7"), .done, .gone, .gone])
        await kennel.fetch("once")
        let failure = await kennel.fetch("once").failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == Failure.Effect.none, "the look-up's failure, which changed nothing")
        #expect(kennel.paths == ["/find", "/7/once", "/7/once", "/find"])
        #expect(kennel.map.pages.isEmpty)
    }

    @Test(arguments: ["once", "keyed"])
    func isNotHealedAfterAWriteThatCounts(step: String) async throws {
        let kennel = try Kennel([.find("7"), .done, .done, .done, .gone])
        await kennel.fetch(step, "once")
        let failure = await kennel.fetch(step, "once").failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .unknown)
        #expect(failure?.message.contains("already done: POST /{id}/\(step)") == true)
        #expect(kennel.paths.count == 5)
        #expect(kennel.map.pages.isEmpty, "the next action looks the person up")
    }

    @Test func whatMayBeRepeatedIsRepeatedWhenHealing() async throws {
        let kennel = try Kennel([.find("7"), .done, .done, .done, .gone, .find("8"), .done, .done])
        await kennel.fetch("idempotent", "once")
        #expect(try await kennel.fetch("idempotent", "once").get().answer == "8")
        #expect(kennel.paths.suffix(5) == ["/7/idempotent", "/7/once", "/find", "/8/idempotent", "/8/once"])
    }

    @Test func isNotHealedAfterALostAnswer() async throws {
        let kennel = try Kennel([.find("7"), .done, .loseAnswer, .gone])
        await kennel.fetch("idempotent")
        let failure = await kennel.fetch("idempotent").failure
        #expect(failure?.kind == .notFound)
        #expect(failure?.effect == .unknown, "the first try may have been what made it go")
        #expect(kennel.paths == ["/find", "/7/idempotent", "/7/idempotent", "/7/idempotent"])
        #expect(kennel.map.pages.isEmpty)
    }

    @Test(arguments: [400, 401, 403])
    func otherRefusalsSayNothingOfThePerson(status: Int) async throws {
        let kennel = try Kennel([.find("7"), .done, .respond(status, body: "{}")])
        await kennel.fetch("once")
        #expect(await kennel.fetch("once").failure?.status == status)
        #expect(kennel.paths.count == 3)
        #expect(kennel.map.pages == ["hound/ada@example.com": "7"])
    }

    @Test func aLookUpThatIsCancelledRemembersNobody() async throws {
        let bell = Mutex<Task<Void, Never>?>(nil)
        let kennel = try Kennel([
            .find("7"), .done, .gone,
            .init { (_: WireRequest) async throws(Failure) in
                bell.withLock { $0?.cancel() }
                throw Failure(.cancelled, effect: .none, "cancelled")
            },
        ])
        await kennel.fetch("once")
        let task = Task { [kennel] in
            let failure = await kennel.fetch("once").failure
            #expect((failure?.kind, failure?.effect) == (.cancelled, Failure.Effect.none))
        }
        bell.withLock { $0 = task }
        await task.value
        #expect(kennel.map.pages.isEmpty)
        #expect(kennel.paths.count == 4)
    }

    @Test func aMapInTroubleCostsLookUpsAndIsToldOnce() async throws {
        let kennel = try Kennel([.find("7"), .done, .find("7"), .done, .find("7"), .done, .done])
        kennel.map.isLost = true
        for _ in 0..<2 { #expect(try await kennel.fetch("once").get().answer == "7") }
        let warnings = { kennel.log.lines.filter { $0.hasPrefix("warning identity map cannot be used") } }
        #expect(warnings().count == 1)
        #expect(warnings().first?.contains("the notebook is lost") == true)
        kennel.map.isLost = false
        for _ in 0..<2 { #expect(try await kennel.fetch("once").get().answer == "7") }
        #expect(kennel.paths.count == 7)
        kennel.map.isLost = true
        await kennel.fetch("once")
        #expect(warnings().count == 2, "new trouble is news")
    }

    @Test func canBeSwitchedOffAndGivenAnAge() async throws {
        let off = try Kennel([.find("7"), .done, .find("7"), .done], configuration: "identity: { enabled: false }")
        for _ in 0..<2 { await off.fetch("once") }
        #expect(off.paths == ["/find", "/7/once", "/find", "/7/once"])
        #expect(off.map.pages.isEmpty)
        let short = try Kennel([.find("7"), .done], configuration: "identity: { maximumAge: 5m }")
        await short.fetch("once")
        #expect(short.map.ages == [.seconds(300)])
        let changed = try SwitchboardConfiguration.parse(
            "identity: { maximumAge: 1h }",
            file: nil,
            providers: [Hound.self]
        )
        _ = await short.tools.take(changed)
        await short.fetch("once")
        #expect(short.map.ages == [.seconds(300), .seconds(3600)], "no restart is needed")
    }

    @Test func aRehearsalReadsAndNeverWrites() async throws {
        let kennel = try Kennel([.find("7"), .done])
        let relay = Relay("once", person: Kennel.ada)
        #expect(await kennel.tools.rehearse(relay).requests.map(\.url) == ["https://hound.example.com/find"])
        #expect(kennel.map.pages.isEmpty)
        await kennel.fetch("once")
        #expect(await kennel.tools.rehearse(relay).requests.map(\.url) == ["https://hound.example.com/7/once"])
        let renamed = Person(email: "ada@example.com", contactID: "9")
        for person in [Kennel.ada, renamed] { _ = await kennel.tools.rehearse(UpsertContact(person: person)) }
        #expect(kennel.map.pages == ["hound/ada@example.com": "7"])
        #expect(kennel.paths.count == 2)
    }

    @Test func anUpsertForgetsWhatItsIDsStoodForAndRemembersWhom() async throws {
        let kennel = try Kennel([.find("7"), .done, .find("8"), .done])
        await kennel.fetch("once")
        let person = Person(email: "ada@example.com", userID: "u-1")
        _ = try await kennel.tools.perform(UpsertContact(person: person)).get()
        #expect(kennel.map.pages == ["hound/u-1": "8"])
        #expect(try await kennel.fetch("once", person: person).get().answer == "8")
        #expect(kennel.paths == ["/find", "/7/once", "/people", "/8/once"])
    }

    @Test func anUpsertThatFailsForgetsToo() async throws {
        let kennel = try Kennel([.find("7"), .done] + Array(repeating: .loseAnswer, count: 4))
        await kennel.fetch("once")
        #expect(await kennel.tools.perform(UpsertContact(person: Kennel.ada)).failure?.effect == .unknown)
        #expect(kennel.map.pages.isEmpty)
    }

    @Test func aPlatformCanHaveSomebodyForgotten() async throws {
        let configuration = "providers: { hound: {}, puppy: { type: hound } }"
        let kennel = try Kennel([.find("7"), .done, .find("8"), .done], configuration: configuration)
        let relay = Relay("once", person: Kennel.ada)
        for name in ["hound", "puppy"] { _ = await kennel.tools.perform(relay, CallOptions(provider: name)) }
        #expect(kennel.map.pages == ["hound/ada@example.com": "7", "puppy/ada@example.com": "8"])
        await kennel.tools.forgetIdentities(of: Person(contactID: "7"), at: "puppy")
        #expect(kennel.map.pages.count == 2)
        await kennel.tools.forgetIdentities(of: Person(contactID: "7"), at: "hound")
        #expect(kennel.map.pages == ["puppy/ada@example.com": "8"])
        await kennel.tools.forgetIdentities(of: Kennel.ada)
        #expect(kennel.map.pages.isEmpty)
    }
}

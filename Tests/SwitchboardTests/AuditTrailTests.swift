import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct AuditTrailTests {
    private let person = Person(email: "ada@example.com", userID: "u1")

    @Test func writesTheIntentBeforeSendingAndTheOutcomeAfter() async throws {
        let audit = RecordingAuditLog()
        let entriesWhenSent = ScriptedTransport.Step { (_: WireRequest) async throws(Failure) -> WireResponse in
            WireResponse(status: 200, body: Array("\(audit.entries.count)".utf8))
        }
        let station = try Station([entriesWhenSent], audit: audit)
        let outcome = await station.tools.perform(
            Relay("once", text: "hello", person: person),
            CallOptions(actor: "ada's agent", tenant: "acme", correlationID: "c-1")
        )
        #expect(try outcome.get().answer == "1")
        #expect(audit.entries.count == 2)
        let intent = try #require(audit.intents.first)
        #expect(intent.id == outcome.auditID)
        #expect(intent.action == "relay.run")
        #expect(!intent.isRead)
        #expect(intent.actor == "ada's agent")
        #expect(intent.tenant == "acme")
        #expect(intent.correlationID == "c-1")
        #expect(intent.people == [person])
        #expect(intent.fields == ["steps": ["once"], "text": ["bytes": 5]])
    }

    @Test func writesHowItEnded() async throws {
        let station = try Station([.respond(503, headers: ["Retry-After": "2"]), .respond(201)])
        _ = await station.tools.perform(Relay("once", person: person))
        let outcome = try #require(station.audit.outcomes.first)
        #expect(outcome.verdict == .success)
        #expect(outcome.provider == "pigeon")
        #expect(outcome.status == 201)
        #expect(outcome.reference == "relay-1")
        #expect(outcome.people == [Person(contactID: "known")])
        #expect(outcome.errorKind == nil)
        #expect(outcome.message == nil)
        #expect(outcome.duration == .seconds(2))
        #expect(outcome.attempts.map(\.exchange) == ["POST /once/{index}", "POST /once/{index}"])
        #expect(outcome.attempts.map(\.number) == [1, 2])
        #expect(outcome.attempts.map(\.status) == [503, 201])
        #expect(outcome.attempts.map(\.errorKind) == [.providerUnavailable, nil])
        #expect(outcome.attempts.map(\.waited) == [.zero, .seconds(2)])
        #expect(outcome.attempts.map(\.startedAfter) == [.zero, .seconds(2)])
    }

    @Test func namesTheServiceAsTheActorUnlessTheCallNamesOne() async throws {
        let station = try Station([.respond(200)], configuration: "service: { name: success-platform }")
        _ = await station.tools.perform(Relay("once"))
        #expect(station.audit.intents.map(\.actor) == ["success-platform"])
    }

    @Test func sendsNothingWhereTheIntentCannotBeWritten() async throws {
        let audit = RecordingAuditLog(failsToBegin: true)
        let station = try Station([.respond(200)], configuration: Station.both, audit: audit)
        let outcome = await station.tools.perform(Relay("once"))
        #expect(outcome.failure?.kind == .auditUnavailable)
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(station.urls.isEmpty)
    }

    @Test func goesOnWithoutAnIntentWhereTheConfigurationAllowsIt() async throws {
        let audit = RecordingAuditLog(failsToBegin: true)
        let station = try Station([.respond(200)], configuration: "audit: { required: false }", audit: audit)
        let outcome = await station.tools.perform(Relay("once"))
        #expect(outcome.isSuccess)
        #expect(outcome.isAuditIncomplete)
        #expect(station.urls.count == 1)
        #expect(station.log.lines.contains { $0.hasPrefix("warning intent not recorded") })
    }

    @Test(arguments: [200, 422])
    func givesTheProvidersOutcomeWhereItCannotBeWritten(status: Int) async throws {
        let audit = RecordingAuditLog(failsToFinish: true)
        let station = try Station([.respond(status)], audit: audit)
        let outcome = await station.tools.perform(Relay("once"))
        #expect(outcome.isSuccess == (status == 200))
        #expect(outcome.failure?.kind == (status == 200 ? nil : .rejected))
        #expect(outcome.isAuditIncomplete)
        #expect(try JSONValue(encoding: outcome)["audit_incomplete"] == true)
        #expect(station.log.lines.contains { $0.hasPrefix("error outcome not recorded") })
    }

    @Test func writesNoIntentForARead() async throws {
        let station = try Station([.respond(200)], audit: RecordingAuditLog(failsToBegin: true))
        #expect(await station.tools.perform(Peek()).isSuccess)
        #expect(station.audit.intents.isEmpty)
        #expect(station.audit.outcomes.map(\.verdict) == [.success])
    }

    @Test func writesInvalidValuesDownAsAFailureWithoutThem() async throws {
        let station = try Station()
        let outcome = await station.tools.perform(Relay("once", text: "", person: person))
        #expect(outcome.failure?.kind == .invalidInput)
        #expect(outcome.failure?.field == "text")
        guard case .outcome(let record, let end)? = station.audit.entries.first else {
            Issue.record("nothing was written")
            return
        }
        #expect(station.audit.entries.count == 1)
        #expect(record.people.isEmpty)
        #expect(record.fields == [:])
        #expect(end.verdict == .failure)
        #expect(end.errorKind == .invalidInput)
        #expect(end.message == outcome.failure?.message)
        #expect(end.route.rule == "none")
        #expect(station.urls.isEmpty)
    }

    @Test(arguments: ["grace@", "grace@example.com\r\nbcc: eve@example.com"])
    func refusesAnAddressAtItsPath(email: String) async throws {
        let station = try Station()
        let outcome = await station.tools.perform(Relay("once", person: Person(email: email)))
        #expect(outcome.failure?.field == "person.email")
        #expect(station.audit.entries.count == 1)
        #expect(!String(describing: station.audit.entries).contains("grace"))
    }

    @Test func keepsBodiesOutOfTheRecord() async throws {
        let station = try Station([.respond(422, body: #"{"code":"no","words":"we got: meet me at dawn"}"#)])
        let outcome = await station.tools.perform(Relay("once", text: "meet me at dawn", person: person))
        #expect(outcome.failure?.providerMessage == "we got: meet me at dawn")
        #expect(!String(describing: station.audit.entries).contains("dawn"))
        #expect(!station.log.lines.joined().contains("dawn"))
        #expect(!station.log.lines.joined().contains("ada@"))
        #expect(station.audit.outcomes[0].attempts.map(\.providerCode) == ["no"])
    }
}

/// From exchanges to the action.
struct EffectTests {
    @Test(arguments: ["once", "keyed"])
    func isUnknownOnceAWriteThatCountsWasDone(first: String) async throws {
        let station = try Station([.respond(200), .respond(422)], configuration: Station.both)
        let failure = await station.tools.perform(Relay(first, "once")).failure
        #expect(failure?.kind == .rejected)
        #expect(failure?.effect == .unknown)
        #expect(failure?.message.hasSuffix("; already done: POST /\(first)/{index}") == true)
        #expect(station.hosts == ["pigeon", "pigeon"])
        #expect(station.audit.outcomes.map(\.verdict) == [.unknown])
        #expect(station.audit.outcomes.map(\.message) == [failure?.message])
    }

    @Test func namesEverythingThatWasDone() async throws {
        let station = try Station([.respond(200), .respond(200), .respond(200)])
        let failure = await station.tools.perform(Relay("once", "safe", "keyed", "sideways")).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.effect == .unknown)
        #expect(failure?.message.hasSuffix("already done: POST /once/{index}, POST /keyed/{index}") == true)
    }

    @Test(arguments: ["safe", "idempotent"])
    func keepsItsEffectAfterWhatMayBeRepeated(first: String) async throws {
        let station = try Station([.respond(200), .respond(422)])
        let failure = await station.tools.perform(Relay(first, "once")).failure
        #expect(failure?.effect == .refused)
        #expect(failure?.message.contains("already done") == false)
    }

    @Test func movesOnAfterAnIdempotentSuccessThatIsFollowedByNothing() async throws {
        let script: [ScriptedTransport.Step] = [
            .respond(200), .refuseConnection, .refuseConnection, .respond(200), .respond(200),
        ]
        let station = try Station(script, configuration: Station.both)
        #expect(await station.tools.perform(Relay("idempotent", "once")).provider == "raven")
    }

    @Test func isUnknownWhereAnEarlierAttemptWasLost() async throws {
        let station = try Station([.loseAnswer, .respond(422)])
        let failure = await station.tools.perform(Relay("idempotent")).failure
        #expect(failure?.kind == .rejected)
        #expect(failure?.effect == .unknown)
    }

    @Test func hasNoEffectWhereAReadFails() async throws {
        let station = try Station([.respond(422)])
        #expect(await station.tools.perform(Peek()).failure?.effect == Failure.Effect.none)
        let write = try Station(Array(repeating: .loseAnswer, count: 4))
        #expect(await write.tools.perform(Relay("safe", "once")).failure?.effect == Failure.Effect.none)
    }
}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct FailoverTests {
    private func station(_ script: [ScriptedTransport.Step], time: ManualTime = ManualTime()) throws -> Station {
        try Station(script, configuration: Station.both, time: time)
    }

    @Test func movesOnAfterOneQuickRetryWhereNothingHappened() async throws {
        let station = try station([.refuseConnection, .refuseConnection, .respond(200, body: "there")])
        let outcome = await station.tools.perform(Relay("once"))
        #expect(try outcome.get().answer == "there")
        #expect(outcome.provider == "raven")
        #expect(station.hosts == ["pigeon", "pigeon", "raven"])
        #expect(station.time.elapsed <= .seconds(2))
        #expect(station.route?.verdicts == ["pigeon: network", "raven: chosen"])
        #expect(station.audit.outcomes[0].attempts.map(\.provider) == ["pigeon", "pigeon", "raven"])
    }

    @Test func hasFullPatienceWithTheLastCandidate() async throws {
        let station = try station([])
        let outcome = await station.tools.perform(Relay("once"))
        #expect(outcome.failure?.kind == .network)
        #expect(outcome.provider == "raven")
        #expect(station.hosts == ["pigeon", "pigeon", "raven", "raven", "raven", "raven"])
        #expect(station.route?.verdicts == ["pigeon: network", "raven: network"])
    }

    @Test func saysWhatEachFailedWith() async throws {
        let station = try station([.respond(429, headers: ["Retry-After": "30"]), .respond(403)])
        let failure = await station.tools.perform(Relay("once")).failure
        #expect(failure?.kind == .permissionDenied)
        #expect(failure?.effect == .refused)
        #expect(failure?.message.hasPrefix("nobody could do it: pigeon: ") == true)
        #expect(failure?.message.contains("; raven: ") == true)
    }

    @Test func tellsAnOperatorWhereAnotherStoodIn() async throws {
        let station = try station([.refuseConnection, .refuseConnection, .respond(200)])
        #expect(await station.tools.perform(Relay("once")).isSuccess)
        let warnings = station.log.lines.filter { $0.hasPrefix("warning another provider stood in") }
        #expect(warnings.count == 1)
        #expect(warnings.allSatisfy { $0.contains("provider.failed=pigeon") && $0.contains("provider.name=raven") })
    }

    @Test func keepsAProvidersIDOfAPersonWithThatProvider() async throws {
        let station = try station([])
        let outcome = await station.tools.perform(Relay("once", person: Person(contactID: "c-1")))
        #expect(outcome.provider == "pigeon")
        #expect(Set(station.hosts) == ["pigeon"])
        #expect(outcome.failure?.kind == .network)
    }

    @Test(arguments: [425, 429])
    func movesOnAtOnceWhereTheWaitIsLong(status: Int) async throws {
        let station = try station([.respond(status, headers: ["Retry-After": "3"]), .respond(200)])
        #expect(await station.tools.perform(Relay("once")).provider == "raven")
        #expect(station.hosts == ["pigeon", "raven"])
        #expect(station.time.elapsed == .zero)
    }

    @Test(arguments: [400, 401, 403, 404, 409, 422, 301])
    func staysWithARefusal(status: Int) async throws {
        let station = try station([.respond(status)])
        let failure = await station.tools.perform(Relay("once")).failure
        #expect(failure?.effect == .refused)
        #expect(failure?.provider == "pigeon")
        #expect(station.hosts == ["pigeon"])
    }

    @Test(arguments: [ScriptedTransport.Step.loseAnswer, .respond(500), .respond(503), .respond(408)])
    func neverMovesOnFromAnUnknownFate(step: ScriptedTransport.Step) async throws {
        let station = try station([step])
        let failure = await station.tools.perform(Relay("once")).failure
        #expect(failure?.effect == .unknown)
        #expect(station.hosts == ["pigeon"])
        #expect(station.audit.outcomes.map(\.verdict) == [.unknown])
        #expect(station.log.lines.contains { $0.hasPrefix("warning fate of action unknown") })
    }

    @Test func neverMovesOnFromAnAttemptThatWasLostBeforeTheLast() async throws {
        let station = try station([.loseAnswer])
        let failure = await station.tools.perform(Relay("idempotent")).failure
        #expect(failure?.effect == .unknown)
        #expect(Set(station.hosts) == ["pigeon"])
    }

    @Test func neverMovesOnWhereTheAdapterRefusesTheInput() async throws {
        let station = try station([])
        let failure = await station.tools.perform(Relay("sideways")).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "steps[0]")
        #expect(failure?.provider == "pigeon")
        #expect(station.urls.isEmpty)
    }

    @Test func neverMovesOnFromAFailureThatWaitingCannotHelp() async throws {
        let certificate = Failure(.network, effect: .none, "the certificate is wrong", isPermanent: true)
        let station = try station([.fail(certificate)])
        #expect(await station.tools.perform(Relay("once")).failure?.kind == .network)
        #expect(station.hosts == ["pigeon"])
        #expect(station.log.lines.contains { $0.hasPrefix("error attempt ended") })
    }

    @Test func neverMovesOnFromACancellation() async throws {
        let station = try station([.fail(.cancelledBeforeSending)])
        #expect(await station.tools.perform(Relay("once")).failure?.kind == .cancelled)
        #expect(station.hosts == ["pigeon"])
    }

    @Test func movesOnFromAReadThatWasLost() async throws {
        let station = try station(Array(repeating: .loseAnswer, count: 4) + [.respond(200, body: "seen")])
        let outcome = await station.tools.perform(Peek())
        #expect(try outcome.get().answer == "seen")
        #expect(outcome.provider == "raven")
    }

    @Test func givesACandidateHalfOfTheTimeThatIsLeft() async throws {
        let time = ManualTime()
        let deadlines = Deadlines()
        let tools = try CommunicationTools(
            configuration: .parse(
                Station.both,
                file: nil,
                environment: ["PIGEON_TOKEN": "abcd", "RAVEN_TOKEN": "abcd"],
                providers: Station.providers
            ),
            providers: Station.providers,
            transport: deadlines,
            audit: RecordingAuditLog(),
            time: time.source
        )
        _ = await tools.perform(Relay("once"), .init(timeout: .seconds(8)))
        // The first has 4 s, and a retry after about one of them; the rest belongs to the second.
        #expect(deadlines.seen.prefix(2).allSatisfy { $0 == time.started.advanced(by: .seconds(4)) })
        #expect(deadlines.seen.dropFirst(2).allSatisfy { $0 == time.started.advanced(by: .seconds(8)) })
        #expect(deadlines.seen.count > 2)
    }

    @Test func takesAnyTimeLimit() async throws {
        let station = try station([.respond(200)])
        #expect(await station.tools.perform(Relay("once"), .init(timeout: .seconds(20_000_000_000))).isSuccess)
    }

    @Test(arguments: [Duration.zero, .seconds(-5)])
    func sendsNothingWithoutTime(timeout: Duration) async throws {
        let station = try station([.respond(200)])
        let failure = await station.tools.perform(Relay("once"), .init(timeout: timeout)).failure
        #expect(failure?.kind == .timeout)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(station.urls.isEmpty)
    }

    @Test func sendsAgainAfterAnUnknownFateWhereTheCallerAsksForIt() async throws {
        let station = try station([.loseAnswer, .respond(200)])
        #expect(await station.tools.perform(Relay("once"), .init(onUnknown: .resend)).isSuccess)
        #expect(station.hosts == ["pigeon", "pigeon"])
    }
}

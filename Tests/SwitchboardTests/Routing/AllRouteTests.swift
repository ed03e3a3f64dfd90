import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct AllRouteTests {
    private typealias Answer = Result<WireResponse, Failure>

    /// Answers by the host, since side by side nobody knows who comes first.
    private func station(_ route: String, _ answers: [String: Answer]) throws -> Station {
        let step = ScriptedTransport.Step { (request: WireRequest) async throws(Failure) -> WireResponse in
            let host = request.url.split(separator: "/")[1].split(separator: ".")[0]
            return try (answers[String(host)] ?? Self.respond(200)).get()
        }
        return try Station(
            Array(repeating: step, count: 12),
            configuration: "routes: { default: \(route) }",
            environment: ["PIGEON_TOKEN": "p-token", "RAVEN_TOKEN": "r-token", "CROW_TOKEN": "c-token"],
            providers: Station.aviary
        )
    }

    private static func respond(_ status: Int, body: String = "") -> Answer {
        .success(WireResponse(status: status, headers: HTTPFields(), body: Array(body.utf8)))
    }

    @Test func givesEachProviderTheAction() async throws {
        let station = try station("{ all: [pigeon, raven] }", ["raven": Self.respond(200, body: "caw")])
        let outcome = await station.tools.perform(Relay("once"))
        #expect(outcome.isSuccess)
        #expect(outcome.provider == "pigeon")
        #expect(outcome.outcomes.map(\.provider) == ["pigeon", "raven"])
        #expect(try outcome.outcomes[1].result.get().answer == "caw")
        #expect(Set(station.hosts) == ["pigeon", "raven"])
        #expect(station.route?.verdicts == ["pigeon: chosen", "raven: chosen"])
        #expect(station.audit.intents.count == 1)
        #expect(station.audit.outcomes.count == 1)
        #expect(Set(station.audit.outcomes[0].attempts.map(\.provider)) == ["pigeon", "raven"])
    }

    @Test func writesOneOutcomeForEachIntoTheJSON() async throws {
        let station = try station("{ all: [pigeon, raven], required: [pigeon] }", ["raven": Self.respond(403)])
        let json = try JSONValue(encoding: await station.tools.perform(Relay("once")))
        #expect(json["success"] == true)
        #expect(json["providers"]?.array?.map { $0["provider"] } == ["pigeon", "raven"])
        #expect(json["providers"]?.array?.map { $0["success"] } == [true, false])
        #expect(json["providers"]?.array?[1]["error_kind"] == "permission_denied")
    }

    @Test func failsWhereARequiredOneFails() async throws {
        let station = try station("{ all: [pigeon, raven] }", ["raven": Self.respond(403)])
        let outcome = await station.tools.perform(Relay("once"))
        #expect(outcome.failure?.kind == .permissionDenied)
        // The other has done it: to repeat it is not safe.
        #expect(outcome.failure?.effect == .unknown)
        #expect(outcome.failure?.message.hasSuffix("; already done at pigeon") == true)
        #expect(outcome.provider == "raven")
        #expect(station.audit.outcomes.map(\.verdict) == [.unknown])
    }

    @Test func saysOfEachItemOfABatchWhatBecameOfIt() async throws {
        let bad = Relay("bad")
        for answers in [[:], ["raven": Self.respond(403)]] {
            let station = try station("{ all: [pigeon, raven] }", answers)
            let outcome = await station.tools.perform(RelayAll(items: [Relay("once"), bad]))
            let receipt = try outcome.get()
            // Done at one of them at least: to repeat it is not safe.
            #expect(receipt[0].failure?.effect == (answers.isEmpty ? nil : .unknown))
            #expect(receipt[1].failure?.effect == Optional(Failure.Effect.none))
            #expect(outcome.failure?.kind == .partialFailure)
            #expect(station.audit.items.map(\.verdict) == [answers.isEmpty ? .success : .unknown, .failure])
        }
    }

    @Test func aBatchIsNotUndoneByOneThatCannotBegin() async throws {
        let station = try station(
            "{ all: [pigeon, raven] }",
            ["raven": .failure(Failure(.network, effect: .none, "nobody listens", isPermanent: true))]
        )
        let outcome = await station.tools.perform(RelayAll(items: [Relay("once"), Relay("bad")]))
        #expect(try outcome.get().results.map { $0.failure?.effect } == [.unknown, Failure.Effect.none])
        #expect(outcome.provider == "pigeon")
    }

    @Test func saysNothingOfWhatNobodyDid() async throws {
        let station = try station(
            "{ all: [pigeon, raven] }",
            ["pigeon": Self.respond(403), "raven": Self.respond(403)]
        )
        let failure = await station.tools.perform(Relay("once")).failure
        #expect(failure?.effect == .refused)
        #expect(failure?.provider == "pigeon")
    }

    @Test func isDoneWhereOnlyOneFailsThatIsNotRequired() async throws {
        let station = try station(
            "{ all: [raven, pigeon], required: [pigeon] }",
            ["raven": .failure(Failure(.network, effect: .unknown, "the connection broke"))]
        )
        let outcome = await station.tools.perform(Relay("once"))
        #expect(outcome.isSuccess)
        #expect(outcome.provider == "pigeon")
        #expect(outcome.outcomes[0].failure?.effect == .unknown)
        #expect(station.route?.verdicts == ["raven: network", "pigeon: chosen"])
    }

    @Test func sendsNothingWhereARequiredOneCannotBeUsed() async throws {
        let station = try Station(
            configuration: "routes: { default: { all: [pigeon, raven] } }",
            environment: ["PIGEON_TOKEN": "p-token"]
        )
        let failure = await station.tools.perform(Relay("once")).failure
        #expect(failure?.kind == .noRoute)
        #expect(failure?.message == "raven is required by the route and cannot be used now")
        #expect(station.urls.isEmpty)
    }

    @Test func refusesAProvidersOwnIDOfAPerson() async throws {
        let station = try station("{ all: [pigeon, raven] }", [:])
        let failure = await station.tools.perform(Relay("once", person: Person(contactID: "c-1"))).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "contact_id")
        #expect(station.urls.isEmpty)
    }

    @Test func leavesOutAtEachWhatItCannotCarry() async throws {
        let station = try station("{ all: [pigeon, crow], allowLoss: [text] }", [:])
        #expect(await station.tools.perform(Relay("once", text: "hello")).isSuccess)
        let texts = station.transport.sent.map { ($0.url.contains("crow"), $0.json?["text"]) }
        #expect(texts.first { $0.0 }?.1 == "")
        #expect(texts.first { !$0.0 }?.1 == "hello")
    }

    @Test func rehearsesEachRequest() async throws {
        let station = try station("{ all: [pigeon, raven] }", [:])
        let rehearsal = await station.tools.rehearse(Relay("once"))
        #expect(rehearsal.failure == nil)
        #expect(rehearsal.requests.count == 2)
        #expect(rehearsal.route.verdicts == ["pigeon: chosen", "raven: chosen"])
        #expect(station.urls.isEmpty)
    }
}

extension Result where Failure == SwitchboardCore.Failure {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

@testable import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct RouteReplayTests {
    private let tokens = ["PIGEON_TOKEN": "p-token", "RAVEN_TOKEN": "r-token", "CROW_TOKEN": "c-token"]

    private func station(_ routes: String, _ script: [ScriptedTransport.Step]) throws -> Station {
        try Station(
            script,
            configuration: "routes: \(routes)",
            environment: tokens,
            providers: Station.aviary
        )
    }

    /// Routes by other routes, on a machine without any credentials unless some are given.
    private func replay(
        _ routes: String,
        _ rest: String = "",
        environment: [String: String] = [:],
        seen: Set<String> = []
    ) throws -> RouteReplay {
        let text = "routes: \(routes)\n\(rest)"
        return try RouteReplay(
            .parse(text, file: nil, environment: environment, providers: Station.aviary),
            providers: Station.aviary,
            seen: seen
        )
    }

    private func relay(_ fields: JSONValue? = [:], subjects: [Int64] = [], _ decision: RouteDecision? = nil)
        -> AuditedAction
    {
        AuditedAction(
            id: ActionID(high: 1, low: 2),
            name: "relay.run",
            at: Timestamp(secondsSince1970: 0),
            fields: fields,
            subjects: subjects,
            route: decision,
            provider: "pigeon"
        )
    }

    private func providers(_ fate: RouteReplay.Fate) -> [String]? {
        if case .goes(let destination) = fate { destination.providers } else { nil }
    }

    @Test func tellsEveryActionsProviderAsTheHubFindsIt() async throws {
        let routes = """
            { relay.run: [ { when: { tenant: [acme], steps: [once] }, first: [raven] }, \
            { when: { steps: [keyed] }, weighted: { pigeon: 1, raven: 1 } }, { first: [crow, pigeon] } ], \
            relay.peek: { weighted: { pigeon: 1, raven: 1 } }, relay.run_all: { first: [pigeon] } }
            """
        let station = try station(routes, Array(repeating: .respond(200), count: 400))
        for number in 0..<30 {
            let person = Person(email: "p\(number)@example.com")
            let options = CallOptions(tenant: number.isMultiple(of: 2) ? "acme" : nil)
            for step in ["once", "keyed", "safe"] {
                let text = number.isMultiple(of: 3) ? "hello" : nil
                _ = await station.tools.perform(Relay(step, text: text, person: person), options)
            }
            _ = await station.tools.perform(Relay("keyed"))
            _ = await station.tools.perform(Peek())
            _ = await station.tools.perform(Relay("safe"), CallOptions(provider: "raven"))
        }
        let replay = try replay(routes)
        var report = RouteReplayReport()
        for action in try await station.audit.actions() {
            let fate = replay.fate(of: action)
            #expect(providers(fate) == action.route?.destination, "\(action)")
            report.add(action, fate)
        }
        #expect(report.staying == 180)
        #expect(report.callersChoices == 30)
        #expect(report.moving + report.refused + report.undecided == 0)
        #expect(Set(station.hosts) == ["pigeon", "raven", "crow"])
    }

    @Test func countsWhatMoves() async throws {
        let station = try station("{ default: { first: [pigeon] } }", Array(repeating: .respond(200), count: 5))
        for _ in 0..<3 { _ = await station.tools.perform(Relay("once")) }
        for _ in 0..<2 { _ = await station.tools.perform(Peek()) }
        let replay = try replay("{ relay.run: { first: [raven] }, relay.peek: { all: [pigeon, raven] } }")
        var report = RouteReplayReport()
        for action in try await station.audit.actions() { report.add(action, replay.fate(of: action)) }
        let moves = report.moves.mapValues(\.count)
        #expect(
            moves == [
                .init(action: "relay.run", from: ["pigeon"], to: ["raven"]): 3,
                .init(action: "relay.peek", from: ["pigeon"], to: ["pigeon", "raven"]): 2,
            ]
        )
        #expect(report.staying == 0)
        #expect(report.perhapsBound == 0)
    }

    @Test func aStandInIsNoMove() async throws {
        let routes = "{ default: { first: [pigeon, raven] } }"
        let refusals = Array(repeating: ScriptedTransport.Step.refuseConnection, count: 4)
        let station = try station(routes, refusals + [.respond(200)])
        #expect(await station.tools.perform(Relay("once")).provider == "raven")
        let action = try #require(try await station.audit.actions().first)
        var report = RouteReplayReport()
        report.add(action, try replay(routes).fate(of: action))
        #expect(report.staying == 1)
    }

    @Test func whatAllSharedStaysWithAllWhateverBecameOfOne() async throws {
        let routes = "{ default: { all: [pigeon, raven], required: [raven] } }"
        let pigeonFails = ScriptedTransport.Step { (request: WireRequest) async throws(Failure) -> WireResponse in
            WireResponse(status: request.url.contains("pigeon") ? 422 : 200, body: [])
        }
        let station = try station(routes, [pigeonFails, pigeonFails])
        #expect(await station.tools.perform(Relay("once")).isSuccess)
        let action = try #require(try await station.audit.actions().first)
        #expect(action.destination == ["pigeon", "raven"])
        #expect(providers(try replay(routes).fate(of: action)) == ["pigeon", "raven"])
    }

    @Test func namesWhatIsLost() throws {
        let replay = try replay("{ default: { first: [crow], allowLoss: [text] } }")
        var report = RouteReplayReport()
        report.add(relay(["text": ["bytes": 5]]), replay.fate(of: relay(["text": ["bytes": 5]])))
        report.add(relay(), replay.fate(of: relay()))
        let loss = RouteReplayReport.Loss(action: "relay.run", provider: "crow", fields: ["text"], isNew: true)
        #expect(report.losses.mapValues(\.count) == [loss: 1])
        #expect(report.moving == 2)
    }

    @Test func namesWhatNobodyWouldDo() throws {
        let replay = try replay("{ default: { first: [crow] } }")
        let action = relay(["text": ["bytes": 5]])
        var report = RouteReplayReport()
        report.add(action, replay.fate(of: action))
        #expect(report.hasRefusals)
        let refusal = try #require(report.refusals.keys.first)
        #expect(refusal.kind == .invalidInput)
        #expect(refusal.from == ["pigeon"])
        #expect(refusal.reason.hasPrefix("text: is more than crow can do"))
    }

    @Test func aSwitchedOffInstanceServesNobody() throws {
        let replay = try replay("{ default: { first: [pigeon] } }", "providers: { pigeon: { enabled: false } }")
        guard case .nowhere(let failure) = replay.fate(of: relay()) else {
            Issue.record("it has a provider")
            return
        }
        #expect(failure.message == "pigeon is switched off: the configuration says so")
    }

    @Test func credentialsOfThisMachineDecideNothingThatTheFileOrTheLogKnow() throws {
        let named = try replay("{ default: { first: [pigeon] } }")
        #expect(named.assumed == ["pigeon"])
        #expect(providers(named.fate(of: relay())) == ["pigeon"])
        let seen = try replay("{}", seen: ["raven"])
        #expect(seen.assumed == ["raven"])
        #expect(providers(seen.fate(of: relay())) == ["raven"])
        let own = try replay("{}", environment: ["CROW_TOKEN": "c-token"])
        #expect(own.assumed.isEmpty)
        #expect(providers(own.fate(of: relay())) == ["crow"])
        guard case .nowhere(let failure) = try replay("{}").fate(of: relay()) else {
            Issue.record("nobody is known to be usable")
            return
        }
        #expect(failure.kind == .notConfigured)
    }

    @Test func saysWhatTheLogCannotTell() throws {
        let replay = try replay(
            "{ default: [ { when: { steps: [keyed] }, first: [raven] }, { weighted: { pigeon: 1, raven: 1 } } ] }"
        )
        var stranger = relay()
        stranger.name = "stranger.act"
        #expect(replay.fate(of: stranger) == .undecided(.unknownAction))
        #expect(replay.fate(of: relay([:], RouteDecision(rule: "none"))) == .undecided(.neverRouted))
        #expect(replay.fate(of: relay(nil)) == .undecided(.fieldsNotKept))
        #expect(replay.fate(of: relay(subjects: Array(1...50))) == .undecided(.severalPeople))
        var batch = relay(["relays": ["elements": 2]])
        batch.name = "relay.run_all"
        batch.items.count = 1
        let lossy = try self.replay("{ default: { first: [crow, pigeon] } }")
        #expect(lossy.fate(of: batch) == .undecided(.fieldsNotVisible(["text"])))
        batch.items.count = 2
        #expect(providers(lossy.fate(of: batch)) == ["crow"])
        batch.items.given = ["text"]
        #expect(providers(lossy.fate(of: batch)) == ["pigeon"])
    }

    @Test func warnsWhereAProvidersOwnIDMayHaveNamedThePerson() throws {
        let replay = try replay("{ default: { first: [raven] } }")
        var report = RouteReplayReport()
        for subjects: [Int64] in [[], [7]] {
            report.add(relay(subjects: subjects), replay.fate(of: relay(subjects: subjects)))
        }
        #expect(report.perhapsBound == 1)
    }
}

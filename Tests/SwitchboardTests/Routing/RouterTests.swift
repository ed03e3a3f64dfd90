import IntercomProvider
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct RouterTests {
    @Test func obeysTheCaller() async throws {
        let station = try Station([.respond(200)], configuration: Station.both)
        let outcome = await station.tools.perform(Relay("once"), .init(provider: "raven"))
        #expect(outcome.isSuccess)
        #expect(outcome.provider == "raven")
        #expect(station.urls == ["https://raven.example.com/once/0"])
        #expect(station.route?.rule == "call")
        #expect(station.route?.verdicts == ["raven: chosen"])
    }

    @Test func doesNotFailOverFromTheCallersChoice() async throws {
        let station = try Station(configuration: Station.both)
        let failure = await station.tools.perform(Relay("once"), .init(provider: "pigeon")).failure
        #expect(failure?.kind == .network)
        #expect(Set(station.hosts) == ["pigeon"])
        #expect(station.urls.count == 4)
    }

    @Test func refusesAnUnknownProviderWithTheNearestName() async throws {
        let station = try Station()
        let failure = await station.tools.perform(Relay("once"), .init(provider: "ravn")).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "provider")
        #expect(failure?.message == "provider: is not a configured provider; did you mean raven?")
        #expect(station.urls.isEmpty)
        #expect(station.audit.outcomes.map(\.errorKind) == [.invalidInput])
        #expect(station.audit.intents.isEmpty)
    }

    @Test func refusesWhatTheChosenProviderCannotDo() async throws {
        let station = try Station()
        let failure = await station.tools.perform(Fly(), .init(provider: "raven")).failure
        #expect(failure?.kind == .unsupportedAction)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.message == "raven cannot do air.fly")
        #expect(failure?.provider == "raven")
        #expect(station.route?.verdicts == ["raven: unsupported"])
    }

    @Test func saysWhichVariableConfiguresTheProvider() async throws {
        let tools = try CommunicationTools(
            configuration: .parse("", file: nil, providers: [IntercomProvider.self]),
            providers: [IntercomProvider.self],
            transport: ScriptedTransport([]),
            audit: RecordingAuditLog(),
            time: ManualTime().source
        )
        let outcome = await tools.sendMessage(to: Person(email: "ada@example.com"), body: "Hi")
        #expect(outcome.failure?.kind == .notConfigured)
        #expect(outcome.failure?.message == "Intercom not configured. Set INTERCOM_ACCESS_TOKEN environment variable.")
        #expect(outcome.provider == "intercom")
    }

    @Test func prefersTheFirstThatIsConfiguredWithoutRoutes() async throws {
        let station = try Station([.respond(200)], environment: ["RAVEN_TOKEN": "abcd"])
        #expect(await station.tools.perform(Relay("once")).provider == "raven")
        #expect(station.route?.rule == "built-in")
        #expect(station.route?.verdicts == ["pigeon: not configured", "raven: chosen"])
    }

    @Test func doesNotFailOverWithoutRoutes() async throws {
        let station = try Station()
        #expect(await station.tools.perform(Relay("once")).failure?.kind == .network)
        #expect(station.hosts == ["pigeon", "pigeon", "pigeon", "pigeon"])
        #expect(station.route?.verdicts == ["pigeon: network", "raven: usable"])
    }

    @Test func namesTheFirstVariableWhereNobodyIsConfigured() async throws {
        let station = try Station(environment: [:])
        let failure = await station.tools.perform(Relay("once")).failure
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.message == "Pigeon Post not configured. Set PIGEON_TOKEN environment variable.")
        #expect(failure?.provider == "pigeon")
    }

    @Test func refusesAnActionThatSharesOnlyItsNameWithOneTheProviderCanDo() async throws {
        let station = try Station([.respond(200)])
        let failure = await station.tools.perform(Impostor()).failure
        #expect(failure?.kind == .unsupportedAction)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(station.urls.isEmpty)
    }

    @Test func hasNoRouteForWhatNobodyCanDo() async throws {
        let station = try Station()
        let outcome = await station.tools.perform(GetContact(person: Person(userID: "u")))
        #expect(outcome.failure?.kind == .noRoute)
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(outcome.provider == nil)
    }

    @Test(
        arguments: [
            (
                "{ relay.run: { first: [raven] }, relay.*: { first: [pigeon] }, default: { first: [pigeon] } }",
                "relay.run"
            ),
            ("{ relay.*: { first: [raven] }, default: { first: [pigeon] } }", "relay.*"),
            ("{ relay.peek: { first: [pigeon] }, air.*: { first: [pigeon] }, default: { first: [raven] } }", "default"),
        ]
    )
    func takesTheMostSpecificRoute(routes: String, rule: String) async throws {
        let station = try Station([.respond(200)], configuration: "routes: \(routes)")
        #expect(await station.tools.perform(Relay("once")).provider == "raven")
        #expect(station.route?.rule == rule)
    }

    @Test func passesOverWhatCannotServe() async throws {
        let station = try Station(
            [.respond(200)],
            configuration: """
                providers: { second: { type: pigeon } }
                routes: { air.fly: { first: [raven, second, pigeon] } }
                """
        )
        #expect(await station.tools.perform(Fly()).provider == "pigeon")
        #expect(station.route?.verdicts == ["raven: unsupported", "second: not configured", "pigeon: chosen"])
    }

    @Test func usesNobodyWhomTheRouteDoesNotName() async throws {
        let station = try Station(configuration: "routes: { default: { first: [raven] } }")
        let failure = await station.tools.perform(Fly()).failure
        #expect(failure?.kind == .unsupportedAction)
        #expect(station.urls.isEmpty)
    }

    @Test func passesOverADisabledInstanceInARoute() async throws {
        let station = try Station(
            [.respond(200)],
            configuration: "providers: { pigeon: { enabled: false } }\n" + Station.both
        )
        #expect(await station.tools.perform(Relay("once")).provider == "raven")
        #expect(station.route?.verdicts == ["pigeon: switched off", "raven: chosen"])
    }
}

/// An action of another type under a name that is taken.
private struct Impostor: Action {
    static let name = Relay.name
    static let summary = "Is not what it seems."
    static let fields: [Field] = []

    var people: [Person] { [] }

    struct Receipt: ActionReceipt {}
}

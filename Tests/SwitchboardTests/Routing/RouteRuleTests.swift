import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct RouteRuleTests {
    private func station(_ routes: String, _ script: [ScriptedTransport.Step] = [.respond(200)]) throws -> Station {
        try Station(
            script,
            configuration: "routes:\n\(routes)",
            environment: ["PIGEON_TOKEN": "p-token", "RAVEN_TOKEN": "r-token", "CROW_TOKEN": "c-token"],
            providers: Station.aviary
        )
    }

    @Test func asksTheMostSpecificRouteFirst() async throws {
        let station = try station(
            """
              default: { first: [pigeon] }
              relay.*: { first: [raven] }
              relay.run: { first: [crow] }
            """,
            Array(repeating: .respond(200), count: 3)
        )
        _ = await station.tools.perform(Relay("once"))
        #expect(station.route?.rule == "relay.run")
        _ = await station.tools.perform(RelayAll(items: [Relay("once")]))
        #expect(station.route?.rule == "relay.*")
        _ = await station.tools.perform(Fly())
        #expect(station.route?.rule == "default")
        #expect(station.hosts == ["crow", "raven", "pigeon"])
    }

    @Test(arguments: [
        ("acme", "raven", "relay.run[0]"), ("other", "pigeon", "relay.run[1]"), (nil, "pigeon", "relay.run[1]"),
    ])
    func asksARuleOnlyForItsTenants(tenant: String?, provider: String, rule: String) async throws {
        let station = try station("  relay.run: [ { when: { tenant: acme }, first: [raven] }, { first: [pigeon] } ]")
        let outcome = await station.tools.perform(Relay("once"), .init(tenant: tenant))
        #expect(outcome.provider == provider)
        #expect(station.route?.rule == rule)
    }

    @Test(arguments: [(["once"], "raven"), (["keyed"], "pigeon"), (["keyed", "once"], "raven")])
    func asksARuleOnlyForItsFields(steps: [String], provider: String) async throws {
        let station = try station(
            "  relay.run: [ { when: { steps: [once, safe] }, first: [raven] }, { first: [pigeon] } ]",
            [.respond(200), .respond(200)]
        )
        var relay = Relay("once")
        relay.steps = steps
        #expect(await station.tools.perform(relay).provider == provider)
    }

    @Test func goesOnToALessSpecificRouteWhereNoRuleApplies() async throws {
        let station = try station(
            """
              relay.run: { when: { tenant: acme }, first: [crow] }
              default: { first: [raven] }
            """
        )
        #expect(await station.tools.perform(Relay("once")).provider == "raven")
        #expect(station.route?.rule == "default")
    }

    @Test func fallsBackToTheBuiltInOrder() async throws {
        let station = try station("  relay.run: { when: { tenant: acme }, first: [crow] }")
        #expect(await station.tools.perform(Relay("once")).provider == "pigeon")
        #expect(station.route?.rule == "built-in")
    }

    @Test func asksTheNextOneOnARefusalThatTheRouteNames() async throws {
        let station = try station(
            "  relay.run: { first: [pigeon, raven], alsoOn: [permission_denied] }",
            [.respond(403), .respond(200)]
        )
        #expect(await station.tools.perform(Relay("once")).provider == "raven")
        #expect(station.route?.verdicts == ["pigeon: permission_denied", "raven: chosen"])
    }

    @Test func staysWithARefusalThatTheRouteDoesNotName() async throws {
        let station = try station(
            "  relay.run: { first: [pigeon, raven], alsoOn: [permission_denied] }",
            [.respond(401), .respond(200)]
        )
        #expect(await station.tools.perform(Relay("once")).failure?.kind == .authenticationFailed)
        #expect(station.hosts == ["pigeon"])
    }

    @Test func neverAsksTheNextOneWhereAnythingWasDone() async throws {
        let station = try station(
            "  relay.run: { first: [pigeon, raven], alsoOn: [permission_denied] }",
            [.respond(200), .respond(403), .respond(200)]
        )
        let failure = await station.tools.perform(Relay("once", "once")).failure
        #expect(failure?.effect == .unknown)
        #expect(station.hosts == ["pigeon", "pigeon"])
    }

    @Test func keepsTheFingerprintOfTheConfiguration() async throws {
        let one = try station("  relay.run: { first: [pigeon] }")
        let other = try station("  relay.run: { first: [raven] }")
        _ = await one.tools.perform(Relay("once"))
        _ = await other.tools.perform(Relay("once"))
        #expect(one.route?.version?.count == 16)
        #expect(one.route?.version != other.route?.version)
        #expect(one.route?.version == one.tools.route(of: "relay.run").version)
    }

    @Test func namesTheInstanceThatTheConfigurationSwitchesOff() async throws {
        let station = try Station(
            configuration: "providers: { pigeon: { enabled: false } }\nroutes: { air.fly: { first: [pigeon] } }"
        )
        let failure = await station.tools.perform(Fly()).failure
        #expect(failure?.kind == .noRoute)
        #expect(failure?.message == "pigeon is switched off: the configuration says so")
        #expect(station.route?.verdicts == ["pigeon: switched off"])
    }
}

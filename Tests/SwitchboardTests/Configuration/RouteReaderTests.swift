import Switchboard
import SwitchboardCore
import Testing

struct RouteReaderTests {
    private func route(_ text: String) throws -> Route? {
        try parsed("routes: { \(text) }").routes.routes.values.first
    }

    @Test func readsSharesAndLosses() throws {
        let route = try route("relay.*: { weighted: { pigeon: 80, raven: 20 }, allowLoss: [text, person] }")
        let shares = [RouteRule.Share("pigeon", weight: 80), RouteRule.Share("raven", weight: 20)]
        #expect(route == Route([RouteRule(.weighted(shares), allowLoss: ["text", "person"])]))
    }

    @Test func readsWhoIsRequired() throws {
        #expect(
            try route("relay.run: { all: [pigeon, raven], required: [raven] }")
                == Route([RouteRule(.all(["pigeon", "raven"], required: ["raven"]))])
        )
        #expect(
            try route("relay.run: { all: [pigeon, raven] }")
                == Route([RouteRule(.all(["pigeon", "raven"], required: ["pigeon", "raven"]))])
        )
    }

    @Test func readsRulesWithConditions() throws {
        let route = try route(
            "relay.run: [ { when: { tenant: [a, b], steps: once }, first: [raven], alsoOn: [rejected] }, { first: [pigeon] } ]"
        )
        let condition = RouteCondition(tenants: ["a", "b"], fields: ["steps": ["once"]])
        #expect(
            route
                == Route([
                    RouteRule(.first(["raven"]), when: condition, alsoOn: [.rejected]), RouteRule(.first(["pigeon"])),
                ])
        )
    }

    @Test(
        arguments: [
            ("relay.run: {}", "routes.relay.run: names no instance; give first, all or weighted"),
            (
                "relay.run: { first: [pigeon], all: [raven] }",
                "routes.relay.run: has first and all; give one of them"
            ),
            ("relay.run: { weighted: { pigeon: 0 } }", "routes.relay.run.weighted.pigeon: is not a whole number"),
            ("relay.run: { weighted: { dove: 5 } }", "routes.relay.run.weighted: names no provider instance"),
            ("relay.run: { first: [pigeon], required: [pigeon] }", "routes.relay.run.required: goes with all only"),
            ("relay.run: { all: [pigeon], required: [raven] }", "routes.relay.run.required: names raven"),
            ("relay.run: { first: [pigeon], alsoOn: [timeout] }", "routes.relay.run.alsoOn: names timeout"),
            ("relay.run: { first: [pigeon], allowLoss: [steps] }", "routes.relay.run.allowLoss: names steps"),
            (
                "relay.run: { first: [pigeon], when: { text: hello } }",
                "routes.relay.run.when.text: is nothing that a rule can ask for"
            ),
            (
                "relay.run: [ { first: [pigeon] }, { first: [raven] } ]",
                "routes.relay.run[1]: is never asked, since the rule before it has no condition"
            ),
            ("relay.run: []", "routes.relay.run: is an empty list"),
            ("air.fly: { first: [raven] }", "routes.air.fly: names nobody who can do air.fly"),
            ("air.*: { all: [raven] }", "routes.air.*: names nobody who can do air.fly"),
        ]
    )
    func refusesARuleThatCouldNeverWork(text: String, problem: String) {
        let found = problems("routes: { \(text) }")
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test func warnsOfAFamilyThatLeavesAnActionOut() throws {
        let configuration = try SwitchboardConfiguration.parse(
            "routes: { relay.*: { first: [crow] } }",
            file: nil,
            providers: Station.aviary
        )
        #expect(
            configuration.warnings.contains {
                $0.description.contains("routes.relay.*: names nobody who can do relay.peek")
            }
        )
    }

    @Test func showsRoutesAsTheyCanBeReadAgain() throws {
        let text = """
            routes:
              air.fly: { first: [pigeon], when: { tenant: [acme] } }
              default: [ { when: { tenant: [x] }, all: [pigeon, raven], required: [raven] }, { weighted: { pigeon: 1, raven: 9 } } ]
              relay.run: { first: [pigeon, raven], alsoOn: [permission_denied], allowLoss: [text] }
            """
        let configuration = try parsed(text)
        let shown = configuration.entries(providers: Station.providers).yaml
        #expect(try parsed(shown).routes == configuration.routes)
    }
}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ConfigurationInstanceTests {
    @Test func givesAnInstanceANameOfItsOwn() throws {
        let configuration = try parsed(
            "providers:\n  pigeon_eu: { type: pigeon, speed: fast }",
            environment: [
                "PIGEON_EU_TOKEN": "abcd", "PIGEON_EU_BASE_URL": "https://eu.example.com", "PIGEON_TOKEN": "efgh",
            ]
        )
        #expect(configuration.instances.map(\.settings.instance) == ["pigeon_eu", "pigeon", "raven"])
        let own = configuration.instances[0]
        #expect(own.typeName == "pigeon")
        #expect(own.isExplicit)
        #expect(own.settings.displayName == "Pigeon Post")
        #expect(own.settings["speed"] == "fast")
        #expect(own.settings["baseURL"] == "https://eu.example.com")
        #expect(own.settings.secret("token") == Secret("abcd"))
        #expect(configuration.instances[1].settings.secret("token") == Secret("efgh"))
    }

    @Test func putsTheEnvironmentOverTheFile() throws {
        let text = "providers: { pigeon: { speed: fast } }"
        #expect(try parsed(text, environment: ["PIGEON_SPEED": "slow"]).instances[0].settings["speed"] == "slow")
        #expect(try parsed(text, environment: ["PIGEON_SPEED": ""]).instances[0].settings["speed"] == "fast")
    }

    @Test func refusesAWrongValueInTheEnvironmentByTheVariable() {
        #expect(problems("", environment: ["PIGEON_SPEED": "quick"]) == ["PIGEON_SPEED: is not one of slow, fast"])
    }

    @Test func takesSwitchAndRateFromTheEnvironment() throws {
        let text = "providers: { pigeon: { rate: 600/min } }"
        let configuration = try parsed(text, environment: ["PIGEON_RATE": "5/s", "RAVEN_ENABLED": "false"])
        #expect(configuration.instances.map(\.settings.instance) == ["pigeon"])
        #expect(configuration.disabledInstances.map(\.settings.instance) == ["raven"])
        #expect(configuration.instances[0].rate == RateLimit(5, per: .seconds(1)))
        let origins = configuration.entries(providers: Station.providers).originsJSON
        #expect(origins["providers.pigeon.rate"] == "PIGEON_RATE")
        #expect(origins["providers.raven.enabled"] == "RAVEN_ENABLED")
        #expect(
            problems("", environment: ["PIGEON_ENABLED": "no", "RAVEN_RATE": "often"]) == [
                "PIGEON_ENABLED: is not true or false",
                "RAVEN_RATE: is not a rate such as 600/min, 100/s or 1000/10s",
            ]
        )
    }

    @Test(arguments: [
        ("PIGEON_SPED", "no key has this variable; did you mean PIGEON_SPEED?"),
        ("PIGEON_TOKEN_FIEL", "no key has this variable; did you mean PIGEON_TOKEN_FILE?"),
        ("PIGEON_EU_RAT", "no key has this variable; did you mean PIGEON_EU_RATE?"),
        ("PIGEON_TYPE", "this key has no variable; set it in the configuration file"),
        ("PIGEON_RESILIENCE_RETRIES", "this key has no variable; set it in the configuration file"),
    ])
    func warnsOfAVariableThatNothingReads(name: String, remark: String) throws {
        let environment = [name: "x", "PIGEON_TOKEN": "abcd", "PIGEON_EU_SPEED": "fast", "OTHER": "x"]
        let configuration = try parsed("providers: { pigeon_eu: { type: pigeon } }", environment: environment)
        #expect(configuration.warnings.map(\.description) == ["\(name): is ignored: \(remark)"])
    }

    @Test func warnsOfAnUnreadVariableAtTheStart() throws {
        let station = try Station(environment: ["PIGEON_TOKEN": "abcd", "PIGEON_SPED": "fast"])
        #expect(station.log.lines.contains { $0.hasPrefix("warning") && $0.contains("PIGEON_SPED") })
    }

    @Test func refusesAnUnknownType() {
        #expect(
            problems("providers:\n  ravn: {}")
                == ["test.yaml:2: providers.ravn: names no type of provider; did you mean raven?; set type"]
        )
        #expect(
            problems("providers:\n  mine:\n    type: carrier")
                == ["test.yaml:2: providers.mine: names no type of provider; set type"]
        )
    }

    @Test(arguments: ["Pigeon", "pigeon-eu", "9pigeon", "pigeon.eu", "pigeon eu"])
    func refusesANameThatMakesNoVariable(name: String) {
        #expect(
            problems("providers:\n  '\(name)': { type: pigeon }")
                == ["test.yaml:2: providers.\(name): must be lower-case letters, digits and underscores"]
        )
    }

    @Test func leavesADisabledInstanceOut() throws {
        let configuration = try parsed("providers: { pigeon: { enabled: false } }")
        #expect(configuration.instances.map(\.settings.instance) == ["raven"])
    }

    @Test func checksADisabledInstanceAllTheSame() {
        #expect(problems("providers: { pigeon: { enabled: false, sped: fast } }").count == 1)
    }

    @Test func refusesATypeThatTheFacadeWasNotGiven() throws {
        let configuration = try parsed("")
        let failure = #expect(throws: Failure.self) {
            try CommunicationTools(
                configuration: configuration,
                providers: [Raven.self],
                transport: Deadlines(),
                audit: Station().audit
            )
        }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "providers.pigeon")
    }
}

struct ConfigurationRouteTests {
    @Test(
        arguments: [
            (
                "routes:\n  relay.rnu: { first: [pigeon] }",
                "test.yaml:2: routes.relay.rnu: is no action, family or default; did you mean relay.run?"
            ),
            ("routes:\n  post.*: { first: [pigeon] }", "test.yaml:2: routes.post.*: is no action, family or default"),
            (
                "routes:\n  default:\n    first: [ravn]",
                "test.yaml:3: routes.default.first: names no provider instance; did you mean raven?"
            ),
            ("routes:\n  default: {}", "test.yaml:2: routes.default: names no instance; give first, all or weighted"),
            (
                "routes:\n  default: { first: [pigeon, raven, pigeon] }",
                "test.yaml:2: routes.default.first: names pigeon twice"
            ),
        ]
    )
    func refusesARouteThatLeadsNowhere(text: String, problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test func takesInstancesOfOnesOwn() throws {
        let text = "providers: { fast: { type: pigeon } }\nroutes: { air.fly: { first: [fast, pigeon] } }"
        #expect(try parsed(text).routes.routes["air.fly"]?.rules.map(\.providers) == [["fast", "pigeon"]])
    }

    @Test func takesADisabledInstance() throws {
        let text = "providers: { pigeon: { enabled: false } }\nroutes: { default: { first: [pigeon, raven] } }"
        #expect(try parsed(text).routes.routes["default"]?.rules.map(\.providers) == [["pigeon", "raven"]])
    }
}

struct ConfigurationValueTests {
    @Test(
        arguments: [
            ("250ms", Duration.milliseconds(250)), ("1s", .seconds(1)), ("2m", .seconds(120)), ("2min", .seconds(120)),
            ("1h", .seconds(3600)), ("1d", .seconds(86_400)), ("999999999ms", .milliseconds(999_999_999)),
        ]
    )
    func readsADuration(text: String, duration: Duration) throws {
        #expect(try parsed("resilience: { deadline: \(text) }").resilience.deadline == duration)
    }

    @Test(arguments: ["10", "0s", "-1s", "1.5s", "1 s", "s", "1w", "1000000000s", "999999999d", "400d", "1S", "٣s"])
    func refusesWhatIsNoDuration(text: String) {
        #expect(
            problems("resilience: { deadline: '\(text)' }")
                == ["test.yaml:1: resilience.deadline: is not a duration above zero, such as 250ms, 10s, 2m or 1h"]
        )
    }

    @Test(
        arguments: [
            ("600/min", RateLimit(600, per: .seconds(60))), ("100/s", RateLimit(100, per: .seconds(1))),
            ("1000/10s", RateLimit(1000, per: .seconds(10))), ("5/1h", RateLimit(5, per: .seconds(3600))),
        ]
    )
    func readsARate(text: String, rate: RateLimit) throws {
        #expect(try parsed("providers: { pigeon: { rate: \(text) } }").instances[0].rate == rate)
    }

    @Test(arguments: ["600", "0/s", "-1/s", "10/", "/s", "10/0s", "10/s/s", "10/week", "9999999999/s", "1.5/s"])
    func refusesWhatIsNoRate(text: String) {
        #expect(problems("providers: { pigeon: { rate: '\(text)' } }").count == 1)
    }
}

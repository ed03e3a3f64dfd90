import Switchboard
import SwitchboardCore
import Testing

struct ConfigurationEntryTests {
    /// Every key that a file may have, none with its default.
    static let everything = """
        service:
          name: platform
          environment: staging
        providers:
          pigeon:
            enabled: true
            speed: fast
            baseURL: https://loft.example.com/a
            rate: 600/min
            resilience: { retries: 2, breaker: { failures: 9 } }
          night_raven:
            type: raven
            enabled: false
            speed: fast
        routes:
          default:
            first: [pigeon, night_raven]
          relay.*:
            first: [raven]
        resilience:
          deadline: 30s
          attemptTimeout: 1500ms
          retries: 0
          backoff: 2s
          backoffCap: 1m
          jitter: 0.5
          breaker: { failures: 7, window: 2m, openFor: 1h }
          longestWait: 30s
          retryBudget: { share: 0.5, floor: 3, window: 1m }
          concurrency: { start: 4, least: 2, most: 16, keep: 0.5, queue: 10 }
          limiter: { scarce: 0.2, comeback: 0.5, recovery: 0.25 }
        audit:
          directory: /srv/log
          required: false
          synchronous: normal
          masterKeyFile: /run/key
        transport:
          caFile: /etc/ca.pem
          proxy: http://proxy.example.com:3128
          http2: true
          connectTimeout: 250ms
          stallLimit: 1d
        """

    private func entries(_ text: String, environment: [String: String] = [:]) throws -> [ConfigurationEntry] {
        try parsed(text, environment: environment).entries(providers: Station.providers)
    }

    @Test(arguments: [everything, ""]) func loadsAgainAsItWasShown(text: String) throws {
        let first = try parsed(text)
        let shown = first.entries(providers: Station.providers).yaml
        let second = try parsed(shown)
        #expect(second.service == first.service)
        #expect(second.resilience == first.resilience)
        #expect(second.routes == first.routes)
        #expect(second.transport == first.transport)
        #expect(second.audit.directory == first.audit.directory)
        #expect(second.audit.isRequired == first.audit.isRequired)
        #expect(second.audit.isFullySynchronous == first.audit.isFullySynchronous)
        #expect(second.audit.masterKeyFile == first.audit.masterKeyFile)
        for list in [\SwitchboardConfiguration.instances, \.disabledInstances] {
            let pairs = zip(second[keyPath: list], first[keyPath: list])
            #expect(second[keyPath: list].count == first[keyPath: list].count)
            for (second, first) in pairs {
                #expect(second.settings.instance == first.settings.instance)
                #expect(second.typeName == first.typeName)
                #expect(second.rate == first.rate)
                #expect(second.resilience == first.resilience)
                for key in ["speed", "baseURL"] { #expect(second.settings[key] == first.settings[key]) }
            }
        }
        #expect(second.entries(providers: Station.providers).json == first.entries(providers: Station.providers).json)
    }

    @Test func showsEveryKeyThatStandsInTheFile() throws {
        let origins = try #require(try entries(Self.everything).originsJSON.object)
        let fromFile = origins.filter { $0.value.string?.hasPrefix("test.yaml:") == true }
        // What raven and the instance of one's own take over from the top is shown with the top's line.
        let own = fromFile.keys.filter { !$0.contains("raven.resilience") }
        #expect(own.count == 61)
        #expect(fromFile["service.name"] == "test.yaml:2")
        #expect(fromFile["providers.pigeon.resilience.retries"] == "test.yaml:10")
        #expect(fromFile["providers.pigeon.resilience.jitter"] == "test.yaml:26")
        #expect(fromFile["routes.relay.*"] == "test.yaml:19")
        #expect(origins["providers.raven.speed"] == "built-in default")
    }

    @Test(arguments: [
        "null", "~", "yes", "true", "12", "1.5", "1e3", "٣", "a: b", "a #b", "# x", "*x", "&x", "{x}", "[x]", "- x",
        "\"x\"", "'x'", "x:", " x", "x ", "ü", "🎉", "a\\b", "@x", "%x", "!x", "|", ">", "?", "0x10", "a\tb",
        "a\u{2028}b", "a\u{85}\u{7F}b", "a\nb",
        "2026-01-01",
    ])
    func quotesWhatYAMLCouldTakeForSomethingElse(name: String) throws {
        var configuration = try parsed("")
        configuration.service.name = name
        #expect(try parsed(configuration.entries(providers: Station.providers).yaml).service.name == name)
    }

    @Test func saysWhereEachValueComesFrom() throws {
        try withFile("from-file-0123456789") { (path: String) throws in
            let text = "providers:\n  pigeon:\n    speed: slow\n    tokenFile: '\(path)'\n"
            let environment = [
                "PIGEON_SPEED": "fast", "PIGEON_SECOND_TOKEN": "variable-0123456789", "RAVEN_TOKEN_FILE": path,
                "SWITCHBOARD_MASTER_KEY": "master-0123456789",
            ]
            let entries = try entries(text, environment: environment)
            let origins = entries.originsJSON
            #expect(origins["providers.pigeon.speed"] == "PIGEON_SPEED")
            #expect(origins["providers.pigeon.token"] == .string("\(path), named by test.yaml:4"))
            #expect(origins["providers.pigeon.secondToken"] == "PIGEON_SECOND_TOKEN")
            #expect(origins["providers.raven.token"] == .string("\(path), named by RAVEN_TOKEN_FILE"))
            #expect(origins["audit.masterKey"] == "SWITCHBOARD_MASTER_KEY")
            #expect(entries.json["providers"]?["pigeon"]?["tokenFile"] == .string(path))
            #expect(entries.json["providers"]?["raven"]?["tokenFile"] == nil)
            #expect(entries.json["audit"]?["masterKey"] == "[redacted]")
            let everything = entries.yaml + String(decoding: entries.json.serialized(), as: UTF8.self)
            #expect(!everything.contains("0123456789"))
            #expect(everything.contains("# token: [redacted]"))
            #expect(try parsed(entries.yaml).instances[0].settings.secret("token") == Secret("from-file-0123456789"))
        }
    }

    @Test func showsNoCredentialInsideAnAddress() throws {
        let proxy = "http://user:hunter22@proxy.example.com:3128"
        let entries = try entries("transport: { proxy: '\(proxy)' }\nproviders: { pigeon: { baseURL: '\(proxy)' } }")
        #expect(entries.yaml.contains("# proxy: http://[redacted]@proxy.example.com:3128  # test.yaml:1"))
        #expect(!entries.yaml.contains("hunter22"))
        #expect(!String(decoding: entries.json.serialized(), as: UTF8.self).contains("hunter22"))
    }
}

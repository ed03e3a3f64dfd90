import Switchboard
import SwitchboardCore
import Testing

/// Reads a text with the two made-up providers.
func parsed(
    _ text: String,
    environment: [String: String] = [:]
) throws(ConfigurationError) -> SwitchboardConfiguration {
    try .parse(text, file: "test.yaml", environment: environment, providers: Station.providers)
}

/// The problems of a text, as an operator sees them.
func problems(_ text: String, environment: [String: String] = [:]) -> [String] {
    do throws(ConfigurationError) {
        _ = try parsed(text, environment: environment)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

struct ConfigurationKeyTests {
    @Test func hasTheDocumentedDefaults() throws {
        let configuration = try parsed("")
        #expect(configuration.service.name == "switchboard")
        #expect(configuration.service.environment == nil)
        let limits = configuration.resilience
        #expect(limits.deadline == .seconds(120))
        #expect(limits.attemptTimeout == .seconds(10))
        #expect(limits.retries == 3)
        #expect(limits.backoff == .seconds(1))
        #expect(limits.backoffCap == .seconds(8))
        #expect(limits.jitter == 0.25)
        #expect(limits.breakerFailures == 5)
        #expect(limits.breakerWindow == .seconds(60))
        #expect(limits.breakerOpenFor == .seconds(60))
        #expect(configuration.audit.directory == "var/audit")
        #expect(configuration.audit.isRequired)
        #expect(configuration.audit.isFullySynchronous)
        #expect(configuration.audit.masterKey == nil)
        #expect(configuration.audit.masterKeyFile == nil)
        #expect(configuration.transport.caFile == nil)
        #expect(configuration.transport.proxy == nil)
        #expect(!configuration.transport.offersHTTP2)
        #expect(configuration.transport.connectTimeout == .seconds(5))
        #expect(configuration.transport.stallLimit == .seconds(15))
        #expect(configuration.routes == RouteTable())
        #expect(configuration.instances.map(\.settings.instance) == ["pigeon", "raven"])
        #expect(configuration.instances.allSatisfy { !$0.isExplicit && $0.rate == nil && $0.resilience == limits })
        #expect(configuration.instances[0].settings["speed"] == "slow")
    }

    @Test func readsTheService() throws {
        let service = try parsed("service: { name: platform, environment: staging }").service
        #expect(service.name == "platform")
        #expect(service.environment == "staging")
    }

    private static let limits = """
        deadline: 30s
          attemptTimeout: 1500ms
          retries: 0
          backoff: 2s
          backoffCap: 1m
          jitter: 0
          breaker: { failures: 7, window: 2m, openFor: 1h }
        """

    @Test func readsTheLimits() throws {
        let limits = try parsed("resilience:\n  \(Self.limits)").resilience
        #expect(limits.deadline == .seconds(30))
        #expect(limits.attemptTimeout == .milliseconds(1500))
        #expect(limits.retries == 0)
        #expect(limits.backoff == .seconds(2))
        #expect(limits.backoffCap == .seconds(60))
        #expect(limits.jitter == 0)
        #expect(limits.breakerFailures == 7)
        #expect(limits.breakerWindow == .seconds(120))
        #expect(limits.breakerOpenFor == .seconds(3600))
    }

    @Test func readsTheAuditLog() throws {
        let audit = try parsed(
            "audit: { directory: /srv/log, required: false, synchronous: normal, masterKeyFile: /run/key }",
            environment: ["SWITCHBOARD_MASTER_KEY": "c2VjcmV0"]
        )
        .audit
        #expect(audit.directory == "/srv/log")
        #expect(!audit.isRequired)
        #expect(!audit.isFullySynchronous)
        #expect(audit.masterKeyFile == "/run/key")
        #expect(audit.masterKey == Secret("c2VjcmV0"))
        #expect(try parsed("audit: { synchronous: full }").audit.isFullySynchronous)
    }

    @Test func readsTheTransport() throws {
        let transport = try parsed(
            """
            transport:
              caFile: /etc/ca.pem
              proxy: http://proxy.example.com:3128
              http2: true
              connectTimeout: 250ms
              stallLimit: 1d
            """
        )
        .transport
        #expect(transport.caFile == "/etc/ca.pem")
        #expect(transport.proxy == "http://proxy.example.com:3128")
        #expect(transport.offersHTTP2)
        #expect(transport.connectTimeout == .milliseconds(250))
        #expect(transport.stallLimit == .seconds(86_400))
    }

    @Test func readsAnInstance() throws {
        let configuration = try parsed(
            """
            resilience: { retries: 1, backoff: 3s }
            providers:
              pigeon:
                speed: fast
                baseURL: https://loft.example.com
                rate: 600/min
                resilience: { retries: 2, breaker: { failures: 9 } }
            """
        )
        let pigeon = try #require(configuration.instances.first)
        #expect(pigeon.typeName == "pigeon")
        #expect(pigeon.isExplicit)
        #expect(pigeon.settings["speed"] == "fast")
        #expect(pigeon.settings["baseURL"] == "https://loft.example.com")
        #expect(pigeon.rate == RateLimit(600, per: .seconds(60)))
        #expect(pigeon.resilience.retries == 2)
        #expect(pigeon.resilience.backoff == .seconds(3))
        #expect(pigeon.resilience.breakerFailures == 9)
        #expect(configuration.instances[1].resilience.retries == 1)
    }

    @Test func readsRoutes() throws {
        let routes = try parsed(
            """
            routes:
              default: { first: [pigeon, raven] }
              relay.*: { first: [raven] }
              air.fly: { first: [pigeon] }
            """
        )
        .routes
        #expect(
            routes
                == RouteTable([
                    "default": Route(first: ["pigeon", "raven"]), "relay.*": Route(first: ["raven"]),
                    "air.fly": Route(first: ["pigeon"]),
                ])
        )
    }

    @Test(arguments: ["", "# nothing\n", "{}", "~", "service:\nproviders:\nroutes:\naudit: ~\ntransport: null\n"])
    func takesAnEmptyFileOrSectionForTheDefaults(text: String) throws {
        let configuration = try parsed(text)
        #expect(configuration.instances.count == 2)
        #expect(configuration.audit.directory == "var/audit")
    }

    @Test func takesAKeyWithoutAValueForAbsent() throws {
        let configuration = try parsed(
            """
            service: { name: , environment: ~ }
            audit: { directory: null }
            resilience: { retries: }
            transport:
              proxy:
            providers: { pigeon: { type: , speed: , rate: ~, enabled: } }
            """
        )
        #expect(configuration.service.name == "switchboard")
        #expect(configuration.service.environment == nil)
        #expect(configuration.audit.directory == "var/audit")
        #expect(configuration.transport.proxy == nil)
        #expect(configuration.instances[0].settings["speed"] == "slow")
    }
}

import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// A courier whose reads fail, and are limited, apart from its writes, and which tells its rate limit with every answer.
struct Stork: Courier {
    static let name = "stork"
    static let displayName = "Stork Mail"
    static let actions = ActionTable<Self>(handles(run))
    static let endpointGroups = [
        EndpointGroup("parcels"),
        EndpointGroup("search", paths: ["/safe"], rate: RateLimit(1, per: .seconds(20), burst: 1)),
    ]

    let base: BaseURL
    let token: Secret

    init(settings: ProviderSettings) throws(Failure) {
        token = try settings.requiredSecret("token")
        base = try settings.baseURL(default: "https://stork.example.com")
    }

    var rateLimitHeaders: RateLimitHeaders {
        RateLimitHeaders(limit: "X-Quota", remaining: "X-Quota-Left", reset: "X-Quota-Ends", resetForm: .delta)
    }
}

/// Endpoint groups and a provider's own words about its limit, seen through the hub.
struct EndpointGroupHubTests {
    private func station(
        _ script: [ScriptedTransport.Step],
        _ configuration: String = "resilience: { retries: 0, breaker: { failures: 1 } }"
    ) throws -> Station {
        try Station(
            script,
            configuration: configuration,
            environment: ["STORK_TOKEN": "stork-token-0123456789"],
            providers: [Stork.self]
        )
    }

    @Test func aBrokenSearchStopsNoParcels() async throws {
        let station = try station([.respond(500), .respond(200)])
        #expect(await station.tools.perform(Relay("safe")).failure?.kind == .providerUnavailable)
        let refused = await station.tools.perform(Relay("safe")).failure
        #expect(refused?.message == "Circuit breaker is open - Stork Mail search API unavailable")
        #expect(await station.tools.perform(Relay("once")).isSuccess)
    }

    @Test func aGroupsRateIsTheProvidersOrTheConfigurations() async throws {
        let station = try station(Array(repeating: .respond(200), count: 5))
        for _ in 0..<2 { #expect(await station.tools.perform(Relay("safe")).isSuccess) }
        #expect(station.time.elapsed == .seconds(20))
        #expect(await station.tools.perform(Relay("once")).isSuccess)
        #expect(station.time.elapsed == .seconds(20))
        let faster = try self.station(
            Array(repeating: .respond(200), count: 2),
            "providers: { stork: { groupRates: { search: 1/4s } } }"
        )
        for _ in 0..<2 { #expect(await faster.tools.perform(Relay("safe")).isSuccess) }
        #expect(faster.time.elapsed == .seconds(4))
    }

    @Test func refusesTheRateOfAGroupThatIsNotThere() throws {
        let problem = #expect(throws: ConfigurationError.self) {
            try station([], "providers: { stork: { groupRates: { serach: 1/4s } } }")
        }
        #expect(
            problem?.problems.map(\.description) == [
                "providers.stork.groupRates.serach: unknown key; did you mean search?"
            ]
        )
    }

    @Test func spreadsWhatAnAnswerSaysIsLeft() async throws {
        let scarce = ["X-Quota": "100", "x-quota-left": "4", "X-Quota-Ends": "40"]
        let station = try station([.respond(200, headers: scarce), .respond(200), .respond(200)])
        for _ in 0..<3 { #expect(await station.tools.perform(Relay("once")).isSuccess) }
        #expect(station.time.elapsed == .seconds(10))
    }

    @Test func doesNothingWhereMuchIsLeft() async throws {
        let plenty = ["X-Quota": "100", "X-Quota-Left": "10", "X-Quota-Ends": "40"]
        let station = try station(Array(repeating: .respond(200, headers: plenty), count: 3))
        for _ in 0..<3 { #expect(await station.tools.perform(Relay("once")).isSuccess) }
        #expect(station.time.elapsed == .zero)
    }

    @Test func sharesTheRetryBudgetAmongAllCalls() async throws {
        let station = try station(
            Array(repeating: .respond(503, headers: ["Retry-After": "1"]), count: 4),
            "resilience: { retryBudget: { floor: 1, share: 0 } }"
        )
        let failure = await station.tools.perform(Relay("once")).failure
        #expect(failure?.message.hasSuffix("; the retry budget is exhausted") == true)
        #expect(station.urls.count == 2)
    }
}

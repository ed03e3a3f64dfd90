import Resilience
import Switchboard
import SwitchboardCore

/// Everything that one seed decides beforehand: who calls, how the hub is configured, what goes wrong and when.
struct Scenario: Sendable {
    /// Trouble of one instance for a while.
    struct Spell: Sendable {
        var instance: String
        var from: Duration
        var to: Duration
        var weather: Weather
    }

    /// Trouble of the audit log for a while.
    struct LogTrouble: Sendable {
        var from: Duration
        var to: Duration
        /// Whether it takes nothing; slow otherwise.
        var isBroken: Bool
    }

    /// What an operator, or the machine, does at a moment.
    enum Deed: Sendable {
        case force(String, CircuitBreaker.Force?)
        case jumpWallClock(Duration)
        case shutDown
    }

    static let ferryInstances = ["alpha", "beta"]
    static let bargeInstances = ["gamma"]
    static let instances = ferryInstances + bargeInstances
    /// What has a breaker and a concurrency limit of its own.
    static let lanes = instances + bargeInstances.map { "\($0)/inquiries" }

    let seed: UInt64
    var settings: ResilienceConfiguration
    var rates: [String: RateLimit] = [:]
    var route: RouteRule
    var callers: [[Call]] = []
    var spells: [Spell] = []
    var logTroubles: [LogTrouble] = []
    var logLatency = Duration.zero
    var isAuditRequired = true
    var deeds: [(at: Duration, deed: Deed)] = []
    /// How much time a job may take, in microseconds; 0 for none.
    var drift = 0
    /// Whether transports miss deadlines now and then.
    var overruns = false
    /// Whether providers name times to come back that lie hours ahead.
    var harsh = false
    /// When the last trouble is over.
    var healsAt = Duration.zero

    /// Draws a scenario.
    init(seed: UInt64) {
        self.seed = seed
        var generator = SeededGenerator(seed: seed, stream: 4)
        settings = .drawn(&generator)
        route = .drawn(&generator)
        drawWorld(&generator)
        drawCallers(&generator)
        drawSpells(&generator)
        drawDeeds(&generator)
        drawLog(&generator)
    }

    /// How many calls a lane gets at once in the end.
    static let waveSize = 2

    /// The calls that must all succeed once everything is well: for each lane one to find out, and then a wave.
    var finale: [Call] {
        let first = callers.joined().count
        return (0..<(1 + Self.waveSize) * Self.lanes.count)
            .map { index in
                let parts = Self.lanes[index % Self.lanes.count].split(separator: "/")
                let work = parts.count > 1 ? Call.Work.inquiry(1) : .errand(["once"])
                return Call(number: first + index, work: work, pause: .zero, provider: String(parts[0]))
            }
    }

    /// Whether the tools are shut down while calls may be under way.
    var shutsDownEarly: Bool { deeds.contains { if case .shutDown = $0.deed { true } else { false } } }

    /// What the weather is at an instance.
    func weather(at instance: String, _ now: Duration) -> Weather? {
        spells.first { $0.instance == instance && $0.from <= now && now < $0.to }?.weather
    }

    /// The hub's configuration.
    var configuration: SwitchboardConfiguration {
        var configuration = SwitchboardConfiguration()
        configuration.resilience = settings
        configuration.audit.isRequired = isAuditRequired
        configuration.routes = RouteTable(["errand.*": Route([route])])
        configuration.instances = Self.instances.map { name in
            let isBarge = Self.bargeInstances.contains(name)
            return InstanceConfiguration(
                typeName: isBarge ? Barge.name : Ferry.name,
                settings: ProviderSettings(instance: name, displayName: name),
                rate: rates[name],
                resilience: settings
            )
        }
        return configuration
    }
}

import Logging
import Metrics
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Tracing

/// A hub with the two made-up providers, whose answers are scripted and whose time is virtual.
struct Station {
    static let pigeonToken = "pigeon-token-0123456789"
    static let ravenToken = "raven-token-9876543210"
    static let providers: [any Provider.Type] = [Pigeon.self, Raven.self]
    static let aviary = providers + [Crow.self]
    static let both = "routes: { default: { first: [pigeon, raven] } }"

    let transport: ScriptedTransport
    let time: ManualTime
    let audit: RecordingAuditLog
    let log = RecordingLog()
    let tools: CommunicationTools

    init(
        _ script: [ScriptedTransport.Step] = [],
        configuration: String = "",
        environment: [String: String] = ["PIGEON_TOKEN": pigeonToken, "RAVEN_TOKEN": ravenToken],
        providers: [any Provider.Type] = providers,
        audit: RecordingAuditLog = RecordingAuditLog(),
        time: ManualTime = ManualTime(),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        tracer: any Tracer = NoOpTracer()
    ) throws {
        transport = ScriptedTransport(script)
        self.audit = audit
        self.time = time
        tools = try CommunicationTools(
            configuration: .parse(configuration, file: nil, environment: environment, providers: providers),
            providers: providers,
            transport: transport,
            audit: audit,
            time: time.source,
            logger: log.logger,
            metrics: metrics,
            tracer: tracer
        )
    }

    /// The addresses of all requests so far.
    var urls: [String] { transport.sent.map(\.url) }

    /// The hosts of all requests so far, by the provider's name.
    var hosts: [String] { urls.compactMap { $0.split(separator: "/")[1].split(separator: ".").first.map(String.init) } }

    /// How the only action so far was routed.
    var route: RouteDecision? { audit.outcomes.last?.route }
}

extension RouteDecision {
    /// Each candidate and what became of it, in order.
    var verdicts: [String] { candidates.map { "\($0.provider): \($0.verdict)" } }
}

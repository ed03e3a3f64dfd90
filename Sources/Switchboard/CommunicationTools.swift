package import AuditStore
import CurlTransport
public import Logging
public import Metrics
public import ServiceLifecycle
public import SwitchboardCore
import Synchronization
public import Tracing

/// The communication tools: one call says what should happen, configuration decides which provider does it.
///
/// Every call is routed, protected by the resilience layer and recorded in the audit log. Calls are independent of each
/// other and may come from any number of tasks.
///
/// ```swift
/// let tools = try CommunicationTools(configuration: .load())
/// let outcome = await tools.perform(NoteContact(person: Person(email: "ada@example.com"), body: "wants a demo"))
/// await tools.shutdown()
/// ```
public final class CommunicationTools: Sendable {
    private let present: Mutex<Arrangement>
    let stamps: Mutex<[String: FileStamp]>
    let heldBack = Mutex<HeldBack?>(nil)
    let switchReader: SwitchReader?
    let canReadSwitches = Mutex(true)
    let bulletin: Bulletin?
    /// Whether a provider has refused its credentials since their files were looked at.
    let doubtsCredentials = Atomic(false)
    private let obeysForces: Bool
    private let follower = Mutex<Task<Void, Never>?>(nil)
    let catalog: ActionCatalog
    let providerTypes: [any Provider.Type]
    let transport: any Transport
    let audit: any AuditLog
    let identities: IdentityMemory?
    let time: TimeSource
    let logger: Logger
    let telemetry: Telemetry
    let makings: ProviderInstance.Makings
    let gate = WorkGate()

    /// Creates the tools around a transport and an audit log of the caller's choice.
    ///
    /// - Parameters:
    ///   - configuration: Instances, routes, limits.
    ///   - providers: The types of providers that configuration may name.
    ///   - transport: What sends requests; shut down together with the tools.
    ///   - audit: Where everything is recorded; shut down together with the tools.
    ///   - time: Clocks, waiting, randomness and ids.
    ///   - logger: Where log lines go; everything at debug, but what an operator must see.
    ///   - metrics: Where metrics go: what the process has bootstrapped by now, unless given.
    ///   - tracer: Where spans go: what the process has bootstrapped by now, unless given.
    /// - Throws: ``Failure/Kind/invalidInput`` for a value in the configuration that cannot be right.
    public convenience init(
        configuration: SwitchboardConfiguration,
        providers: [any Provider.Type] = builtInProviders,
        transport: any Transport,
        audit: any AuditLog,
        time: TimeSource = .system,
        logger: Logger = Logger(label: "switchboard"),
        metrics: any MetricsFactory = MetricsSystem.factory,
        tracer: any Tracer = InstrumentationSystem.tracer
    ) throws(Failure) {
        try self.init(
            configuration: configuration,
            providers: providers,
            understudy: nil,
            transport: transport,
            audit: audit,
            time: time,
            logger: logger,
            metrics: metrics,
            tracer: tracer
        )
    }

    /// Creates the tools, with an understudy in the place of every provider where there is one.
    ///
    /// Without an identity map everybody is looked up for every action.
    /// The switch reader tells what operators have switched; it is `nil` where there is no audit folder to share with them.
    /// Tools for looking only do not obey forces: they leave their breakers alone. The bulletin tells operators of these
    /// tools; it is `nil` where nobody could read it.
    package init(
        configuration: SwitchboardConfiguration,
        providers: [any Provider.Type],
        understudy: (any Understudy)?,
        transport: any Transport,
        audit: any AuditLog,
        identities: (any IdentityMap)? = nil,
        time: TimeSource,
        logger: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory,
        tracer: any Tracer = InstrumentationSystem.tracer,
        switchReader: SwitchReader? = nil,
        obeysForces: Bool = true,
        bulletin: Bulletin? = nil
    ) throws(Failure) {
        let telemetry = Telemetry(metrics: metrics, tracer: tracer, time: time)
        let makings = ProviderInstance.Makings(time: time, telemetry: telemetry, understudy: understudy)
        let switches = try switchReader?.read() ?? Switches()
        let arrangement = try Arrangement(configuration, providers: providers, makings, switches: switches)
        if obeysForces { arrangement.forceBreakers() }
        present = Mutex(arrangement)
        self.switchReader = switchReader
        self.obeysForces = obeysForces
        self.bulletin = bulletin
        stamps = Mutex(configuration.fileStamps)
        self.makings = makings
        self.telemetry = telemetry
        self.catalog = ActionCatalog(providers: providers)
        self.providerTypes = providers
        self.transport = transport
        self.audit = audit
        self.time = time
        var logger = logger
        if let environment = configuration.service.environment {
            logger[metadataKey: LogKey.environment] = "\(environment)"
        }
        self.logger = logger
        self.identities = identities.map { IdentityMemory($0, logger: logger) }
        warnOfUnusedValues()
        warnOfMissingCredentials()
    }

    /// Creates the tools with libcurl and the SQLite audit log, as the configuration says.
    ///
    /// Where the configuration came from a file, a change of it, or of a file with a credential, is taken within 2 s. So is
    /// what an operator switches in the audit log's folder; what is switched already holds from the start.
    /// Opening the log reports actions of earlier processes whose fate is unknown.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a value that cannot be right; `audit_unavailable` where the log cannot
    ///   be opened.
    public convenience init(
        configuration: SwitchboardConfiguration,
        providers: [any Provider.Type] = builtInProviders,
        time: TimeSource = .system,
        logger: Logger = Logger(label: "switchboard"),
        metrics: any MetricsFactory = MetricsSystem.factory,
        tracer: any Tracer = InstrumentationSystem.tracer
    ) throws(Failure) {
        // What is wrong with an instance is said before anything is opened or made.
        _ = try Arrangement(configuration, providers: providers, ProviderInstance.Makings(time: time))
        let audit = try configuration.audit.open(time: time, onCommit: AuditMetrics(metrics)?.note)
        try self.init(
            configuration: configuration,
            providers: providers,
            understudy: nil,
            transport: try CurlTransport(configuration: configuration.transport.curl, time: time),
            audit: audit,
            identities: try configuration.audit.identities(time: time),
            time: time,
            logger: logger,
            metrics: metrics,
            tracer: tracer,
            switchReader: configuration.audit.switches,
            bulletin: Bulletin(in: configuration.audit.running, time: time, logger: logger)
        )
        reportOpenActions(in: audit)
        // What it looks at changes in the system's time, also where the calls have a clock of their own: one that jumps to
        // the end of each sleep would be driven by this loop.
        let system = TimeSource.system
        let task = Task { [weak self] in
            while (try? await system.sleep(system.now().advanced(by: Self.lookInterval))) != nil {
                guard let self else { return }
                await lookAround()
            }
        }
        follower.withLock { $0 = task }
    }

    /// What a call that begins now goes by.
    var arrangement: Arrangement { present.withLock(\.self) }

    /// The configuration that a call that begins now goes by.
    var configuration: SwitchboardConfiguration { arrangement.configuration }

    /// Makes an arrangement and puts it into the place of the present one.
    ///
    /// - Parameters:
    ///   - configuration: The configuration; the present one unless given.
    ///   - switches: What operators have switched; as at present unless given.
    /// - Returns: The one before, and the new one, or why there is none.
    func replaceArrangement(
        by configuration: SwitchboardConfiguration? = nil,
        switches: Switches? = nil
    ) -> (old: Arrangement, result: Result<Arrangement, Failure>) {
        while true {
            let old = arrangement
            do throws(Failure) {
                let new = try Arrangement(
                    configuration ?? old.configuration,
                    providers: providerTypes,
                    makings,
                    switches: switches ?? old.switches,
                    inPlaceOf: old
                )
                obeyForces(of: new)
                let isReplaced = present.withLock { present in
                    // Somebody may have replaced it meanwhile, with instances that must go along.
                    let isUnchanged = present === old
                    if isUnchanged { present = new }
                    return isUnchanged
                }
                if isReplaced { return (old, .success(new)) }
            } catch {
                return (old, .failure(error))
            }
        }
    }

    /// Forces the breakers as an arrangement's switches want them.
    func obeyForces(of arrangement: Arrangement) {
        if obeysForces { arrangement.forceBreakers() }
    }

    /// Performs an action: routes it, sends it, records it.
    ///
    /// Cancelling the task ends it at its next wait; what was already sent is recorded as it is.
    ///
    /// - Parameters:
    ///   - action: What should happen.
    ///   - options: What this call asks for beside it.
    /// - Returns: How it ended. It never throws; ``Outcome/get()`` does, for those who prefer it.
    public func perform<A: Action>(_ action: A, _ options: CallOptions = CallOptions()) async -> Outcome<A.Receipt> {
        let id = time.makeActionID()
        guard gate.enter() else {
            let failure = Failure(.cancelled, effect: .none, "the tools are shutting down; nothing was sent")
            return Outcome(.failure(failure), provider: nil, auditID: id)
        }
        defer { gate.leave() }
        if doubtsCredentials.load(ordering: .relaxed) { await lookAtCredentials() }
        var performance = Performance(action, id: id, options: options, tools: self)
        return await telemetry.action(A.self, id: id) { await performance.run() }
    }

    /// Refuses new calls, lets those in flight end or reach their deadline, then closes transport and audit log.
    ///
    /// It may be called more than once.
    public func shutdown() async {
        follower.withLock { $0?.cancel() }
        await gate.close()
        await bulletin?.close()
        await transport.shutdown()
        await audit.shutdown()
    }
}

extension CommunicationTools: Service {
    /// Waits for the service group's graceful shutdown, or for cancellation, and then shuts down.
    public func run() async throws {
        // Cancellation is one of the two ways to end, and ends in the same place.
        try? await gracefulShutdown()
        await shutdown()
    }
}

extension CommunicationTools {
    /// Tells of actions that a process began and did not live to record.
    private func reportOpenActions(in audit: SQLiteAuditLog) {
        Task { [logger] in
            let open = try await audit.openActions().filter { !$0.isInstanceAlive }
            guard !open.isEmpty else { return }
            logger.warning("actions of unknown fate in the audit log", metadata: [LogKey.count: "\(open.count)"])
        }
    }

    private func warnOfUnusedValues() {
        for warning in configuration.warnings {
            logger.warning("part of the configuration ignored", metadata: [LogKey.reason: "\(warning)"])
        }
    }

    private func warnOfMissingCredentials() {
        for instance in arrangement.instances {
            guard case .failure(let failure) = instance.parts else { continue }
            let isNamed = configuration.instances.contains { $0.settings.instance == instance.name && $0.isExplicit }
            logger.log(
                level: isNamed ? .warning : .debug,
                "provider passed over",
                metadata: [LogKey.provider: "\(instance.name)", LogKey.reason: "\(failure.message)"]
            )
        }
    }
}

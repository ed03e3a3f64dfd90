import FoundationEssentials
import Switchboard
import SwitchboardCore

/// Runs samples through a hub of their own each, in virtual time.
struct ContractBench<P: Provider>: Sendable {
    private let configuration: SwitchboardConfiguration
    private let draw: UInt64

    /// Reads the settings as the hub reads them: from the environment.
    init(settings: [String: String], rule: ContractRule) throws(ContractViolation) {
        for key in settings.keys.sorted() where !P.settings.contains(where: { $0.key == key }) {
            throw ContractViolation(rule: rule, action: nil, subject: key, problem: "is no setting of \(P.name)'s")
        }
        do {
            configuration = try .parse("", file: nil, environment: Self.environment(settings), providers: [P.self])
        } catch {
            throw ContractViolation(rule: rule, action: nil, subject: "", problem: "its settings are refused: \(error)")
        }
        // The rules run side by side, and downloads of two actions with one id would meet in one file.
        draw = UInt64(ContractRule.allCases.firstIndex(of: rule) ?? 0) &* 0x9E37_79B9_7F4A_7C15
    }

    /// The settings as the environment's variables.
    static func environment(_ settings: [String: String]) -> [String: String] {
        Dictionary(
            settings.map { (EnvironmentName.make(instance: P.name, key: $0.key), $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Performs a sample's action.
    ///
    /// - Parameters:
    ///   - sample: What to perform, and its answers.
    ///   - fault: What goes wrong.
    ///   - retries: How many attempts may follow the first of an exchange.
    /// - Returns: Everything that is known of it.
    func run(_ sample: ContractSample, _ fault: Fault? = nil, retries: Int = 0) async -> ContractRun {
        await run(sample.action, over: ContractTransport(sample.makeAnswers(), fault: fault), retries: retries)
    }

    /// Performs an action that is given as JSON.
    func refusal(of form: JSONValue, for sample: ContractSample) async -> ContractRefusal {
        await Task.yield()
        let transport = ContractTransport(sample.makeAnswers(), fault: nil)
        let hub = Hub(transport: transport)
        guard let tools = try? hub.tools(configuration, draw: draw) else { return ContractRefusal(sent: 0) }
        let outcome = await tools.perform(named: name(of: sample.action), json: Data(form.serialized()))
        await tools.shutdown()
        return ContractRefusal(outcome, sent: transport.entries.count)
    }

    /// Rehearses a sample's action.
    func rehearse(_ sample: ContractSample) async -> (rehearsal: Rehearsal, log: RecordingLog)? {
        let hub = Hub(transport: ContractTransport(sample.makeAnswers(), fault: nil))
        guard let tools = try? hub.tools(configuration, draw: draw) else { return nil }
        let rehearsal = await rehearse(sample.action, with: tools)
        await tools.shutdown()
        return (rehearsal, hub.log)
    }

    /// Asks the provider how it is.
    func checkHealth(answer: WireResponse) async -> (health: ProviderHealth?, sent: [WireRequest]) {
        let transport = ContractTransport({ _ in answer }, fault: nil)
        guard let tools = try? Hub(transport: transport).tools(configuration, draw: draw) else { return (nil, []) }
        let health = await tools.checkHealth().first
        await tools.shutdown()
        return (health, transport.entries.map(\.request))
    }

    private func run<A: Action>(_ action: A, over transport: ContractTransport, retries: Int) async -> ContractRun {
        // Nothing here ever waits: others must have their turn between two runs.
        await Task.yield()
        let hub = Hub(transport: transport)
        var configuration = configuration
        for index in configuration.instances.indices { configuration.instances[index].resilience.retries = retries }
        let outcome: Outcome<A.Receipt>
        do throws(Failure) {
            let tools = try hub.tools(configuration, draw: draw)
            outcome = await tools.perform(action)
            await tools.shutdown()
        } catch {
            outcome = Outcome(.failure(error), provider: nil, auditID: ActionID(high: 0, low: 0))
        }
        let receipt = (try? outcome.result.get()).flatMap { try? JSONValue(encoding: $0) }
        return ContractRun(
            failure: outcome.failure,
            receipt: receipt,
            receiptAgain: receipt.flatMap { $0.through(A.Receipt.self) },
            outcome: (try? JSONValue(encoding: outcome)) ?? .null,
            description: String(reflecting: outcome),
            entries: transport.entries,
            audit: hub.audit,
            log: hub.log
        )
    }

    private func rehearse<A: Action>(_ action: A, with tools: CommunicationTools) async -> Rehearsal {
        await tools.rehearse(action)
    }

    private func name<A: Action>(of action: A) -> String { A.name }

    /// What surrounds one run.
    private struct Hub {
        let transport: ContractTransport
        let audit = RecordingAuditLog()
        let log = RecordingLog()

        func tools(_ configuration: SwitchboardConfiguration, draw: UInt64) throws(Failure) -> CommunicationTools {
            try CommunicationTools(
                configuration: configuration,
                providers: [P.self],
                transport: transport,
                audit: audit,
                time: ManualTime(draw: draw).source,
                logger: log.logger
            )
        }
    }
}

/// How an action that was given as JSON was refused, if it was.
struct ContractRefusal: Sendable {
    /// What is wrong, each with the path of its field.
    var problems: [(kind: Failure.Kind, field: String)] = []

    /// How many requests were sent.
    var sent: Int

    /// Whether other items of a batch were done all the same.
    var isPartial = false

    init(sent: Int) {
        self.sent = sent
    }

    init(_ outcome: NamedOutcome, sent: Int) {
        self.sent = sent
        guard let failure = outcome.failure else { return }
        guard failure.kind == .partialFailure, let results = outcome.json["results"]?.array else {
            problems = [(failure.kind, failure.field ?? "")]
            return
        }
        isPartial = results.contains { $0["success"] == true }
        problems = results.compactMap { result in
            result["error_kind"]?.string.flatMap(Failure.Kind.init).map { ($0, result["field"]?.string ?? "") }
        }
    }
}

extension JSONValue {
    /// The value after it became another type and was written again; `nil` where that fails.
    fileprivate func through<Value: Codable>(_ type: Value.Type) -> JSONValue? {
        guard let value = try? JSONDocument(serialized(), isTolerant: false).decode(type) else { return nil }
        return try? JSONValue(encoding: value)
    }
}

import Switchboard
import SwitchboardCore

/// What a provider says of itself before anything is asked of it.
extension ProviderContract {
    /// Looks at names and keys.
    func checkIdentity(_ report: inout ContractReport) {
        if P.name.wholeMatch(of: #/[a-z][a-z0-9_]*/#) == nil {
            report.note("name", "is '\(P.name)'; give lower-case letters, digits and underscores, a letter first")
        }
        if P.displayName.allSatisfy(\.isWhitespace) { report.note("displayName", "is empty; give a name for people") }
        let keys = P.settings.map(\.key)
        for key in Set(keys).sorted() {
            if keys.count(where: { $0 == key }) > 1 { report.note(key, "stands twice among the settings") }
            if key.wholeMatch(of: #/[a-z][A-Za-z0-9]*/#) == nil { report.note(key, "is no key in camel case") }
        }
        for setting in P.settings {
            if setting.summary.isEmpty { report.note(setting.key, "has no summary") }
            if let value = setting.defaultValue, !setting.choices.isEmpty, !setting.choices.contains(value) {
                report.note(setting.key, "has a default that is none of its choices")
            }
        }
        for action in P.actions.actions where action.name.wholeMatch(of: #/[a-z0-9_]+(\.[a-z0-9_]+)+/#) == nil {
            report.note(action.name, "is no action's name; give family.verb in lower case")
        }
    }

    /// Takes the settings away, one by one and all together.
    func checkSettings(_ report: inout ContractReport) async {
        await checkWithout(Array(settings.keys), &report)
        for key in settings.keys.sorted() { await checkWithout([key], &report) }
    }

    private func checkWithout(_ keys: [String], _ report: inout ContractReport) async {
        let rest = settings.filter { !keys.contains($0.key) }
        let environment = ContractBench<P>.environment(rest)
        let subject = keys.count == 1 ? keys[0] : "no settings"
        let transport = ScriptedTransport([])
        do {
            let tools = try CommunicationTools(
                configuration: .parse("", file: nil, environment: environment, providers: [P.self]),
                providers: [P.self],
                transport: transport,
                audit: RecordingAuditLog(),
                time: ManualTime().source
            )
            // Whether it can do without is its own to say; where it cannot, it must name the variable.
            guard let failure = Self.obstacle(settings: rest) else { return await tools.shutdown() }
            examine(failure, without: keys, subject, &report)
            for sample in samples.prefix(1) { await examine(sample.action, with: tools, subject, &report) }
            await tools.shutdown()
            if !transport.sent.isEmpty { report.note(subject, "is missing, and something was sent all the same") }
        } catch {
            report.note(subject, "is missing, and that ended as '\(error)'; expected not_configured")
        }
    }

    private func examine(
        _ failure: Failure,
        without keys: [String],
        _ subject: String,
        _ report: inout ContractReport
    ) {
        guard failure.kind == .notConfigured else {
            return report.note(subject, "is missing, and that is \(failure.kind.rawValue); expected not_configured")
        }
        let variables = P.settings.map { EnvironmentName.make(instance: P.name, key: $0.key) }
        let named = variables.filter { failure.message.contains($0) }
        let expected = keys.count == 1 ? [EnvironmentName.make(instance: P.name, key: keys[0])] : variables
        if named.allSatisfy({ !expected.contains($0) }) {
            report.note(subject, "is missing, and '\(failure.message)' does not name the variable to set")
        }
    }

    private func examine<A: Action>(
        _ action: A,
        with tools: CommunicationTools,
        _ subject: String,
        _ report: inout ContractReport
    ) async {
        let failure = await tools.perform(action).failure
        if failure?.kind != .notConfigured, failure?.kind != .noRoute {
            let kind = failure?.kind.rawValue ?? "a success"
            report.note(subject, "is missing, and \(A.name) ended as \(kind); expected not_configured")
        }
    }

    /// Why an instance with these settings cannot be used.
    static func obstacle(settings: [String: String]) -> Failure? {
        do throws(Failure) {
            _ = try P(settings: providerSettings(settings))
            return nil
        } catch {
            return error
        }
    }

    /// The settings as a provider gets them.
    static func providerSettings(_ values: [String: String]) -> ProviderSettings {
        let secret = Set(P.settings.filter(\.isSecret).map(\.key))
        let defaults = P.settings.compactMap { setting in setting.defaultValue.map { (setting.key, $0) } }
        let plain = values.filter { !secret.contains($0.key) }
        return ProviderSettings(
            instance: P.name,
            displayName: P.displayName,
            values: plain.merging(defaults) { given, _ in given },
            secrets: values.filter { secret.contains($0.key) }.mapValues(Secret.init)
        )
    }
}

import Foundation
import Logging
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// What a provider answers: the first line names an action, which is performed as its sample says; answers follow.
struct AnswersTarget: FuzzTarget {
    private let instance: InstanceConfiguration
    private let type: any Provider.Type
    private let samples = Sample.all
    private let configuration: SwitchboardConfiguration
    private let names: Set<String>
    private let writes: Set<String>

    init(_ name: String) {
        guard let instance = Instance.configuration.instances.first(where: { $0.typeName == name }),
            let type = builtInProviders.first(where: { $0.name == name })
        else { fatalError("no provider \(name)") }
        self.instance = instance
        self.type = type
        var configuration = SwitchboardConfiguration()
        configuration.instances = [instance]
        self.configuration = configuration
        let entries = ActionCatalog(providers: [type]).entries
        names = Set(entries.map { $0.action.name })
        writes = Set(entries.filter { !$0.action.isRead }.map { $0.action.name })
        for entry in entries { require(samples[entry.action.name] != nil, "no sample of \(entry.action.name)") }
    }

    func run(_ bytes: [UInt8]) -> Bool {
        var lines = Lines(bytes)
        let name = lines.next()
        // Of an action that only other providers know nothing would be decoded, and so nothing audited.
        guard names.contains(name), let sample = samples[name] else { return false }
        let transport = AnsweringTransport(Answer.all(in: lines.rest))
        let audit = RecordingAuditLog()
        let outcome = perform(name, sample, transport, audit)
        let course = Course(
            provider: instance.typeName,
            exchanges: transport.exchanges,
            isRead: !writes.contains(name),
            outcome: outcome,
            audit: audit
        )
        course.check()
        return true
    }

    private func perform(
        _ name: String,
        _ sample: Data,
        _ transport: AnsweringTransport,
        _ audit: RecordingAuditLog
    ) -> NamedOutcome {
        let tools: CommunicationTools
        do throws(Failure) {
            tools = try CommunicationTools(
                configuration: configuration,
                providers: [type],
                transport: transport,
                audit: audit,
                time: ManualTime().source,
                logger: .silent
            )
        } catch {
            fatalError("\(error)")
        }
        return Loop.run {
            let outcome = await tools.perform(named: name, json: sample)
            await tools.shutdown()
            return outcome
        }
    }
}

extension Logger {
    /// Says nothing.
    static let silent = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
}

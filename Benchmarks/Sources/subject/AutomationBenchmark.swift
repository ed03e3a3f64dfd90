import ArgumentParser
import Switchboard
import SwitchboardCore

/// Automations of eight actions through the hub, the audit log and loopback, or the same actions and the event about
/// them performed one by one; each of the eight counts as an operation.
struct AutomationBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "automation")

    @Option var url: String
    @Option var folder: String
    @Option var operations = 4000
    @Flag(help: "Performs the actions one by one.") var singly = false

    private static let count = 8
    private static let person = Person(contactID: "c-1")

    func run() async throws {
        var configuration = SwitchboardConfiguration()
        configuration.audit.directory = folder
        configuration.instances = [.intercom(at: url), .mixpanel(at: url)]
        configuration.routes = RouteTable([
            "default": Route(first: ["intercom"]), "event.*": Route(first: ["mixpanel"]),
        ])
        let tools = try CommunicationTools(configuration: configuration)
        let work = { singly ? await performSingly(tools) : await performAutomation(tools) }
        for _ in 0..<10 { await work() }
        let measurement = Measurement()
        for _ in 0..<max(1, operations / Self.count) { await work() }
        measurement.report(max(1, operations / Self.count) * Self.count)
        await tools.shutdown()
    }

    private func performAutomation(_ tools: CommunicationTools) async {
        let steps = (1...Self.count).map { AutomationStep.task("Call \($0)", details: "Soon.", for: Self.person) }
        let automation = Automation(
            workflowName: "alarm",
            trigger: AutomationTrigger(.custom),
            person: Self.person,
            actions: steps
        )
        let result = await tools.automateCommunications(automation)
        guard result.tracking.tracked == Self.count else { fail("\(result)") }
    }

    private func performSingly(_ tools: CommunicationTools) async {
        for number in 1...Self.count {
            let note = NoteContact(person: Self.person, body: "Automated Task: Call \(number)\n\nSoon.")
            if let failure = await tools.perform(note).failure { fail("\(failure)") }
        }
        let events = (1...Self.count)
            .map { number in
                TrackEvent(
                    person: Self.person,
                    name: "automation_triggered",
                    properties: ["workflow": "alarm", "action_index": .integer(Int64(number))]
                )
            }
        if let failure = await tools.perform(TrackEventBatch(events: events)).failure { fail("\(failure)") }
    }
}

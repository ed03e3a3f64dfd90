import ArgumentParser
import Logging
import Switchboard
import SwitchboardCore

/// The hub alone: `perform` with a transport that answers at once and a log that keeps nothing.
///
/// One task after the other, so that nothing but the hub's own work is seen.
struct HubBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hub")

    @Option var operations = 200_000
    @Option(help: "off: no logger at all; level: a logger whose level keeps everything out.") var logging = "level"

    func run() async throws {
        var configuration = SwitchboardConfiguration()
        configuration.instances = [.intercom(at: "http://127.0.0.1:9")]
        let tools = try CommunicationTools(
            configuration: configuration,
            transport: InstantTransport(),
            audit: ForgetfulLog(),
            logger: logging == "off" ? Logger(label: "none") { _ in SwiftLogNoOpLogHandler() } : Logger(label: "bench")
        )
        let note = NoteContact(person: Person(contactID: "c-1"), body: String(repeating: "x", count: 1024))
        for _ in 0..<1000 { _ = await tools.perform(note) }
        let measurement = Measurement()
        for _ in 0..<operations {
            if case .failure(let failure) = await tools.perform(note).result { fail("\(failure)") }
        }
        measurement.report(operations)
        await tools.shutdown()
    }
}

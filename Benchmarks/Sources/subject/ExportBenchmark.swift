import ArgumentParser
import CurlTransport
import Switchboard
import SwitchboardCore

/// A raw export into a file: `event.export` through the hub and loopback; each line counts as an operation.
struct ExportBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "export")

    @Option var url: String
    @Option var folder: String
    @Option var operations = 1_000_000

    func run() async throws {
        var configuration = SwitchboardConfiguration()
        // The server writes as many lines as the address says.
        configuration.instances = [.mixpanel(at: "\(url)/lines/\(operations)")]
        let tools = try CommunicationTools(
            configuration: configuration,
            transport: try CurlTransport(configuration: CurlTransport.Configuration()),
            audit: ForgetfulLog()
        )
        guard let day = CalendarDate(year: 2026, month: 1, day: 19) else { fail("there is no such day") }
        let measurement = Measurement()
        let outcome = await tools.perform(ExportEvents(fromDate: day, toDate: day, path: "\(folder)/events.jsonl"))
        measurement.report(operations)
        switch outcome.result {
        case .failure(let failure): fail("\(failure)")
        case .success(let receipt): if receipt.count != operations { fail("\(receipt.count) lines came") }
        }
        await tools.shutdown()
    }
}

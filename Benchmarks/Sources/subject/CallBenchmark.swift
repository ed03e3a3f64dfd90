import ArgumentParser
import Foundation
import Switchboard
import SwitchboardCore

/// Whole calls: `perform` with routing, pipeline, transport and two durable entries in the audit log.
struct CallBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "call")

    @Option var url: String
    @Option var database: String
    @Option var operations = 20_000
    @Option var warm = 2000
    @Option var inFlight = 64
    @Option var bytes = 1024

    func run() async throws {
        raiseDescriptorLimit()
        var configuration = SwitchboardConfiguration()
        configuration.audit.directory = database
        configuration.instances = [.intercom(at: url)]
        let tools = try CommunicationTools(configuration: configuration)
        let body = String(repeating: "x", count: bytes)
        let perform = { @Sendable (number: Int) async in
            let note = NoteContact(person: Person(contactID: "contact-\(number % 1000)"), body: body)
            if case .failure(let failure) = await tools.perform(note).result { fail("\(failure)") }
        }
        _ = await drive(warm, tasks: inFlight, perform)
        let measurement = Measurement()
        let latencies = await drive(operations, tasks: inFlight, perform)
        measurement.report(operations, latencies: latencies)
        await tools.shutdown()
    }
}

extension InstanceConfiguration {
    /// Intercom at an address, with a rate limit that never makes anyone wait.
    static func intercom(at url: String) -> InstanceConfiguration {
        InstanceConfiguration(
            typeName: "intercom",
            settings: ProviderSettings(
                instance: "intercom",
                displayName: "Intercom",
                values: ["baseURL": url, "adminID": "991267583"],
                secrets: ["accessToken": Secret("0123456789012345678901234567890123456789")]
            ),
            rate: RateLimit(1_000_000, per: .milliseconds(1), burst: 1_000_000)
        )
    }
}

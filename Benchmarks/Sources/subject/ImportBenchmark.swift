import ArgumentParser
import CurlTransport
import Switchboard
import SwitchboardCore

/// Batches of events: `event.track_batch` through the hub and loopback; each event counts as an operation.
///
/// The events are made before the clock runs, and their memory does not count as extra.
struct ImportBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "import")

    @Option var url: String
    @Option var operations = 100_000
    @Option(help: "How many events a call has.") var batch = 100_000

    func run() async throws {
        var configuration = SwitchboardConfiguration()
        configuration.instances = [.mixpanel(at: url)]
        let tools = try CommunicationTools(
            configuration: configuration,
            transport: try CurlTransport(configuration: CurlTransport.Configuration()),
            audit: ForgetfulLog()
        )
        let calls = max(1, operations / batch)
        let events = (0..<operations / calls).map(event)
        await perform(Array(events.prefix(8000)), tools)
        let measurement = Measurement()
        for _ in 0..<calls { await perform(events, tools) }
        measurement.report(calls * events.count)
        await tools.shutdown()
    }

    private func perform(_ events: [TrackEvent], _ tools: CommunicationTools) async {
        let outcome = await tools.perform(TrackEventBatch(events: events))
        if let failure = outcome.failure { fail("\(failure)") }
    }
}

private func event(_ number: Int) -> TrackEvent {
    TrackEvent(
        person: Person(userID: "customer-\(number)"),
        name: "Report opened",
        properties: ["plan": "pro", "seats": .integer(Int64(number % 100)), "source": "sidebar", "trial": false]
    )
}

extension InstanceConfiguration {
    /// Mixpanel at an address, with a rate limit that never makes anyone wait.
    static func mixpanel(at url: String) -> InstanceConfiguration {
        InstanceConfiguration(
            typeName: "mixpanel",
            settings: ProviderSettings(
                instance: "mixpanel",
                displayName: "Mixpanel",
                values: ["baseURL": url, "projectID": "1", "serviceAccountUsername": "benchmark"],
                secrets: ["serviceAccountSecret": Secret("0123456789012345678901234567890123456789")]
            ),
            rate: RateLimit(1_000_000, per: .milliseconds(1), burst: 1_000_000)
        )
    }
}

import ArgumentParser
import CurlTransport
import HTTPTypes
import SwitchboardCore

/// POSTs through the transport alone.
struct TransportBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "transport")

    @Option var url: String
    @Option var operations = 20_000
    @Option var warm = 2000
    @Option var inFlight = 64
    @Option var bytes = 1024

    func run() async throws {
        raiseDescriptorLimit()
        guard let base = BaseURL(url) else { fail("the address \(url) is not usable") }
        var configuration = CurlTransport.Configuration()
        configuration.idleConnections = inFlight + 8
        let transport = try CurlTransport(configuration: configuration)
        let body = [UInt8](repeating: UInt8(ascii: "x"), count: bytes)
        let send = { @Sendable (_: Int) async in
            // As an adapter does it: a request of its own for each call.
            var request = WireRequest(.post, "/contacts/{id}/notes", ["id": "1"], at: base, .once)
            request.body = body
            request.headers[.contentType] = "application/json"
            request.headers[.authorization] = "Bearer 0123456789012345678901234567890123456789"
            request.headers[.accept] = "application/json"
            request.headers.append("Intercom-Version", "2.14")
            do {
                let response = try await transport.send(request, deadline: .now + .seconds(10))
                if response.status != 200 { fail("status \(response.status)") }
            } catch {
                fail("\(error)")
            }
        }
        _ = await drive(warm, tasks: inFlight, send)
        let measurement = Measurement()
        let latencies = await drive(operations, tasks: inFlight, send)
        measurement.report(operations, latencies: latencies)
        await transport.shutdown()
    }
}

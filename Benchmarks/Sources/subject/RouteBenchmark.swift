import ArgumentParser
import Switchboard
import SwitchboardCore

/// Which instances would do an action, by a table of four routes.
struct RouteBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "route")

    @Option var operations = 2_000_000

    func run() async throws {
        var configuration = SwitchboardConfiguration()
        configuration.instances = [.intercom(at: "http://127.0.0.1:9")]
        configuration.routes = RouteTable([
            "default": Route(first: ["intercom"]), "contact.*": Route(first: ["intercom"]),
            "ticket.create": Route(first: ["zendesk"]), "email.send": Route(first: ["sendgrid"]),
        ])
        let tools = try CommunicationTools(
            configuration: configuration,
            transport: InstantTransport(),
            audit: ForgetfulLog()
        )
        let measurement = Measurement()
        for _ in 0..<operations where tools.route(of: "contact.note").candidates.isEmpty { fail("no route") }
        measurement.report(operations)
        await tools.shutdown()
    }
}

import ArgumentParser
import Switchboard
import SwitchboardCore

/// Which instances would do an action, by a table of four routes; one of them may have many rules, of which the last
/// applies.
struct RouteBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "route")

    @Option var operations = 2_000_000

    /// How many rules, each for another tenant, the action has of its own.
    @Option var rules = 0

    func run() async throws {
        var configuration = SwitchboardConfiguration()
        configuration.instances = [.intercom(at: "http://127.0.0.1:9")]
        configuration.routes = RouteTable([
            "default": Route(first: ["intercom"]), "contact.*": Route(first: ["intercom"]),
            "ticket.create": Route(first: ["zendesk"]), "email.send": Route(first: ["sendgrid"]),
        ])
        if rules > 0 {
            let own = (1...rules)
                .map { number in
                    RouteRule(.first(["intercom"]), when: RouteCondition(tenants: ["tenant-\(number)"]))
                }
            configuration.routes.routes["contact.note"] = Route(own)
        }
        let tools = try CommunicationTools(
            configuration: configuration,
            transport: InstantTransport(),
            audit: ForgetfulLog()
        )
        let tenant = rules > 0 ? "tenant-\(rules)" : nil
        let rule = rules > 1 ? "contact.note[\(rules - 1)]" : rules == 1 ? "contact.note" : "contact.*"
        guard tools.route(of: "contact.note", tenant: tenant).rule == rule else { fail("not by \(rule)") }
        let measurement = Measurement()
        for _ in 0..<operations where tools.route(of: "contact.note", tenant: tenant).candidates.isEmpty {
            fail("no route")
        }
        measurement.report(operations)
        await tools.shutdown()
    }
}

import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct SecrecyTests {
    private static let tokens = ["PIGEON_TOKEN": Station.pigeonToken, "PIGEON_SECOND_TOKEN": "pigeon-token"]

    /// Everything that an outside reader may see of a call.
    private func everything(_ station: Station, _ outcome: Outcome<Relay.Receipt>) throws -> String {
        let json = try JSONValue(encoding: outcome).serialized()
        return [
            station.log.lines.joined(separator: "\n"), String(reflecting: station.audit.entries),
            String(reflecting: outcome), String(decoding: json, as: UTF8.self),
        ]
        .joined(separator: "\n")
    }

    @Test func showsNoTokenAnywhere() async throws {
        let echo = #"{"code":"\#(Station.pigeonToken)","words":"you sent Bearer \#(Station.pigeonToken)!"}"#
        let station = try Station(
            [.respond(500, body: echo), .respond(401, body: echo)],
            environment: Self.tokens
        )
        let outcome = await station.tools.perform(Relay("idempotent"))
        #expect(outcome.failure?.providerMessage == "you sent Bearer [redacted]!")
        #expect(outcome.failure?.providerCode == "[redacted]")
        #expect(try !everything(station, outcome).contains("0123456789"))
        #expect(station.transport.sent[0].headers[.authorization] == "Bearer \(Station.pigeonToken)")
    }

    @Test(arguments: 470..<500)
    func leavesNoPieceOfATokenWhereTheWordsAreCut(padding: Int) async throws {
        let words = String(repeating: "x", count: padding) + Station.pigeonToken
        let station = try Station([.respond(401, body: #"{"words":"\#(words)"}"#)])
        let failure = await station.tools.perform(Relay("once")).failure
        #expect(failure?.providerMessage?.contains("pige") == false)
        #expect(failure?.providerMessage?.hasPrefix("xxxx") == true)
    }

    @Test func leavesOrdinaryWordsAlone() async throws {
        let station = try Station([.respond(401, body: #"{"words":"try another pigeon"}"#)])
        #expect(await station.tools.perform(Relay("once")).failure?.providerMessage == "try another pigeon")
    }

    @Test func logsWhatAnOperatorNeeds() async throws {
        let station = try Station(
            [.respond(200)],
            configuration: "service: { environment: staging }"
        )
        let outcome = await station.tools.perform(Relay("once"))
        let attempt = try #require(station.log.lines.first { $0.contains("attempt ended") })
        for part in [
            "debug", "attempt.number=1", "audit.id=\(outcome.auditID)", "http.status=200", "provider.name=pigeon",
        ] {
            #expect(attempt.contains(part))
        }
        #expect(
            station.log.lines.contains { $0.hasPrefix("debug action done") && $0.contains("action.name=relay.run") }
        )
        #expect(station.log.lines.allSatisfy { $0.contains("service.environment=staging") })
    }

    @Test func warnsOfANamedProviderWithoutItsToken() throws {
        let station = try Station(configuration: "providers: { pigeon: { speed: fast } }", environment: [:])
        #expect(station.log.lines.count == 2)
        #expect(station.log.lines[0].hasPrefix("warning provider passed over"))
        #expect(station.log.lines[0].contains("PIGEON_TOKEN"))
        #expect(station.log.lines[1].hasPrefix("debug provider passed over"))
    }
}

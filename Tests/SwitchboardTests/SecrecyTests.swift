import Foundation
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

    @Test func showsNothingOfWhatCredentialsWereMadeInto() async throws {
        let words = [Heron.credentials("/first"), Heron.credentials("/second")]
        let script = words.map { ScriptedTransport.Step.respond(200, body: "sent Basic \($0)") }
        let station = try Station(script + script, environment: Heron.environment, providers: [Heron.self])
        let failure = await station.tools.perform(Fly()).failure
        #expect(failure?.message == "sent Basic [redacted], then sent Basic [redacted]")
        let batch = await station.tools.perform(RelayAll(items: [Relay("safe")]))
        #expect(try batch.get().failures[0]?.message == "sent Basic [redacted], then sent Basic [redacted]")
        #expect(station.transport.sent.map { $0.headers[.authorization] } == (words + words).map { "Basic \($0)" })
        let shown = "\(String(reflecting: station.audit.entries))\(station.log.lines)"
        for word in words { #expect(!shown.contains(word)) }
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

/// A provider that makes other credentials of its token for each request, and fails with what answers quote.
private struct Heron: Provider {
    static let name = "heron"
    static let displayName = "Heron Express"
    static let settings = [Setting("token", "the key", isSecret: true)]
    static let actions = ActionTable<Self>(handles(fly), handles(runAll))
    static let environment = ["HERON_TOKEN": Station.pigeonToken]

    let rateLimit = RateLimit(1000, per: .seconds(1))

    init(settings: ProviderSettings) throws(Failure) { _ = try settings.requiredSecret("token") }

    /// What stands in the request to a path.
    static func credentials(_ path: String) -> String {
        Data("\(path):\(Station.pigeonToken)".utf8).base64EncodedString()
    }

    func authorize(_ request: inout WireRequest) {
        request.headers[.authorization] =
            "Basic \(Self.credentials(request.url.hasSuffix("first") ? "/first" : "/second"))"
    }

    func fly(_ action: Fly, using client: ProviderClient) async throws(Failure) -> Fly.Receipt {
        throw try await quote(client)
    }

    func runAll(_ batch: RelayAll, using client: ProviderClient) async throws(Failure) -> RelayAll.Receipt {
        var receipt = RelayAll.Receipt(count: batch.items.count)
        receipt[0] = .failure(try await quote(client))
        return receipt
    }

    private func quote(_ client: ProviderClient) async throws(Failure) -> Failure {
        guard let base = BaseURL("https://heron.example.com") else { throw .invalidInput("base", "is no address") }
        var words: [String] = []
        for path in ["/first", "/second"] {
            let response = try await client.send(WireRequest(.get, path, at: base, .safe))
            words.append(String(decoding: response.body, as: UTF8.self))
        }
        return Failure(.rejected, effect: .refused, words.joined(separator: ", then "))
    }
}

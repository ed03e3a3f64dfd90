import InMemoryTracing
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing
import Tracing

struct TelemetrySecrecyTests {
    private let secrets = [Station.pigeonToken, "ada@example.com", "the words of a message", "/once/0", "their words"]

    /// A hub to which everything has happened that may quote a token, a person or a body.
    private func troubled() async throws -> Observatory {
        let quotes = secrets.joined(separator: " ")
        let echo = #"{"code":"\#(Station.pigeonToken)","words":"their words: \#(quotes)"}"#
        let observatory = try Observatory(
            [
                .respond(200, body: echo), .respond(429, headers: ["Retry-After": "1"], body: echo),
                .respond(401, body: echo), .respond(500, body: echo),
                .fail(Failure(.network, effect: .unknown, quotes)),
            ],
            configuration: "resilience: { breaker: { failures: 2 } }"
        )
        let relay = Relay("once", text: secrets[2], person: Person(email: secrets[1]))
        for _ in 0..<5 { _ = await observatory.tools.perform(relay) }
        _ = await observatory.tools.perform(relay, .init(provider: secrets[1], actor: secrets[1], tenant: secrets[1]))
        return observatory
    }

    @Test func showsNothingOfACallInADimension() async throws {
        let dimensions = try await troubled().dimensions
        #expect(dimensions.count > 10)
        for (metric, dimensions) in dimensions {
            for text in [metric] + dimensions.flatMap({ [$0.0, $0.1] }) {
                #expect(secrets.allSatisfy { !text.contains($0) }, "\(text)")
            }
        }
    }

    @Test func showsNothingOfACallInASpan() async throws {
        let spans = try await troubled().tracer.finishedSpans
        #expect(spans.count == 11)
        for span in spans {
            let attributes = span.texts.flatMap { [$0.key, $0.value] }
            for text in attributes + [span.operationName, span.status?.message ?? ""] {
                #expect(secrets.allSatisfy { !text.contains($0) }, "\(text)")
            }
            #expect(span.errors.isEmpty && span.events.isEmpty && span.links.isEmpty)
        }
    }
}

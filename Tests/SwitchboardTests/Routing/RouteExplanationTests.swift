@testable import AuditStore
@testable import Switchboard
import SwitchboardCore
import Testing

struct RouteExplanationTests {
    private func trail(_ route: JSONValue?, outcome: String = "success") -> AuditTrail {
        var entry = AuditEntry(
            auditID: ActionID(high: 1, low: 1),
            seq: 7,
            at: Timestamp(secondsSince1970: 0),
            kind: "outcome",
            action: "relay.run",
            actor: "test",
            detail: route.map { ["route": $0] } ?? [:]
        )
        entry.outcome = outcome
        entry.provider = "raven"
        return AuditTrail(intent: nil, outcome: entry, items: [], others: [])
    }

    @Test func explainsAnEntryOfBeforeVersionsAndLosses() throws {
        let route: JSONValue = [
            "rule": "default",
            "candidates": [
                ["provider": "pigeon", "verdict": "circuit_open"], ["provider": "raven", "verdict": "chosen"],
                ["provider": "crow", "verdict": "cannot carry text"],
            ],
        ]
        let explanation = try RouteExplanation(trail(route), present: ["0123456789abcdef"])
        #expect(explanation.ruleInWords == "routes.default")
        guard case .unknown = explanation.version else {
            Issue.record("\(explanation.version)")
            return
        }
        #expect(
            explanation.candidates.map(\.reason) == [
                "was not asked: its circuit breaker was open", "was asked and did it",
                "has nothing for text, and the rule's allowLoss does not give it up",
            ]
        )
        #expect(try JSONValue(encoding: explanation)["version_is_present"] == nil)
    }

    @Test func saysThatAnEntryHoldsNoDecision() throws {
        let explanation = try RouteExplanation(trail(nil), present: [])
        #expect(explanation.ruleInWords == "the log holds no decision: the entry is older than that")
        #expect(explanation.candidates.isEmpty)
    }

    @Test func tellsTheGuardTheLossesAndTheVersion() throws {
        let route: JSONValue = [
            "rule": "default", "version": "0123456789abcdef", "redirected": true, "all": true,
            "candidates": [["provider": "crow", "verdict": "chosen", "lost": ["text"]]],
        ]
        let explanation = try RouteExplanation(trail(route), present: ["0123456789abcdef"])
        let json = try JSONValue(encoding: explanation)
        #expect(json["redirected"] == true)
        #expect(json["version_is_present"] == true)
        #expect(json["rule_in_words"] == "routes.default, which sends to all that it names")
        #expect(json["candidates"]?.array?.first?["lost"] == ["text"])
        let other = try RouteExplanation(trail(route), present: [])
        #expect(try JSONValue(encoding: other)["version_is_present"] == false)
    }
}

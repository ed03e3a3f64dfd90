import Switchboard
import SwitchboardCore
import Testing

struct CandidateVerdictTests {
    @Test(arguments: [
        CandidateVerdict.chosen, .usable, .unsupported, .switchedOff, .notConfigured, .cannotCarry(["cc", "text"]),
        .failed(.circuitOpen), .other("moved to the moon"),
    ])
    func readsWhatItWrites(verdict: CandidateVerdict) {
        #expect(CandidateVerdict(verdict.description) == verdict)
    }

    @Test func findsWhoWasMeantToDoItInEntriesThatDoNotSayWhetherAllWere() {
        let decision = { (verdicts: [String]) in
            RouteDecision(
                rule: "default",
                candidates: zip(["a", "b", "c"], verdicts).map { .init(provider: $0, verdict: $1) }
            )
        }
        #expect(decision(["network", "chosen", "usable"]).destination == ["a"])
        #expect(decision(["not configured", "chosen", "usable"]).destination == ["b"])
        #expect(decision(["chosen", "chosen", "unsupported"]).destination == ["a", "b"])
        #expect(decision(["chosen", "network", "unsupported"]).destination == ["a", "b"])
        #expect(decision(["usable", "usable", "cannot carry text"]).destination.isEmpty)
    }
}

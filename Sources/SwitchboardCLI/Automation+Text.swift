import Switchboard
import SwitchboardCore

extension AutomationResult {
    /// The result for a reader: how it ended, then each action.
    var text: String {
        guard refusal == nil else { return summary }
        var table = TextTable("ACTION", .outcome("OUTCOME"), "PROVIDER", .whole("ID"), "WHY")
        for step in steps {
            table.add(
                "\(step.index) \(step.type)",
                step.fate.rawValue,
                step.outcome?.provider ?? "",
                step.outcome.map { "\($0.auditID)" } ?? "",
                step.outcome?.failure.map { "\($0.kind.rawValue): \($0.message)" } ?? ""
            )
        }
        return "\(summary)\n\n\(table.text)"
    }

    /// How it ended, in a few lines.
    var summary: String {
        let verdict = failure == nil ? "success" : count(.unknown) > 0 ? "unknown" : "failure"
        let word = Ink.outcome(verdict)?.text(status.rawValue, on: .output) ?? status.rawValue
        var lines = ["\(Ink.bold.text(workflowName.printable, on: .output))  \(word)"]
        if let failure { lines.append("failure      \(failure.message.printable)") }
        let counts = Fate.allCases.filter { count($0) > 0 }.map { "\(count($0)) \($0.rawValue)" }
        lines.append("actions      \(counts.joined(separator: ", "))")
        lines.append("tracking     \(tracking.sentence.printable)")
        lines.append("correlation  \(correlationID.printable)")
        return lines.joined(separator: "\n")
    }
}

extension AutomationRehearsal {
    /// The rehearsal for a reader: each action with its route and first request.
    var text: String {
        let heading = failure.map { ["it would fail: \($0.kind.rawValue): \($0.message)".printable] } ?? []
        return (steps.map { "== \($0.type)\n\($0.rehearsal.text)" } + heading).joined(separator: "\n\n")
    }
}

extension EventTracking {
    /// What was tracked, in a few words.
    var sentence: String {
        let reason = failure.map { ": \($0.message)" } ?? ""
        guard tracked + failed > 0 else { return failure?.message ?? "nothing to track" }
        return failed > 0 ? "\(tracked) events, \(failed) not taken\(reason)" : "\(tracked) events"
    }
}

import AuditStore
import Switchboard
import SwitchboardCore

extension RouteExplanation {
    /// The explanation for a reader, to be read from top to bottom.
    var text: String {
        let title = Ink.bold.text(action.printable, on: .output)
        var lines = ["\(title)  \(id)", "ended     \(ending)"]
        if let tenant { lines.append("tenant    \(tenant.printable)") }
        lines.append("rule      \(ruleInWords.printable)")
        if route?.isRedirected == true {
            lines.append("guard     sent it to the guard's own address instead of the recipients'")
        }
        lines.append("version   \(versionInWords.printable)")
        lines += changes.map { change in
            let what = change.action == "config.changed" ? "changed before it" : "refused before it"
            let version = change.detail["version"]?.string.map { ", to version \($0)" } ?? ""
            return "config    \(what), \(change.at)\(version)\(change.paths)".printable
        }
        return lines.joined(separator: "\n") + candidateTable + attemptTable
    }

    private var ending: String {
        guard let outcome else { return "not recorded; begun \(at)\(provider.map { ", first \($0)" } ?? "")".printable }
        let verdict = Ink.outcome(outcome)?.text(outcome, on: .output) ?? outcome.printable
        let rest = [errorKind, provider.map { "through \($0)" }, "\(at)"].compactMap(\.self).joined(separator: ", ")
        let line = "\(verdict), \(rest.printable)"
        return message.map { "\(line)\n          \($0.printable)" } ?? line
    }

    private var versionInWords: String {
        switch version {
        case .present(let version): "\(version), the present configuration"
        case .another(let version): "\(version), not the present configuration"
        case .unknown: "not in the log"
        }
    }

    private var candidateTable: String {
        guard !candidates.isEmpty else { return "" }
        var table = TextTable(.whole("CANDIDATE"), .whole("VERDICT"), "LOST", "TRIES", "WHY")
        for candidate in candidates {
            table.add(
                candidate.provider,
                candidate.verdict,
                candidate.lost.joined(separator: ", "),
                candidate.attempts.isEmpty ? "" : String(candidate.attempts.count),
                candidate.reason
            )
        }
        return "\n\n\(table.text)"
    }

    private var attemptTable: String {
        let attempts = candidates.flatMap(\.attempts)
        guard !attempts.isEmpty else { return "" }
        var table = TextTable("CANDIDATE", "TRY", "EXCHANGE", "WAITED", "TOOK", "STATUS", "ERROR")
        for attempt in attempts {
            table.add(
                attempt.provider,
                String(attempt.number),
                attempt.exchange,
                "\(attempt.waited.wholeMilliseconds) ms",
                "\(attempt.duration.wholeMilliseconds) ms",
                attempt.status.map(String.init) ?? "",
                attempt.errorKind?.rawValue ?? ""
            )
        }
        return "\n\n\(table.text)"
    }
}

extension AuditEntry {
    /// What an entry about the configuration changed.
    fileprivate var paths: String {
        let paths = (detail["changes"]?.array ?? []).compactMap { $0["path"]?.string }
        return paths.isEmpty ? "" : ": \(paths.joined(separator: ", "))"
    }
}

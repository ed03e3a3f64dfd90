import ArgumentParser
import AuditStore
import SwitchboardCore

/// Shows everything that the log holds of one action.
struct AuditShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one action: its intent, its attempts with their waits, why this provider, its outcome.",
        discussion: """
            The id stands in what 'perform' prints and in what 'audit list' shows.

            Examples:
              switchboard audit show 019ab2d4-7c11-7a3e-9f20-5d1c8e4b6a07
              switchboard audit show 019ab2d4-7c11-7a3e-9f20-5d1c8e4b6a07 --format json
            """
    )

    @Argument(help: "The action's audit_id.")
    var id: Identifier

    @Option(help: "How to print it.")
    var format: AuditFormat = .table

    @OptionGroup var audit: AuditOptions

    /// An audit id on the command line.
    struct Identifier: ExpressibleByArgument {
        let id: ActionID

        init?(argument: String) {
            guard let id = ActionID(argument) else { return nil }
            self.id = id
        }
    }

    func run() async throws {
        let trail = try await audit.reader().show(id.id)
        guard let entry = trail.outcome ?? trail.intent ?? trail.items.first ?? trail.others.first else {
            throw Failure(.notFound, effect: .none, "the log holds no action with this id")
        }
        switch format {
        case .json: try Output.json(trail)
        case .table: try Output.text(([heading(entry)] + sections(of: trail)).joined(separator: "\n"))
        }
    }

    private func heading(_ entry: AuditEntry) -> String {
        let title = Ink.bold.text(entry.action.printable, on: .output)
        var lines = ["\(title)  \(entry.auditID)", "actor     \(entry.actor.printable)"]
        if let tenant = entry.tenant { lines.append("tenant    \(tenant.printable)") }
        if let correlation = entry.correlationID { lines.append("part of   \(correlation.printable)") }
        if !entry.subjects.isEmpty {
            lines.append("subjects  \(list(entry.subjects))")
        }
        if let fields = entry.detail["fields"] { lines.append("fields    \(fields.line)") }
        return lines.joined(separator: "\n")
    }

    /// A batch may concern thousands.
    private func list(_ subjects: [Int64]) -> String {
        let shown = subjects.prefix(20).map(String.init).joined(separator: ", ")
        return subjects.count > 20 ? "\(shown) and \(subjects.count - 20) more" : shown
    }

    private func sections(of trail: AuditTrail) -> [String] {
        var sections: [String] = []
        if let intent = trail.intent { sections.append("intent    \(intent.at)") }
        if let outcome = trail.outcome {
            sections.append(ending(outcome))
            sections += [route(outcome), attempts(outcome)].compactMap { $0 }
        } else if trail.intent != nil {
            sections.append("outcome   none recorded: its fate is unknown unless it still runs")
        }
        if let items = items(trail.items) { sections.append(items) }
        for entry in trail.others {
            sections.append("\(entry.kind)  \(entry.at)  \(entry.action.printable)  \(entry.detail.line)")
        }
        return sections
    }

    private func ending(_ entry: AuditEntry) -> String {
        let verdict = entry.outcome.map { Ink.outcome($0)?.text($0, on: .output) ?? $0.printable }
        let words = [
            verdict, entry.errorKind, entry.provider.map { "through \($0.printable)" },
            entry.duration.map { "after \($0.wholeMilliseconds) ms" },
            entry.providerReference.map { "ref \($0.printable)" },
        ]
        let line = "outcome   \(entry.at)  \(words.compactMap { $0 }.joined(separator: ", "))"
        return entry.detail["message"]?.string.map { "\(line)\n          \($0.printable)" } ?? line
    }

    private func route(_ entry: AuditEntry) -> String? {
        guard let route = entry.detail["route"], let rule = route["rule"]?.string else { return nil }
        let candidates = (route["candidates"]?.array ?? [])
            .map { candidate in
                "\(candidate["provider"]?.string ?? "?"): \(candidate["verdict"]?.string ?? "?")"
            }
        return "route     by \(rule); \(candidates.joined(separator: ", "))".printable
    }

    private func items(_ entries: [AuditEntry]) -> String? {
        guard !entries.isEmpty else { return nil }
        var table = TextTable("ITEM", "OUTCOME", "ERROR", "REF", "SUBJECTS", "WHY")
        for entry in entries {
            table.add(
                entry.detail["index"]?.identifier ?? "",
                entry.outcome ?? "",
                entry.errorKind ?? "",
                entry.providerReference ?? "",
                entry.subjects.map(String.init).joined(separator: ", "),
                entry.detail["message"]?.string ?? ""
            )
        }
        return "\n\(table.text)"
    }

    private func attempts(_ entry: AuditEntry) -> String? {
        guard let attempts = entry.detail["attempts"]?.array, !attempts.isEmpty else { return nil }
        var table = TextTable("TRY", "PROVIDER", "EXCHANGE", "AFTER", "WAITED", "TOOK", "STATUS", "ERROR", "EFFECT")
        for attempt in attempts {
            let milliseconds = { (name: String) in attempt[name]?.integer.map { "\($0 / 1000) ms" } ?? "" }
            table.add(
                attempt["number"]?.identifier ?? "",
                attempt["provider"]?.string ?? "",
                attempt["exchange"]?.string ?? "",
                milliseconds("after_us"),
                milliseconds("waited_us"),
                milliseconds("duration_us"),
                attempt["status"]?.identifier ?? "",
                attempt["error_kind"]?.string ?? "",
                attempt["effect"]?.string ?? ""
            )
        }
        return "\n\(table.text)"
    }
}

extension JSONValue {
    /// The value on one line.
    fileprivate var line: String { String(decoding: serialized(), as: UTF8.self).printableJSON }
}

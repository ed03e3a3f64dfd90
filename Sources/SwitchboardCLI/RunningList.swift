import AuditStore
import SwitchboardCore

/// What the running processes say of themselves, as `switchboard providers` shows it.
struct RunningList {
    /// The processes, those that started first before the others.
    let processes: [ProcessReport]

    /// One process and what it says of one instance.
    private struct Line {
        let process: ProcessReport
        let instance: InstanceReport
    }

    /// The processes as JSON.
    var json: JSONValue { .array(processes.map { .object($0.json.merging(["config": $0.configJSON]) { $1 }) }) }

    /// What each process says of an instance, as JSON.
    func json(of name: String) -> JSONValue {
        .array(
            lines.filter { $0.instance.name == name }.map { .object($0.process.json.merging($0.instance.json) { $1 }) }
        )
    }

    /// The tables.
    ///
    /// - Parameter unusable: The instances without credentials here too: that a process says the same is left out.
    /// - Returns: One text a table; none where no process runs.
    func text(leavingOut unusable: Set<String>) -> [String] {
        guard !processes.isEmpty else { return [] }
        var table = TextTable(.whole("PROCESS"), "HOST", .whole("RUNS SINCE"), .whole("CONFIGURATION"), "SERVICE")
        for report in processes {
            let (process, since) = (report.process, report.since.inTable)
            table.add("\(process.pid)", process.host, since, report.version, report.service)
        }
        let setbacks = processes.compactMap { report in
            report.setback.map { "process \(report.process.pid): \($0.line)".printable }
        }
        return [table.text, setbacks.joined(separator: "\n"), stateTable(leavingOut: unusable)]
    }

    private var lines: [Line] {
        let lines = processes.flatMap { process in process.instances.map { Line(process: process, instance: $0) } }
        let names = Set(lines.map(\.instance.name)).sorted()
        return names.flatMap { name in lines.filter { $0.instance.name == name } }
    }

    private func stateTable(leavingOut unusable: Set<String>) -> String {
        let shown = lines.filter { $0.instance.guards != nil || !unusable.contains($0.instance.name) }
        guard !shown.isEmpty else { return "" }
        var table = TextTable(
            .whole("INSTANCE"),
            .whole("PROCESS"),
            .whole("BREAKER"),
            "LIMITER",
            "UNDER WAY",
            "OTHERS STOOD IN"
        )
        for line in shown {
            let instance = line.instance
            let replaced = instance.timesReplaced
            table.add(
                instance.guards?.title(of: instance.name) ?? instance.name,
                "\(line.process.process.pid)",
                instance.guards?.breaker.text ?? "credentials missing",
                instance.guards?.limiter.text ?? "",
                instance.guards?.concurrency?.text ?? "",
                replaced == 0 ? "" : "\(replaced) time\(replaced == 1 ? "" : "s")"
            )
            for guards in instance.otherGuards {
                table.add(
                    guards.title(of: instance.name),
                    "\(line.process.process.pid)",
                    guards.breaker.text,
                    guards.limiter.text,
                    guards.concurrency?.text ?? "",
                    ""
                )
            }
        }
        return table.text
    }
}

extension ProcessReport {
    fileprivate var json: [String: JSONValue] {
        [
            "pid": .integer(Int64(process.pid)), "host": .string(process.host), "since": .string("\(since)"),
            "service": .string(service),
        ]
    }

    fileprivate var configJSON: JSONValue {
        var form: [String: JSONValue] = [
            "version": .string(version), "state": .string(setback?.kind.rawValue ?? "taken"),
        ]
        form["reason"] = (setback?.reason).map(JSONValue.string)
        return .object(form)
    }
}

extension ProcessReport.Setback {
    fileprivate var line: String {
        switch kind {
        case .refused: "the newest configuration is refused: \(reason)"
        case .frozen: "the newest configuration is held back, frozen \(reason)"
        }
    }
}

extension InstanceReport {
    fileprivate var json: [String: JSONValue] {
        var form: [String: JSONValue] = [
            "credentials_missing": .bool(guards == nil), "stood_in": .integer(Int64(timesReplaced)),
        ]
        for (key, value) in guards?.json ?? [:] { form[key] = value }
        if !otherGuards.isEmpty { form["groups"] = .array(allGuards.map { .object($0.json) }) }
        return form
    }
}

extension InstanceReport.Guards {
    fileprivate var json: [String: JSONValue] {
        var form = ["breaker": breaker.json, "limiter": limiter.json]
        form["group"] = group.map(JSONValue.string)
        form["concurrency"] = concurrency?.json
        return form
    }

    /// The instance's name, with the endpoint group behind it where there are several.
    fileprivate func title(of instance: String) -> String { group.map { "\(instance) \($0)" } ?? instance }
}

extension InstanceReport.Concurrency {
    fileprivate var json: JSONValue {
        [
            "limit": .integer(Int64(limit)), "under_way": .integer(Int64(inUse)), "waiting": .integer(Int64(waiting)),
        ]
    }

    fileprivate var text: String { "\(inUse) of \(limit)" + (waiting == 0 ? "" : ", \(waiting) wait") }
}

extension InstanceReport.Breaker {
    fileprivate var json: JSONValue {
        var form: [String: JSONValue] = [
            "state": .string(position.rawValue), "failures": .integer(Int64(failures)),
        ]
        form["until"] = until.map { .string("\($0)") }
        return .object(form)
    }

    fileprivate var text: String {
        let state =
            switch position {
            case .closed: "closed"
            case .open: "open" + (until.map { " until \($0.inTable)" } ?? "")
            case .halfOpen: "half-open"
            case .forcedOpen: "forced open"
            case .forcedClosed: "forced closed"
            }
        return failures == 0 ? state : "\(state), \(failures) failure\(failures == 1 ? "" : "s") in a row"
    }
}

extension InstanceReport.Limiter {
    fileprivate var json: JSONValue {
        var form: [String: JSONValue] = ["free_places": .integer(Int64(freePlaces))]
        form["next_place"] = nextPlace.map { .string("\($0)") }
        form["paused_until"] = pausedUntil.map { .string("\($0)") }
        return .object(form)
    }

    fileprivate var text: String {
        if let pausedUntil { return "paused until \(pausedUntil.inTable)" }
        if let nextPlace { return "full until \(nextPlace.inTable)" }
        return "\(freePlaces) free"
    }
}

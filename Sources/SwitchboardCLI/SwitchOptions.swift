import ArgumentParser
import AuditStore
import Foundation
import Switchboard
import SwitchboardCore

/// What every command takes that switches something by hand, and how it does that.
struct SwitchOptions: ParsableArguments {
    @Option(help: "Why, for colleagues and the audit log; without anything about customers.")
    var reason: String

    @Option(help: "How to print what was done.")
    var format: ProvidersCommand.Format = .text

    @OptionGroup var audit: AuditOptions

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason must say why") }
        guard reason.count <= 200 else { throw ValidationError("--reason must not be longer than 200 characters") }
    }

    /// Switches: the audit log has an entry before any process obeys, or nothing is switched.
    ///
    /// - Throws: Where the name is unknown, or where the audit log or the switch cannot be written.
    func perform(_ change: SwitchChange) async throws {
        let configuration = try audit.configuration()
        let folder = configuration.audit.directory
        let before = try configuration.audit.switches.read()
        if let name = change.instance { try check(name, configuration, before) }
        let decision = Switches.Decision(reason: reason, by: NSUserName(), at: TimeSource.system.wallClock())
        let hasWork = !change.takesBack || before.before(change) != nil
        let isDone = hasWork ? try await apply(change, decision, configuration) : false
        switch format {
        case .json: try Output.json(json(change, decision, isDone: isDone, folder: folder))
        case .text:
            let text =
                isDone
                ? "\(change.done); whoever uses \(folder) obeys within 2 s"
                : "\(change.nothingToDo) in \(folder); nothing changed"
            try Output.text(text.printable)
        }
    }

    private func apply(
        _ change: SwitchChange,
        _ decision: Switches.Decision,
        _ configuration: SwitchboardConfiguration
    ) async throws(Failure) -> Bool {
        let log = try configuration.audit.open()
        let result: Result<Bool, Failure>
        do throws(Failure) {
            let isDone = try await configuration.audit.control.apply(change, decision) {
                (note) throws(Failure) in
                try await log.record(note.event(actor: AuditOptions.actor))
            }
            result = .success(isDone)
        } catch {
            result = .failure(error)
        }
        await log.shutdown()
        return try result.get()
    }

    /// Refuses a name that neither the configuration nor an operator knows.
    private func check(_ name: String, _ configuration: SwitchboardConfiguration, _ switches: Switches) throws(Failure)
    {
        let instances = configuration.instances + configuration.disabledInstances
        let names = Set(instances.map(\.settings.instance)).union(switches.names)
        guard !names.contains(name) else { return }
        let hint = name.nearest(among: names.sorted()).map { "; did you mean \($0)?" } ?? ""
        throw .invalidInput("NAME", "\(name) is not a configured provider\(hint)")
    }

    private func json(
        _ change: SwitchChange,
        _ decision: Switches.Decision,
        isDone: Bool,
        folder: String
    ) -> JSONValue {
        var form = decision.json
        form["switch"] = .string(change.name)
        form["provider"] = change.instance.map(JSONValue.string)
        form["changed"] = .bool(isDone)
        form["audit"] = .string(folder)
        return .object(form)
    }
}

extension SwitchChange {
    /// What to tell when it is done, without the end of the sentence.
    fileprivate var done: String {
        switch self {
        case .disable(let name): "\(name) is switched off"
        case .enable(let name): "\(name) is no longer switched off by an operator"
        case .force(let name, .open): "the breaker of \(name) is forced open"
        case .force(let name, .closed): "the breaker of \(name) is forced closed"
        case .reset(let name): "the breaker of \(name) decides for itself"
        case .freeze: "the routes are frozen"
        case .thaw: "the routes are thawed"
        }
    }

    /// What to tell where there is nothing to take back, without the end of the sentence.
    fileprivate var nothingToDo: String {
        switch self {
        case .disable(let name), .enable(let name): "no operator has switched \(name) off"
        case .force(let name, _), .reset(let name): "no operator has forced the breaker of \(name)"
        case .freeze, .thaw: "no operator has frozen the routes"
        }
    }
}

extension ControlFile.Note {
    /// What the audit log keeps.
    fileprivate func event(actor: String) -> AuditEvent {
        var detail: [String: JSONValue] = ["reason": .string(decision.reason)]
        detail["provider"] = change.instance.map(JSONValue.string)
        detail["before"] = (before?.json).map(JSONValue.object)
        if stage == .decided { return AuditEvent(.operator, change.name, actor: actor, detail: .object(detail)) }
        detail["switch"] = .string(change.name)
        if stage == .interrupted {
            detail["interrupted"] = true
            detail.merge(decision.json) { first, _ in first }
        }
        return AuditEvent(.operator, "switch.failed", actor: actor, detail: .object(detail))
    }
}

extension Switches.Decision {
    /// Who, why and when, for JSON output.
    var json: [String: JSONValue] {
        ["by": .string(by), "reason": .string(reason), "at": .string("\(at)")]
    }

    /// Who, when and why, for a line of text.
    var line: String { "by \(by), \(at.inTable) UTC: \(reason)" }
}

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
    /// - Parameters:
    ///   - change: What to switch.
    ///   - done: What to tell, without the end of the sentence.
    ///   - nothing: What to tell where there is nothing to take back.
    /// - Throws: Where the name is unknown, or where the audit log or the switch cannot be written.
    func perform(_ change: SwitchChange, done: String, nothing: String) async throws {
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
                isDone ? "\(done); whoever uses \(folder) obeys within 2 s" : "\(nothing) in \(folder); nothing changed"
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
                (stage, before) throws(Failure) in
                try await log.record(change.event(stage, decision, before, actor: AuditOptions.actor))
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
    /// The change as the audit log keeps it.
    fileprivate func event(
        _ stage: ControlFile.Stage,
        _ decision: Switches.Decision,
        _ before: Switches.Decision?,
        actor: String
    ) -> AuditEvent {
        var detail: [String: JSONValue] = ["reason": .string(decision.reason)]
        detail["provider"] = instance.map(JSONValue.string)
        detail["before"] = (before?.json).map(JSONValue.object)
        if stage == .failed { detail["switch"] = .string(name) }
        return AuditEvent(.operator, stage == .failed ? "switch.failed" : name, actor: actor, detail: .object(detail))
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

import ArgumentParser
import Switchboard
import SwitchboardCore

/// Runs an automation from a file.
struct WorkflowRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs an automation from a file, now, and tells what became of each action.",
        discussion: """
            Everything is checked before anything is done. What comes after an action that failed is skipped, unless the \
            file says on_failure: continue. docs/automations.md has the file's form.

            Exit status: 0 every action was done; 1 some were not, or none was; 2 the file is wrong; 3 the configuration \
            is wrong.

            Examples:
              switchboard workflow run alarm.json --dry-run
              switchboard workflow run alarm.json --correlation alarm-4711
              switchboard workflow run - --format json < alarm.json
              switchboard audit --correlation alarm-4711
            """
    )

    @Argument(help: "The automation, a file with one JSON object; - reads standard input.", completion: .file())
    var automation: String

    @Option(help: "The id under which the audit log finds all of it; made unless given.")
    var correlation: String?

    @Option(help: "On whose behalf, where the platform serves several.")
    var tenant: String?

    @Option(help: "How long each action may take, such as 30s or 2m; a bare number counts seconds.")
    var timeout: TimeLimit?

    @Flag(help: "Shows who would be asked for each action and with which request; sends nothing, records nothing.")
    var dryRun = false

    @Option(help: "How to print the result.")
    var format: Format = .text

    @OptionGroup var audit: AuditOptions
    @OptionGroup var log: LogOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    func run() async throws {
        let automation = try Automation.decode(json: StandardInput.contents(of: automation))
        let failure = dryRun ? try await rehearse(automation) : try await perform(automation)
        if let failure { throw ExitStatus(failure).code }
    }

    private func rehearse(_ automation: Automation) async throws -> Failure? {
        let tools = try CommunicationTools(inspecting: audit.configuration(), logger: log.logger())
        let rehearsal = await tools.rehearseAutomation(automation, options: options)
        await tools.shutdown()
        switch format {
        case .json: try Output.json(rehearsal)
        case .text: try Output.text(rehearsal.text)
        }
        return rehearsal.failure
    }

    private func perform(_ automation: Automation) async throws -> Failure? {
        let tools = try CommunicationTools(configuration: audit.configuration(), logger: log.logger())
        let options = options
        let result = await Interruption.cancelling { await tools.automateCommunications(automation, options: options) }
        await tools.shutdown()
        do {
            switch format {
            case .json: try Output.json(result)
            case .text: try Output.text(result.text)
            }
        } catch let lost as LostOutput {
            Output.error("\(lost)\n\(result.summary)")
            throw ExitStatus.failed.code
        }
        return result.failure
    }

    private var options: CallOptions {
        CallOptions(
            timeout: timeout?.duration,
            actor: AuditOptions.actor,
            tenant: tenant,
            correlationID: correlation
        )
    }
}

import ArgumentParser
import Foundation
import Switchboard
import SwitchboardCore

/// Sends a letter to the recipients of a file.
struct CampaignSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends a letter to the recipients of a file and tells what became of each.",
        discussion: """
            All recipients are looked at before anything is sent. A row that is no recipient is reported by its line, and \
            the others are sent to; a name that a recipient has no value for keeps everything from being sent. The first \
            interrupt lets the requests under way end and stops before the next.

            Exit status: 0 every recipient was sent to; 1 some were not, or nobody was; 2 the letter or the file is wrong; \
            3 the configuration is wrong.

            Examples:
              switchboard campaign send welcome.json --recipients new.csv --dry-run
              switchboard campaign send welcome.json --recipients new.csv
              switchboard campaign send - --recipients new.jsonl < welcome.json
              switchboard audit --correlation spring-2026
            """
    )

    @Argument(help: "The letter, a file with one JSON object; - reads standard input.", completion: .file())
    var letter: String

    @Option(
        help: "The recipients: a .csv file with a line of columns' names, or a .jsonl file with an object a line.",
        completion: .file(extensions: ["csv", "jsonl", "ndjson"])
    )
    var recipients: String

    @Option(help: "The id under which the audit log finds all of it; made unless given.")
    var correlation: String?

    @Option(
        help: "The provider instance that must send the mails, whatever the routes say.",
        completion: CommandCompletion.providers
    )
    var provider: String?

    @Option(help: "On whose behalf, where the platform serves several.")
    var tenant: String?

    @Option(help: "How long each chunk of mails may take, such as 30s or 2m; a bare number counts seconds.")
    var timeout: TimeLimit?

    @Flag(help: "Looks at all recipients and shows the first mail as it would go out; sends nothing, records nothing.")
    var dryRun = false

    @Option(help: "How to print the result.")
    var format: Format = .text

    @OptionGroup var audit: AuditOptions
    @OptionGroup var log: LogOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    func run() async throws {
        let email = try PersonalizedEmail.decode(json: StandardInput.contents(of: letter))
        let source = try RecipientSource.file(recipients)
        let failure = dryRun ? try await rehearse(email, source) : try await send(email, source)
        if let failure { throw ExitStatus(failure).code }
    }

    private func rehearse(_ email: PersonalizedEmail, _ source: RecipientSource) async throws -> Failure? {
        let tools = try CommunicationTools(inspecting: audit.configuration(), logger: log.logger())
        let rehearsal = await tools.rehearsePersonalizedEmail(email, to: source, options: options)
        await tools.shutdown()
        switch format {
        case .json: try Output.json(rehearsal)
        case .text: try Output.text(rehearsal.text)
        }
        return rehearsal.failure
    }

    private func send(_ email: PersonalizedEmail, _ source: RecipientSource) async throws -> Failure? {
        let tools = try CommunicationTools(configuration: audit.configuration(), logger: log.logger())
        let line = ProgressLine(on: .errors)
        let options = options
        let result = await Interruption.cancelling {
            await tools.sendPersonalizedEmail(email, to: source, options: options) { progress in
                let failed = progress.failed > 0 ? ", \(progress.failed) not sent" : ""
                line.show("\(progress.done) of \(progress.total) recipients\(failed)")
            }
        }
        line.end()
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
            provider: provider,
            timeout: timeout?.duration,
            actor: AuditOptions.actor,
            tenant: tenant,
            correlationID: correlation
        )
    }
}

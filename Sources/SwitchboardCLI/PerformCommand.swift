import ArgumentParser
import Foundation
import Switchboard
import SwitchboardCore
import UnixSignals

/// Performs one action and prints its outcome.
struct PerformCommand: AsyncParsableCommand {
    static let name = "perform"
    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Performs one action and prints its outcome as JSON.",
        discussion: """
            Examples:
              switchboard perform contact.note '{"person": {"user_id": "7"}, "body": "hi"}'
              switchboard perform message.send - --timeout 30s < message.json
              switchboard perform contact.tag - --dry-run < tag.json
              switchboard perform event.track --lines --jobs 8 < events.jsonl

            With --lines one process performs the action for each line of standard input, which is one JSON object, and \
            prints each outcome as a line with the input's line number, as soon as it is known. A changed configuration, \
            and what operators switch, take effect between two of them. Ctrl-C ends it after what has begun.

            'switchboard actions' lists the actions and their fields.
            """
    )

    @Argument(help: "The action's name, such as contact.note.", completion: CommandCompletion.actions)
    var action: String

    @Argument(help: "The action's fields as one JSON object of at most 64 MB; - reads standard input. (default: {})")
    var input: String?

    @Option(
        help: "The provider instance that must do it, whatever the routes say.",
        completion: CommandCompletion.providers
    )
    var provider: String?

    @Option(help: "How long the call may take, such as 30s or 2m; a bare number counts seconds.")
    var timeout: TimeLimit?

    @Option(help: "What to do when a request was sent and not answered: hold (never do it twice) or resend.")
    var onUnknown: UnknownPolicy = .hold

    @Flag(help: "Shows who would be asked and with which request; sends nothing, records nothing.")
    var dryRun = false

    @Flag(help: "Performs the action for each line of standard input.")
    var lines = false

    @Option(help: "How many lines may be under way at a time, 1 to 1000; beyond one, outcomes come as they end.")
    var jobs = 1

    @Option(help: "How to print the outcome.")
    var format: Format = .json

    @OptionGroup var audit: AuditOptions
    @OptionGroup var log: LogOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    enum UnknownPolicy: String, ExpressibleByArgument, CaseIterable {
        case hold, resend
    }

    func validate() throws {
        guard (1...1000).contains(jobs) else { throw ValidationError("--jobs takes 1 to 1000") }
        guard lines else {
            if jobs > 1 { throw ValidationError("--jobs goes with --lines only") }
            return
        }
        if dryRun || format == .text { throw ValidationError("--lines goes neither with --dry-run nor with text") }
        if let input, input != "-" { throw ValidationError("--lines reads standard input; leave out the JSON") }
    }

    func run() async throws {
        if lines { return try await runLines() }
        let outcome = await outcome()
        do throws(LostOutput) {
            switch format {
            case .json: try Output.json(outcome.json, isPretty: dryRun)
            case .text: try Output.text(outcome.text ?? outcome.json.lines)
            }
        } catch {
            Output.error("\(error)\n\(outcome.json.verdict.lines)")
            throw ExitStatus.failed.code
        }
        if let status = outcome.status { throw status.code }
    }

    /// An outcome and how the process ends on it.
    private struct Ending {
        var json: JSONValue
        var text: String?
        var status: ExitStatus?

        init(_ outcome: NamedOutcome, status: ExitStatus? = nil) {
            json = outcome.json
            self.status = status ?? outcome.failure.map { ExitStatus($0) }
        }

        init(_ rehearsal: Rehearsal) {
            json = (try? JSONValue(encoding: rehearsal)) ?? .null
            text = rehearsal.text
            status = rehearsal.failure.map { ExitStatus($0) }
        }
    }

    private func outcome() async -> Ending {
        let json: Data
        do throws(Failure) {
            json = try StandardInput.text(of: input ?? "{}")
        } catch {
            return Ending(NamedOutcome(failure: error))
        }
        let tools: CommunicationTools
        do {
            tools = try self.tools()
        } catch {
            return unusable(error, json)
        }
        let ending =
            dryRun ? Ending(await tools.rehearse(named: action, json: json, options)) : await perform(json, with: tools)
        await tools.shutdown()
        return ending
    }

    /// Performs it; of a batch, a terminal shows how far it has come.
    private func perform(_ json: Data, with tools: CommunicationTools) async -> Ending {
        let line = ProgressLine(on: .errors)
        var options = options
        options.progress = { progress in
            let failed = progress.failed > 0 ? ", \(progress.failed) failed" : ""
            line.show("\(progress.done) of \(progress.total) done\(failed)")
        }
        let outcome = await Interruption.cancelling { [options] in
            await tools.perform(named: action, json: json, options)
        }
        line.end()
        return Ending(outcome)
    }

    private func runLines() async throws {
        let tools = try self.tools()
        let work = LinePerformance(action, options, jobs: jobs, with: tools)
        let result = await Interruption.cancelling { () async -> Result<Bool, LostOutput> in
            do throws(LostOutput) {
                return .success(try await work.run())
            } catch {
                return .failure(error)
            }
        }
        await tools.shutdown()
        guard try result.get() else { throw ExitStatus.failed.code }
    }

    private func tools() throws -> CommunicationTools {
        let configuration = try audit.configuration()
        return dryRun
            ? try CommunicationTools(inspecting: configuration, logger: log.logger())
            : try CommunicationTools(configuration: configuration, logger: log.logger())
    }

    /// What to answer when the tools cannot even be built.
    ///
    /// Wrong input is said to be wrong even then: mending the log would not help it.
    private func unusable(_ error: any Error, _ json: Data) -> Ending {
        switch error {
        case let error as ConfigurationError:
            let failure = Failure(.notConfigured, effect: .none, "the configuration is wrong: \(error.description)")
            return Ending(NamedOutcome(failure: failure), status: .wrongConfiguration)
        case let failure as Failure where failure.kind == .auditUnavailable:
            return Ending(NamedOutcome(failure: ActionCatalog().problem(with: json, as: action) ?? failure))
        case let failure as Failure:
            return Ending(NamedOutcome(failure: failure), status: .wrongConfiguration)
        default:
            return Ending(NamedOutcome(failure: Failure(.notConfigured, effect: .none, "\(error)")), status: .failed)
        }
    }

    private var options: CallOptions {
        CallOptions(
            provider: provider,
            timeout: timeout?.duration,
            onUnknown: onUnknown == .resend ? .resend : .hold,
            actor: AuditOptions.actor
        )
    }
}

/// A time limit on the command line.
struct TimeLimit: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard let duration = Duration(configuration: Int(argument) == nil ? argument : "\(argument)s") else {
            return nil
        }
        self.duration = duration
    }
}

extension JSONValue {
    /// What must not get lost of an outcome: how it ended, and under which id the log tells the rest.
    fileprivate var verdict: JSONValue {
        .object((object ?? [:]).filter { ["success", "error_kind", "effect", "audit_id"].contains($0.key) })
    }

    /// An object as `name: value` lines, success first.
    fileprivate var lines: String {
        let members = (object ?? [:])
            .sorted { ($0.key == "success" ? "" : $0.key) < ($1.key == "success" ? "" : $1.key) }
        return members.map { name, value in "\(name): \(value.plainText)".printable }.joined(separator: "\n")
    }
}

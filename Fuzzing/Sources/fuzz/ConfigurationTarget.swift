import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// A configuration file with an environment over it: the lines up to an empty one are variables, YAML follows.
struct ConfigurationTarget: FuzzTarget {
    func run(_ bytes: [UInt8]) -> Bool {
        var lines = Lines(bytes)
        var environment = Instance.environment
        while !lines.rest.isEmpty {
            let line = lines.next()
            if line.isEmpty { break }
            let sign = line.firstIndex(of: "=") ?? line.endIndex
            environment[String(line[..<sign])] = String(line[sign...].dropFirst())
        }
        check(String(decoding: lines.rest, as: UTF8.self), environment)
        return true
    }

    private func check(_ text: String, _ environment: [String: String]) {
        do throws(ConfigurationError) {
            let configuration = try SwitchboardConfiguration.parse(text, file: "f.yaml", environment: environment)
            checkUse(configuration)
        } catch {
            require(!error.problems.isEmpty, "refused without a reason")
            check(error.problems, lines: text.count(where: \.isNewline) + 1)
            Instance.checkSecrecy(of: error.description)
        }
    }

    private func check(_ problems: [ConfigurationError.Problem], lines: Int) {
        for problem in problems {
            // An empty line may be pointed at behind the last one, where something is missing at the end.
            require(problem.line.map { (1...lines + 1).contains($0) } ?? true, "line \(problem.line ?? 0) of \(lines)")
            require(!problem.message.isEmpty, "a problem without words")
        }
    }

    /// What is accepted can be used, or is refused with a reason.
    private func checkUse(_ configuration: SwitchboardConfiguration) {
        do throws(Failure) {
            let tools = try CommunicationTools(
                configuration: configuration,
                transport: AnsweringTransport([]),
                audit: RecordingAuditLog(),
                time: ManualTime().source,
                logger: .silent
            )
            for name in ["contact.note", "email.send", "event.track"] { _ = tools.route(of: name) }
        } catch {
            require(error.kind == .invalidInput, "refused as \(error.kind)")
            Instance.checkSecrecy(of: error.message)
        }
    }
}

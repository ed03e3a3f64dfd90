import ArgumentParser
import Foundation
import ProviderSandbox
import SwitchboardCore

/// Serves the sandbox until it is told to stop.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Plays the providers on this machine, with state, and with faults on request.",
        discussion: """
            Examples:
              switchboard sandbox --port 8090 > sandbox.txt &
              export $(grep = sandbox.txt)
              curl http://127.0.0.1:8090/_faults -d '{"path": "/messages", "status": 503}'
              switchboard sandbox --port 0 --faults faults.json

            The first line of output names the address; the others are the environment variables that turn the
            providers to the sandbox. docs/sandbox.md explains every fault and every control.
            """
    )

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port: Int = 8090

    @Option(
        help: "A file of faults to start with: what POST /_faults takes, one fault or a list.",
        completion: .file(extensions: ["json"])
    )
    var faults: String?

    @OptionGroup var log: LogOptions

    func run() async throws {
        let faults = try faults.map(Self.faults(inFile:)) ?? SandboxFaults()
        try await ProviderSandbox(port: port, faults: faults, logger: log.logger())
            .run { address in
                do throws(LostOutput) {
                    let variables = address.environment.map { "\n\($0)=\($1)" }.joined()
                    try Output.text("sandbox ready at \(address.url)\(variables)")
                } catch {
                    Output.error("\(error)")
                }
            }
    }

    private static func faults(inFile path: String) throws(Failure) -> SandboxFaults {
        guard let json = FileManager.default.contents(atPath: path) else {
            throw .invalidInput("--faults", "names a file that cannot be read: \(path)")
        }
        do throws(Failure) {
            return try SandboxFaults(parsing: json)
        } catch {
            throw .invalidInput(path, error.message)
        }
    }
}

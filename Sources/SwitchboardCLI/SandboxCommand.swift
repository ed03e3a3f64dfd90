import ArgumentParser
import ProviderSandbox
import SwitchboardCore

/// Serves the sandbox until it is told to stop.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Plays the providers on this machine, with state, and with faults on request.",
        discussion: """
            Example:
              switchboard sandbox --port 8090 &
              export INTERCOM_BASE_URL=http://127.0.0.1:8090/intercom INTERCOM_ACCESS_TOKEN=any INTERCOM_ADMIN_ID=991267583
              curl -d '{"path": "/contacts/search", "status": 429, "headers": {"Retry-After": "1"}}' \\
                   http://127.0.0.1:8090/_faults
            """
    )

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port: Int = 8090

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await ProviderSandbox(port: port, logger: common.logger())
            .run { address in
                Output.text("sandbox ready at \(address.url)\nINTERCOM_BASE_URL=\(address.intercom)")
            }
    }
}

import ArgumentParser
import Switchboard
import SwitchboardCore

/// Shows the configuration that the file, the environment and the defaults amount to.
struct ConfigShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows every key with its effective value and where it comes from; secrets are redacted.",
        discussion: """
            The YAML is a configuration file again: origins, secrets and keys without a value stand in comments. JSON has \
            the values under 'configuration' and the origins, by path, under 'origins'. The version is the fingerprint that \
            the audit log keeps with every decision: of all values but the secrets.

            Examples:
              switchboard config show
              switchboard config show --format json
            """
    )

    @Option(help: "How to print it.")
    var format: Format = .yaml

    @OptionGroup var audit: AuditOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case yaml, json
    }

    func run() throws {
        let configuration = try audit.configuration()
        let (entries, version) = (configuration.entries(), configuration.fingerprint)
        switch format {
        case .yaml: try Output.text("# version \(version)\n\(entries.yaml)")
        case .json:
            try Output.json([
                "version": .string(version), "configuration": entries.json, "origins": entries.originsJSON,
            ])
        }
    }
}

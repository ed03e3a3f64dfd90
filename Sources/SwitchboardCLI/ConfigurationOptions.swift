import ArgumentParser
import Switchboard

/// Which configuration serves, for the commands that read one.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: "The configuration file; config/switchboard.yaml where it exists, unless given.",
        completion: .file(extensions: ["yaml", "yml"])
    )
    var file: String?

    /// Everything about the configuration, with what is wrong with it.
    func report() -> ConfigurationReport { ConfigurationReport(file: file) }

    /// Reads the configuration.
    ///
    /// - Throws: What `config check` would say, in the same words.
    func configuration() throws(ConfigurationError) -> SwitchboardConfiguration {
        try report().get()
    }
}

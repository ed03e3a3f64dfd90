/// Where a value of the configuration comes from.
package indirect enum ConfigurationOrigin: Sendable, Hashable {
    /// Nobody gave one: the default serves.
    case builtIn
    /// A line of the configuration file.
    case file(String?, line: Int?)
    /// An environment variable.
    case variable(String)
    /// A file of its own, as credentials have it, and what names that file.
    case secretFile(String, namedBy: ConfigurationOrigin)
    /// An option of the command line.
    case option(String)
}

extension ConfigurationOrigin: CustomStringConvertible {
    /// As an operator looks for it: `config/switchboard.yaml:7`, `INTERCOM_REGION`.
    package var description: String {
        switch self {
        case .builtIn: "built-in default"
        case .file(let file, let line): "\(file ?? "configuration")\(line.map { ":\($0)" } ?? "")"
        case .variable(let name): name
        case .secretFile(let file, let origin): "\(file), named by \(origin)"
        case .option(let name): name
        }
    }
}

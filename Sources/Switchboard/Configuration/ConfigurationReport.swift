import CurlTransport
import Foundation
package import SwitchboardCore

/// A configuration read as far as it can be, with everything that is wrong with it or missing.
package struct ConfigurationReport: Sendable {
    /// What was read; a default stands where a value is wrong.
    package private(set) var configuration = SwitchboardConfiguration()

    /// The file, where there is one.
    package private(set) var file: String?

    /// What keeps the hub from starting.
    package private(set) var problems: [ConfigurationError.Problem] = []

    /// What does not, but keeps an instance from being used.
    package private(set) var warnings: [ConfigurationError.Problem] = []

    /// Reads a configuration and builds what it names, without opening or sending anything.
    ///
    /// - Parameters:
    ///   - file: The file, as in ``SwitchboardConfiguration/load(file:environment:providers:)``.
    ///   - environment: The environment's variables.
    ///   - providers: The types of providers that the file may name.
    package init(
        file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        providers: [any Provider.Type] = builtInProviders
    ) {
        do throws(ConfigurationError) {
            let (text, path) = try SwitchboardConfiguration.contents(of: file)
            self.file = path
            let log = LoadingLog(file: path)
            configuration = try .read(text, environment: environment, providers: providers, log: log, file: path)
            problems = log.problems
            checkInstances(providers)
            checkTransport()
        } catch {
            problems += error.problems
        }
    }

    /// Lets each instance's own type look at its values.
    private mutating func checkInstances(_ providers: [any Provider.Type]) {
        for instance in configuration.instances {
            guard let type = providers.first(where: { $0.name == instance.typeName }) else { continue }
            do throws(Failure) {
                let built = try ProviderInstance(type, instance, time: .system)
                guard case .failure(let failure) = built.parts else { continue }
                warnings.append(problem(failure, at: "providers.\(built.name)"))
            } catch {
                problems.append(problem(error, at: "providers.\(error.field ?? instance.settings.instance)"))
            }
        }
    }

    private mutating func checkTransport() {
        do throws(Failure) {
            try configuration.transport.curl.check()
        } catch {
            problems.append(problem(error, at: error.field == "caBundle" ? "transport.caFile" : "transport"))
        }
    }

    /// A failure as a problem, at the place that the value comes from.
    private func problem(_ failure: Failure, at path: String) -> ConfigurationError.Problem {
        let prefix = "\(failure.field ?? ""): "
        let message =
            failure.message.hasPrefix(prefix) ? String(failure.message.dropFirst(prefix.count)) : failure.message
        return switch configuration.origins[path] {
        case .file(let file, let line)?: .init(file: file, line: line, path: path, message: message)
        case .variable(let name)?: .init(file: nil, line: nil, path: name, message: message)
        default: .init(file: nil, line: nil, path: path, message: message)
        }
    }
}

import AuditStore
import CurlTransport
import Foundation
package import SwitchboardCore

/// A configuration read as far as it can be, with everything that is wrong with it or missing.
package struct ConfigurationReport: Sendable {
    /// What was read; a default stands where a value is wrong.
    package private(set) var configuration = SwitchboardConfiguration()

    /// The file, where there is one.
    package private(set) var file: String?

    /// What keeps the hub from starting: the file's in the order of its lines, then what stands elsewhere.
    package private(set) var problems: [ConfigurationError.Problem] = []

    /// What does not, but keeps an instance or a value from being used.
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
            configuration.source = path.map { ConfigurationSource(file: $0, environment: environment) }
            problems = log.problems
            warnings = configuration.warnings
            checkInstances(providers)
            checkTransport()
            checkMasterKey()
            checkLimits()
        } catch {
            problems += error.problems
        }
        problems = problems.inReadingOrder
        warnings = warnings.inReadingOrder
    }

    /// The configuration, where nothing keeps the hub from starting.
    ///
    /// - Throws: Everything that does.
    package func get() throws(ConfigurationError) -> SwitchboardConfiguration {
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return configuration
    }

    /// Lets each instance's own type look at its values: at each by itself, so that one does not hide another, and
    /// whether credentials are there or not.
    private mutating func checkInstances(_ providers: [any Provider.Type]) {
        for instance in configuration.instances {
            guard let type = providers.first(where: { $0.name == instance.typeName }) else { continue }
            checkValues(of: instance.settings, type)
            let gaps = type.settings.filter(instance.settings.lacks).map(\.key)
            for settings in gaps.map({ instance.settings.completed(for: type, but: $0) }) + [instance.settings] {
                guard let failure = type.refusal(of: settings), failure.kind == .notConfigured else { continue }
                let warning = problem(failure, at: "providers.\(settings.instance)")
                if !warnings.contains(warning) { warnings.append(warning) }
            }
        }
    }

    private mutating func checkValues(of settings: ProviderSettings, _ type: any Provider.Type) {
        let placeholders = type.settings.filter(settings.lacks).map { "\(settings.instance).\($0.key)" }
        guard let first = type.refusal(of: settings.completed(for: type)), first.kind != .notConfigured else { return }
        let others = type.settings.filter { !$0.isSecret && settings[$0.key] != $0.defaultValue }
            .compactMap { type.refusal(of: settings.completed(for: type, only: $0.key)) }
            .filter { $0.kind != .notConfigured && $0 != first }
        for failure in [first] + others where !placeholders.contains(failure.field ?? "") {
            problems.append(problem(failure, at: "providers.\(failure.field ?? settings.instance)"))
        }
    }

    private mutating func checkTransport() {
        do throws(Failure) {
            try configuration.transport.curl.check()
        } catch {
            problems.append(problem(error, at: error.field == "caBundle" ? "transport.caFile" : "transport"))
        }
        guard let proxy = configuration.transport.proxy, !proxy.isProxyAddress else { return }
        let message = "is no address of a proxy; give one such as http://proxy.example.com:3128"
        problems.append(problem(message, at: "transport.proxy"))
    }

    private mutating func checkMasterKey() {
        guard let key = configuration.audit.masterKey, !key.isEmpty else { return }
        do throws(Failure) {
            _ = try MasterKey(base64: key)
        } catch {
            problems.append(problem(error, at: "audit.masterKey"))
        }
    }

    /// Warns of a limit that somebody has set and that can never be reached.
    private mutating func checkLimits() {
        let deadline = configuration.resilience.deadline
        let limits =
            [("resilience", configuration.resilience)]
            + configuration.instances.map { ("providers.\($0.settings.instance).resilience", $0.resilience) }
        for (path, limits) in limits where limits.attemptTimeout > deadline {
            guard configuration.origins["\(path).attemptTimeout"] != nil else { continue }
            let message = "is longer than the deadline of \(deadline.configurationText), which ends the attempt first"
            warnings.append(problem(message, at: "\(path).attemptTimeout"))
        }
    }

    /// A failure as a problem, at the place that the value comes from.
    private func problem(_ failure: Failure, at path: String) -> ConfigurationError.Problem {
        let prefix = "\(failure.field ?? ""): "
        let isPrefixed = failure.message.hasPrefix(prefix)
        return problem(isPrefixed ? String(failure.message.dropFirst(prefix.count)) : failure.message, at: path)
    }

    private func problem(_ message: String, at path: String) -> ConfigurationError.Problem {
        configuration.origins[path]?.problem(message, at: path)
            ?? .init(file: nil, line: nil, path: path, message: message)
    }
}

extension Provider {
    /// Why no instance can be made from some values.
    fileprivate static func refusal(of settings: ProviderSettings) -> Failure? {
        do throws(Failure) {
            _ = try Self(settings: settings)
            return nil
        } catch {
            return error
        }
    }
}

extension ConfigurationOrigin {
    /// A problem of a value that comes from here.
    fileprivate func problem(_ message: String, at path: String) -> ConfigurationError.Problem {
        switch self {
        case .file(let file, let line): .init(file: file, line: line, path: path, message: message)
        case .variable(let name): .init(file: nil, line: nil, path: name, message: message)
        case .secretFile(_, let origin): origin.problem(message, at: path)
        case .builtIn, .option: .init(file: nil, line: nil, path: path, message: message)
        }
    }
}

extension String {
    /// Whether libcurl can take it for a proxy: a host, with a scheme and a port or without.
    fileprivate var isProxyAddress: Bool {
        let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]
        guard let parts = URLComponents(string: contains("://") ? self : "http://\(self)") else { return false }
        return schemes.contains(parts.scheme?.lowercased() ?? "") && !(parts.host ?? "").isEmpty
            && (1...65_535).contains(parts.port ?? 1) && ["", "/"].contains(parts.path)
            && parts.query == nil && parts.fragment == nil
    }
}

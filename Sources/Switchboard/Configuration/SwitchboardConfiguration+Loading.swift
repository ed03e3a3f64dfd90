public import Foundation
public import SwitchboardCore
import Yams

extension SwitchboardConfiguration {
    /// Where the file is looked for when none is named.
    public static let defaultFile = "config/switchboard.yaml"

    /// Reads the configuration: the file, with the environment over it.
    ///
    /// - Parameters:
    ///   - file: The file. Without one, `config/switchboard.yaml` below the working folder where it exists, else the
    ///     defaults and the environment serve.
    ///   - environment: The environment's variables.
    ///   - providers: The types of providers that the file may name.
    /// - Returns: The configuration.
    /// - Throws: Everything that is wrong, each with its file, line and path.
    public static func load(
        file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        providers: [any Provider.Type] = builtInProviders
    ) throws(ConfigurationError) -> SwitchboardConfiguration {
        let (text, path) = try contents(of: file)
        var configuration = try parse(text, file: path, environment: environment, providers: providers)
        configuration.source = path.map { ConfigurationSource(file: $0, environment: environment) }
        return configuration
    }

    /// Reads the configuration from the text of a file, with the environment over it.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - file: What to call the text in problems.
    ///   - environment: The environment's variables.
    ///   - providers: The types of providers that the text may name.
    /// - Returns: The configuration.
    /// - Throws: Everything that is wrong, each with its line and path.
    public static func parse(
        _ text: String,
        file: String?,
        environment: [String: String] = [:],
        providers: [any Provider.Type] = builtInProviders
    ) throws(ConfigurationError) -> SwitchboardConfiguration {
        let log = LoadingLog(file: file)
        let configuration = try read(text, environment: environment, providers: providers, log: log, file: file)
        guard log.problems.isEmpty else { throw ConfigurationError(problems: log.problems.inReadingOrder) }
        return configuration
    }

    /// The text of the file, or of the one in the usual place, or none; and how it is called.
    static func contents(of file: String?) throws(ConfigurationError) -> (text: String, file: String?) {
        let path = file ?? (FileManager.default.fileExists(atPath: defaultFile) ? defaultFile : nil)
        guard let path else { return ("", nil) }
        let refuse = { (problem: String) in
            ConfigurationError(problems: [.init(file: path, line: nil, path: "", message: problem)])
        }
        var isFolder: ObjCBool = false
        guard !path.isEmpty else { throw refuse("the path of the configuration file is empty; name a file") }
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw refuse("there is no such file")
        }
        guard !isFolder.boolValue else { throw refuse("is a folder; name a file") }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw refuse("cannot be read; check the file's permissions")
        }
        guard let text = String(data: data, encoding: .utf8) else { throw refuse("is not UTF-8 text") }
        return (text, path)
    }

    /// Reads what can be read; what is wrong goes into the log, and a default stands in its place.
    ///
    /// - Throws: Where the text is no YAML, so that there is nothing to read.
    static func read(
        _ text: String,
        environment: [String: String],
        providers: [any Provider.Type],
        log: LoadingLog,
        file: String?
    ) throws(ConfigurationError) -> SwitchboardConfiguration {
        let root = ConfigurationSection(try compose(text, file: file), path: "", log: log)
        let surroundings = Surroundings(environment: environment, providers: providers, log: log)
        var configuration = SwitchboardConfiguration()
        configuration.service = Service(root.section("service"))
        configuration.resilience = ResilienceConfiguration(root.section("resilience"), hasDeadline: true)
        configuration.audit = AuditConfiguration(root.section("audit"), surroundings)
        configuration.identity = IdentityConfiguration(root.section("identity"))
        configuration.transport = TransportConfiguration(root.section("transport"))
        let section = root.section("providers")
        let instances = surroundings.instances(section, configuration.resilience)
        surroundings.warnOfUnknownVariables(of: instances)
        configuration.instances = instances.filter(\.isEnabled)
        configuration.disabledInstances = instances.filter { !$0.isEnabled }
        let types = surroundings.types(of: section, and: instances)
        configuration.routes = RouteReader(types: types, providers: providers).read(root.section("routes"))
        configuration.recipientGuard = RecipientGuard(root.section("guard"))
        root.refuseUnknownKeys()
        configuration.origins = log.origins
        configuration.warnings = log.warnings
        return configuration
    }

    private static func compose(_ text: String, file: String?) throws(ConfigurationError) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch {
            let (line, problem) = (error as? YamlError)?.place(in: text) ?? (nil, "it cannot be read")
            let message = "is not valid YAML: \(problem)"
            throw ConfigurationError(problems: [.init(file: file, line: line, path: "", message: message)])
        }
    }
}

extension SwitchboardConfiguration.Service {
    fileprivate init(_ section: ConfigurationSection) {
        self.init()
        name = section.text("name") ?? name
        environment = section.text("environment")
        section.refuseUnknownKeys()
    }
}

extension ResilienceConfiguration {
    /// Reads the limits over others; the deadline belongs to the whole call and so to the top only.
    init(_ section: ConfigurationSection, over base: Self = Self(), hasDeadline: Bool = false) {
        self = base
        if hasDeadline { deadline = section.duration("deadline") ?? deadline }
        attemptTimeout = section.duration("attemptTimeout") ?? attemptTimeout
        retries = section.integer("retries", in: 0...20) ?? retries
        backoff = section.duration("backoff") ?? backoff
        backoffCap = section.duration("backoffCap") ?? backoffCap
        jitter = section.share("jitter") ?? jitter
        let breaker = section.section("breaker")
        breakerFailures = breaker.integer("failures", in: 1...1000) ?? breakerFailures
        breakerWindow = breaker.duration("window") ?? breakerWindow
        breakerOpenFor = breaker.duration("openFor") ?? breakerOpenFor
        breaker.refuseUnknownKeys()
        longestWait = section.duration("longestWait") ?? longestWait
        retryBudget.read(section.section("retryBudget"))
        concurrency.read(section.section("concurrency"))
        quota.read(section.section("limiter"))
        section.refuseUnknownKeys()
    }
}

extension AuditConfiguration {
    fileprivate init(_ section: ConfigurationSection, _ surroundings: Surroundings) {
        self.init()
        directory = section.text("directory") ?? directory
        isRequired = section.boolean("required") ?? isRequired
        let synchronous = section.read("synchronous", "full or normal") { ["full": true, "normal": false][$0] }
        isFullySynchronous = synchronous ?? isFullySynchronous
        masterKeyFile = section.text("masterKeyFile")
        masterKey = surroundings.secret(instance: "switchboard", key: "masterKey", at: "audit.masterKey")
        section.refuseUnknownKeys()
    }
}

extension IdentityConfiguration {
    fileprivate init(_ section: ConfigurationSection) {
        self.init()
        isEnabled = section.boolean("enabled") ?? isEnabled
        maximumAge = section.duration("maximumAge") ?? maximumAge
        section.refuseUnknownKeys()
    }
}

extension TransportConfiguration {
    fileprivate init(_ section: ConfigurationSection) {
        self.init()
        caFile = section.text("caFile")
        proxy = section.text("proxy")
        offersHTTP2 = section.boolean("http2") ?? offersHTTP2
        connectTimeout = section.duration("connectTimeout") ?? connectTimeout
        stallLimit = section.duration("stallLimit") ?? stallLimit
        section.refuseUnknownKeys()
    }
}

extension RecipientGuard {
    /// Reads the guard; `nil` where the section says nothing.
    fileprivate init?(_ section: ConfigurationSection) {
        let recipients = section.texts("recipients")
        let redirect = section.read("otherwise", "refuse or redirect:ADDRESS", Otherwise.init(text:))
        section.refuseUnknownKeys()
        if recipients == nil, section.names.contains("otherwise"), section.keyNode("recipients") == nil {
            section.log.add(
                section.path,
                "lists nobody; give recipients, such as [\"*@example.com\"]",
                at: section.node
            )
        }
        guard let recipients else { return nil }
        self.init(recipients: recipients, redirect: redirect?.address)
    }

    private struct Otherwise {
        let address: Address?

        init?(text: String) {
            if text == "refuse" {
                address = nil
            } else if let email = text.wholeMatch(of: #/redirect:(.+)/#)?.1,
                EmailAddress.problem(in: String(email)) == nil
            {
                address = Address(String(email))
            } else {
                return nil
            }
        }
    }
}

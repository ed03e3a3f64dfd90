package import AuditStore
import CurlTransport
import Foundation
public import Resilience
public import SwitchboardCore

/// Everything that can be configured; `config/switchboard.yaml` shows each key with its default and its unit.
public struct SwitchboardConfiguration: Sendable {
    /// Who the hub works for.
    public struct Service: Sendable, Hashable {
        /// The name that the audit log gives as the actor where a call names none.
        public var name = "switchboard"

        /// The environment, such as staging; log lines carry it.
        public var environment: String?

        /// Creates the defaults.
        public init() {}
    }

    /// Where it was read from; `nil` where it came from no file.
    public var source: ConfigurationSource?

    /// Who the hub works for.
    public var service = Service()

    /// The provider instances, in the order in which a route without names tries them.
    public var instances: [InstanceConfiguration] = []

    /// The provider instances that the configuration switches off; nothing is built from them.
    package var disabledInstances: [InstanceConfiguration] = []

    /// What was given and serves nothing, such as a variable with a misspelt name.
    package var warnings: [ConfigurationError.Problem] = []

    /// Where each value comes from, by its path; what is not there is a built-in default.
    package var origins: [String: ConfigurationOrigin] = [:]

    /// Which instances do which action.
    public var routes = RouteTable()

    /// Who may be written to; everybody where there is none.
    public var recipientGuard: RecipientGuard?

    /// The limits that hold for every instance which says nothing else.
    public var resilience = ResilienceConfiguration()

    /// Where and how the audit log is kept.
    public var audit = AuditConfiguration()

    /// Whether, and for how long, it is remembered who a person is at a provider.
    public var identity = IdentityConfiguration()

    /// How requests reach the network.
    public var transport = TransportConfiguration()

    /// Creates the defaults, without any instance.
    public init() {}
}

/// The limits of the resilience layer that can be configured.
public struct ResilienceConfiguration: Sendable, Hashable {
    /// How long a call may take unless it says otherwise.
    public var deadline: Duration = .seconds(120)

    /// How long one attempt may take; some exchanges, such as searches, name their own.
    public var attemptTimeout: Duration = .seconds(10)

    /// How many attempts may follow the first.
    public var retries = 3

    /// The pause before the first retry; each further one is twice as long.
    public var backoff: Duration = .seconds(1)

    /// The longest pause.
    public var backoffCap: Duration = .seconds(8)

    /// How far a pause may be off its length, as a share of it.
    public var jitter = 0.25

    /// How many failures open the breaker.
    public var breakerFailures = 5

    /// In which time failures that are not in a row are counted.
    public var breakerWindow: Duration = .seconds(60)

    /// How long the breaker stays open before a probe.
    public var breakerOpenFor: Duration = .seconds(60)

    /// The longest wait for the rate limiter, a turn or a `Retry-After` inside a call.
    public var longestWait: Duration = .seconds(60)

    /// How many retries there may be for so many first attempts.
    public var retryBudget = RetryBudgetPolicy()

    /// How many exchanges may be under way at once.
    public var concurrency = ConcurrencyPolicy()

    /// What is made of what a provider says about its own rate limit.
    public var quota = QuotaPolicy()

    /// Creates the defaults.
    public init() {}

    func policy(rate: RateLimit, groups: [EndpointGroup]) -> ResiliencePolicy {
        var policy = ResiliencePolicy(rate: GCRA.Rate(rate))
        policy.attemptTimeout = attemptTimeout
        policy.retry.retries = retries
        policy.retry.backoff = backoff
        policy.retry.cap = max(backoff, backoffCap)
        policy.retry.jitter = jitter
        policy.breaker.failures = breakerFailures
        policy.breaker.window = breakerWindow
        policy.breaker.openFor = breakerOpenFor
        policy.breaker.probeLease = attemptTimeout + .seconds(5)
        policy.longestInlineWait = longestWait
        policy.retryBudget = retryBudget
        policy.concurrency = concurrency
        policy.quota = quota
        policy.groups = groups.map { ResiliencePolicy.Group($0.name, rate: $0.rate.map(GCRA.Rate.init)) }
        return policy
    }
}

/// One provider instance in the configuration.
public struct InstanceConfiguration: Sendable {
    /// The name of the provider's type.
    public var typeName: String

    /// The values for the provider, among them the instance's name.
    public var settings: ProviderSettings

    /// How often it may be called; what the provider documents unless given.
    public var rate: RateLimit?

    /// How often its endpoint groups may be called, by their names; what the provider documents unless given.
    public var groupRates: [String: RateLimit] = [:]

    /// Its limits.
    public var resilience: ResilienceConfiguration

    /// Whether the configuration names it, rather than that it exists because its type does.
    public var isExplicit: Bool

    /// Whether the configuration switches it on.
    package var isEnabled = true

    /// Creates an instance.
    public init(
        typeName: String,
        settings: ProviderSettings,
        rate: RateLimit? = nil,
        resilience: ResilienceConfiguration = ResilienceConfiguration(),
        isExplicit: Bool = true
    ) {
        self.typeName = typeName
        self.settings = settings
        self.rate = rate
        self.resilience = resilience
        self.isExplicit = isExplicit
    }

    func policy(default documented: RateLimit, groups: [EndpointGroup]) -> ResiliencePolicy {
        let groups = groups.map { EndpointGroup($0.name, paths: $0.paths, rate: groupRates[$0.name] ?? $0.rate) }
        return resilience.policy(rate: rate ?? documented, groups: groups)
    }
}

/// Where and how the audit log is kept.
public struct AuditConfiguration: Sendable {
    /// The folder of the log.
    public var directory = "var/audit"

    /// Whether nothing is sent when the intent cannot be recorded.
    public var isRequired = true

    /// Whether a commit waits until the disk has it; otherwise the last rows may be lost when the machine loses power.
    public var isFullySynchronous = true

    /// The master key in base64, from `SWITCHBOARD_MASTER_KEY`.
    public var masterKey: Secret?

    /// The file of the master key, made by the first start; `master.key` in the folder unless given.
    public var masterKeyFile: String?

    /// Creates the defaults.
    public init() {}

    /// Opens the log for writing, and makes its folder where it is missing.
    package func open(
        time: TimeSource = .system,
        onCommit: (@Sendable (SQLiteAuditLog.Commit) -> Void)? = nil
    ) throws(Failure) -> SQLiteAuditLog {
        do {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .folder(directory, "cannot be made: \(error.systemReason)")
        }
        guard access(directory, W_OK | X_OK) == 0 else {
            throw .folder(directory, "cannot be written: \(String(cString: strerror(errno)))")
        }
        let options = SQLiteAuditLog.Options(synchronous: isFullySynchronous ? .full : .normal)
        return try SQLiteAuditLog(
            directory: directory,
            masterKey: try key(time: time),
            time: time,
            options: options,
            onCommit: onCommit
        )
    }

    /// Opens the log for reading, while others may write to it.
    ///
    /// - Throws: ``Failure/Kind/notFound`` where there is no log yet; `audit_unavailable` where it cannot be read.
    package func reader(time: TimeSource = .system) throws(Failure) -> AuditReader {
        guard FileManager.default.fileExists(atPath: directory) else {
            throw Failure(
                .notFound,
                effect: .none,
                "there is no audit log at \(directory); --audit names another folder"
            )
        }
        return try AuditReader(directory: directory, masterKey: try key(time: time))
    }

    /// Reads what operators have switched; there need be no log yet.
    package var switches: SwitchReader { SwitchReader(directory: directory) }

    /// The identity map of the folder; there need be neither.
    package func identities(time: TimeSource = .system) throws(Failure) -> IdentityFile {
        IdentityFile(directory: directory, masterKey: try key(time: time), time: time)
    }

    /// The identity map of a folder that has been used; `nil` where there is none, so that nothing has to be made.
    package func presentIdentities(time: TimeSource = .system) throws(Failure) -> IdentityFile? {
        guard masterKey?.isEmpty == false || FileManager.default.fileExists(atPath: masterKeyPath) else { return nil }
        let map = try identities(time: time)
        return map.isThere ? map : nil
    }

    /// Changes what operators have switched; the folder must be there.
    package var control: ControlFile { ControlFile(directory: directory) }

    /// What the running processes say of themselves; there need be no log yet.
    package var running: RunningFile { RunningFile(directory: directory) }

    private func key(time: TimeSource) throws(Failure) -> MasterKey {
        try MasterKey.load(
            environment: masterKey,
            file: masterKeyPath,
            random: time.random
        )
    }

    private var masterKeyPath: String { masterKeyFile ?? "\(directory)/master.key" }
}

/// Whether, and for how long, it is remembered who a person is at a provider.
public struct IdentityConfiguration: Sendable, Hashable {
    /// Whether anything is remembered.
    public var isEnabled = true

    /// How old what is remembered may be: an address may have moved to another contact since.
    public var maximumAge: Duration = .seconds(86_400)

    /// Creates the defaults.
    public init() {}
}

extension Failure {
    fileprivate static func folder(_ directory: String, _ problem: String) -> Failure {
        let remedy = "set audit.directory, or --audit, to a folder that can be"
        return Failure(.auditUnavailable, effect: .none, "the audit log's folder \(directory) \(problem); \(remedy)")
    }
}

/// How requests reach the network.
public struct TransportConfiguration: Sendable, Hashable {
    /// A PEM file with the authorities to trust instead of the system's.
    public var caFile: String?

    /// The address of a proxy; the environment's proxy variables are ignored.
    public var proxy: String?

    /// Whether HTTP/2 is offered.
    public var offersHTTP2 = false

    /// How long name lookup, connecting and the TLS handshake may take together.
    public var connectTimeout: Duration = .seconds(5)

    /// How long less than one byte a second may arrive before a transfer ends.
    public var stallLimit: Duration = .seconds(15)

    /// Creates the defaults.
    public init() {}

    var curl: CurlTransport.Configuration {
        CurlTransport.Configuration(
            caBundle: caFile,
            proxy: proxy,
            httpVersion: offersHTTP2 ? .http2 : .http1_1,
            connectTimeout: connectTimeout,
            stallLimit: stallLimit
        )
    }
}

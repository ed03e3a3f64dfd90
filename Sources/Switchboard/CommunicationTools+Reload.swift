import AuditStore
import Logging
import SwitchboardCore
import Synchronization

/// What became of reading the configuration again.
public enum ReloadResult: Sendable, Hashable {
    /// Nothing had changed.
    case unchanged
    /// The new configuration serves every call that begins from now on: its fingerprint.
    case taken(version: String)
    /// It is wrong; the old one serves on.
    case refused([ConfigurationError.Problem])
    /// It has changed, and an operator holds changes back; the old one serves on until the routes are thawed.
    case frozen
}

extension CommunicationTools {
    /// Reads the configuration again and takes what it says now for every call that begins from now on.
    ///
    /// A call that is under way keeps the configuration with which it began. An instance whose own part did not change
    /// goes on with its breaker and its limiter. What the audit log and the transport are made of needs a new process.
    /// Tools whose configuration came from ``SwitchboardConfiguration/load(file:environment:providers:)`` do this by
    /// themselves within 2 s of a change; calling it saves the wait. While an operator has frozen the routes nothing is taken.
    ///
    /// - Returns: What became of it. Each change that is taken, and each that is refused, is an entry of the audit log.
    @discardableResult
    public func reload() async -> ReloadResult {
        guard let source = configuration.source else { return .unchanged }
        do throws(ConfigurationError) {
            return await take(try source.read(providers: providerTypes))
        } catch {
            return await refuse(error.problems)
        }
    }

    /// Takes a configuration for every call that begins from now on.
    ///
    /// - Parameter configuration: The configuration; without a source of its own it is never read again.
    /// - Returns: What became of it, as of ``reload()``.
    @discardableResult
    public func take(_ configuration: SwitchboardConfiguration) async -> ReloadResult {
        await lookAtSwitches()
        if let decision = arrangement.switches.frozen { return await holdBack(configuration, decision) }
        heldBack.withLock { $0 = nil }
        let (old, result) = replaceArrangement(by: configuration)
        switch result {
        case .success(let new):
            bulletin?.setback = nil
            let difference = ConfigurationDifference(
                from: old.configuration,
                to: new.configuration,
                providers: providerTypes
            )
            guard !difference.changes.isEmpty else { return .unchanged }
            await tell(of: difference, version: new.version)
            return .taken(version: new.version)
        case .failure(let failure): return await refuse(ConfigurationError(failure).problems)
        }
    }

    private func tell(of difference: ConfigurationDifference, version: String) async {
        let restart = difference.partsThatNeedARestart
        logger.notice(
            "configuration changed",
            metadata: [
                LogKey.version: "\(version)", LogKey.paths: "\(difference.changes.map(\.path).joined(separator: ", "))",
            ]
        )
        if !restart.isEmpty {
            logger.warning(
                "part of the configuration needs a new process",
                metadata: [LogKey.paths: "\(restart.joined(separator: ", "))"]
            )
        }
        let detail: JSONValue = [
            "version": .string(version), "changes": difference.json,
            "needs_restart": .array(restart.map { .string($0) }),
        ]
        await write(AuditEvent(.configuration, "config.changed", actor: configuration.service.name, detail: detail))
    }

    private func refuse(_ problems: [ConfigurationError.Problem]) async -> ReloadResult {
        let texts = problems.map(\.description)
        bulletin?.setback = ProcessReport.Setback(.refused, reason: texts.joined(separator: "; "))
        logger.error("configuration not taken", metadata: [LogKey.reason: "\(texts.joined(separator: "; "))"])
        let detail: JSONValue = ["problems": .array(texts.map { .string($0) })]
        await write(AuditEvent(.configuration, "config.refused", actor: configuration.service.name, detail: detail))
        return .refused(problems)
    }

    /// Writes what happened to the configuration into the audit log.
    func write(_ event: AuditEvent) async {
        do throws(Failure) {
            try await audit.record(event)
        } catch {
            audit.recordGap("a change of the configuration could not be written", action: nil)
        }
    }
}

extension CommunicationTools {
    /// How often the files are looked at.
    static let lookInterval: Duration = .seconds(1)

    /// Reads the configuration again where one of its files is not what it was at the last look.
    func lookAtFiles() async {
        let present = configuration.fileStamps
        let isNews = stamps.withLock { seen in
            defer { seen = present }
            return seen != present
        }
        // Where it names other files now, the next look reads once more: better than to miss a change in between.
        if isNews || isThawed { await reload() }
    }

    /// Takes note that a provider has refused its credentials.
    func doubtCredentials() { doubtsCredentials.store(true, ordering: .releasing) }

    /// Looks at the files once after a provider has refused its credentials: what it is to accept may have been put there
    /// just now.
    func lookAtCredentials() async {
        guard doubtsCredentials.exchange(false, ordering: .acquiring) else { return }
        await lookAtFiles()
    }
}

package import AuditStore
import Logging
import SwitchboardCore
import Synchronization

/// A changed configuration that is not taken while the routes are frozen.
struct HeldBack: Sendable, Hashable {
    /// Its fingerprint.
    let version: String

    /// What its files were like.
    let files: [String: FileStamp]
}

extension CommunicationTools {
    /// What operators have switched, as far as these tools have seen.
    package var switches: Switches { arrangement.switches }

    /// Looks at everything that may change from outside.
    func lookAround() async {
        await lookAtSwitches()
        await lookAtFiles()
        bulletin?.publish(arrangement)
    }

    /// Takes what operators have switched since, for every call that begins from now on; forced breakers at once.
    func lookAtSwitches() async {
        guard let switchReader else { return }
        do throws(Failure) {
            take(try await switchReader.look())
            canReadSwitches.withLock { $0 = true }
        } catch {
            // What was last seen goes on; to tell of it each second would help nobody.
            let isNews = canReadSwitches.withLock { canRead in
                defer { canRead = false }
                return canRead
            }
            guard isNews else { return }
            logger.error("operators' switches cannot be read", metadata: [LogKey.reason: "\(error.message)"])
        }
    }

    private func take(_ switches: Switches) {
        // Also without news: somebody who replaced the arrangement meanwhile may have forced breakers as they were before.
        guard switches != arrangement.switches else { return obeyForces(of: arrangement) }
        guard case .success(let new) = replaceArrangement(switches: switches).result else { return }
        obeyForces(of: new)
        let lines = switches.lines
        logger.notice(
            "operators' switches changed",
            metadata: [LogKey.switches: "\(lines.isEmpty ? "none" : lines.joined(separator: "; "))"]
        )
    }
}

extension CommunicationTools {
    /// Leaves a configuration alone while the routes are frozen, and says so once.
    func holdBack(_ configuration: SwitchboardConfiguration, _ decision: Switches.Decision) async -> ReloadResult {
        let difference = ConfigurationDifference(
            from: self.configuration,
            to: configuration,
            providers: providerTypes
        )
        let version = configuration.fingerprint(providers: providerTypes)
        let held = difference.changes.isEmpty ? nil : HeldBack(version: version, files: configuration.fileStamps)
        let isNews = heldBack.withLock { last in
            defer { last = held }
            return last != held
        }
        bulletin?.setback = held.map { _ in ProcessReport.Setback(.frozen, reason: decision.text) }
        guard held != nil else { return .unchanged }
        if isNews { await tell(ofHeldBack: difference, version: version, decision) }
        return .frozen
    }

    /// Whether a change that was held back may be taken now; told once.
    var isThawed: Bool {
        guard arrangement.switches.frozen == nil else { return false }
        return heldBack.withLock { held in
            defer { held = nil }
            return held != nil
        }
    }

    private func tell(
        ofHeldBack difference: ConfigurationDifference,
        version: String,
        _ decision: Switches.Decision
    ) async {
        logger.warning(
            "changed configuration not taken: the routes are frozen",
            metadata: [
                LogKey.version: "\(version)", LogKey.reason: "\(decision.text)",
                LogKey.paths: "\(difference.changes.map(\.path).joined(separator: ", "))",
            ]
        )
        let detail: JSONValue = [
            "version": .string(version), "changes": difference.json, "frozen_by": .string(decision.by),
            "reason": .string(decision.reason),
        ]
        await write(AuditEvent(.configuration, "config.frozen", actor: configuration.service.name, detail: detail))
    }
}

extension Switches {
    /// Each switch in one line, in the order of the names.
    fileprivate var lines: [String] {
        let off = disabled.sorted { $0.key < $1.key }.map { "\($0.key) switched off \($0.value.text)" }
        let forced = breakers.sorted { $0.key < $1.key }
            .map {
                "breaker of \($0.key) forced \($0.value.force == .open ? "open" : "closed") \($0.value.decision.text)"
            }
        return off + forced + (frozen.map { ["routes frozen \($0.text)"] } ?? [])
    }
}

import Logging
import SwitchboardCore

/// One action on its way: checked, recorded as an intent, routed, sent, recorded as an outcome.
///
/// The order is the design's, top to bottom in ``run()``; docs/architecture.md tells it with its reasons.
struct Performance<A: Action> {
    private let action: A
    private let id: ActionID
    private let options: CallOptions
    private let tools: CommunicationTools
    private let began: ContinuousClock.Instant
    private let deadline: ContinuousClock.Instant
    private var record: AuditRecord
    private let logger: Logger
    private var recorder: RequestRecorder?

    /// Everything that is known when an action has ended.
    private struct Ending {
        var result: Result<A.Receipt, Failure>
        var provider: String?
        var attempts: [Attempt] = []
        var route = RouteDecision(rule: "none")
        var isAuditIncomplete = false

        /// Why a candidate did not do it; `nil` where it did, wholly or in part.
        var obstacle: Failure? {
            switch result {
            case .success(let receipt): receipt.obstacle
            case .failure(let failure): failure
            }
        }

        /// Why it was not done, with the provider that failed.
        var failure: Failure? {
            var failure: Failure?
            switch result {
            case .success(let receipt): failure = receipt.shortfall
            case .failure(let error): failure = error
            }
            if failure?.provider == nil { failure?.provider = provider }
            return failure
        }
    }

    init(_ action: A, id: ActionID, options: CallOptions, tools: CommunicationTools) {
        self.action = action
        self.id = id
        self.options = options
        self.tools = tools
        began = tools.time.now()
        deadline = began.advanced(by: options.timeout ?? tools.configuration.resilience.deadline)
        record = AuditRecord(
            id: id,
            action: A.name,
            isRead: A.isRead,
            actor: options.actor ?? tools.configuration.service.name,
            tenant: options.tenant,
            correlationID: options.correlationID,
            people: [],
            fields: [:]
        )
        logger = tools.logger
    }

    mutating func run() async -> Outcome<A.Receipt> {
        var ending = Ending(result: .failure(.cancelledBeforeSending))
        do throws(Failure) {
            let instances = try plan(&ending.route)
            ending.isAuditIncomplete = try await !writeIntent()
            await send(through: instances, &ending)
        } catch {
            ending.result = .failure(error)
            ending.provider = error.provider
            record.provider = record.provider ?? error.provider
        }
        return await conclude(ending)
    }

    /// Goes the same way up to the first request, which is kept instead of sent; the audit log does not hear of it.
    mutating func rehearse() async -> Rehearsal {
        let recorder = RequestRecorder()
        self.recorder = recorder
        var ending = Ending(result: .failure(.cancelledBeforeSending))
        do throws(Failure) {
            await send(through: try plan(&ending.route), &ending)
        } catch {
            ending.result = .failure(error)
            ending.provider = error.provider
        }
        guard let kept = recorder.kept else {
            return Rehearsal(route: ending.route, provider: ending.provider, failure: ending.failure)
        }
        ending.route.note("chosen", for: kept.provider)
        let followUp: Rehearsal.FollowUp = kept.isRead && !A.isRead ? .expected : .possible
        return Rehearsal(
            route: ending.route,
            provider: kept.provider,
            requests: [kept.request],
            followUp: followUp
        )
    }

    /// Checks the action and names the instances that do it, in order.
    private mutating func plan(_ route: inout RouteDecision) throws(Failure) -> [ProviderInstance] {
        try check()
        var instances = try tools.router.plan(A.name, override: options.provider, decision: &route)
        // One provider's id of a person names a stranger, or nobody, at another.
        if instances.count > 1, action.isBoundToProvider {
            instances = Array(instances.prefix(1))
        }
        record.provider = instances.first?.name
        return instances
    }

    /// Checks the action's values; whom it concerns is recorded only when they are sound.
    private mutating func check() throws(Failure) {
        let form = try action.checkedForm()
        record.fields = A.fields.audited(form)
        record.people = action.people
    }

    /// Writes the intent of a write before anything is sent.
    ///
    /// - Returns: Whether it is in the log; `false` only where the configuration lets work go on without.
    private mutating func writeIntent() async throws(Failure) -> Bool {
        guard !A.isRead else { return true }
        do throws(Failure) {
            record.subjects = try await tools.audit.begin(record)
            return true
        } catch {
            guard error.kind == .auditUnavailable, !tools.configuration.audit.isRequired else { throw error }
            tools.audit.recordGap("an intent could not be written", action: id)
            logger.warning("intent not recorded, going on without", metadata: identity(nil))
            return false
        }
    }

    /// Goes through the route; moves on only while it is certain that nothing has happened yet.
    private func send(through instances: [ProviderInstance], _ ending: inout Ending) async {
        let call = Visit.Call(
            id: id,
            actionName: A.name,
            began: began,
            resendsUnknown: options.onUnknown == .resend,
            subjects: record.subjects,
            tools: tools,
            logger: logger,
            recorder: recorder
        )
        for (index, instance) in instances.enumerated() {
            guard case .success(let parts) = instance.parts, let handler = parts.actions[A.self] else {
                // Another type of action has the same name.
                ending.result = .failure(
                    Failure(.unsupportedAction, effect: .none, "\(instance.name) knows another action as \(A.name)")
                )
                continue
            }
            let isLast = index == instances.count - 1
            let visit = Visit(to: instance, parts, for: call, deadline: deadline(isLast: isLast), isLast: isLast)
            ending.result = await visit.run(action, handler)
            ending.provider = instance.name
            ending.attempts += visit.attempts
            guard let obstacle = ending.obstacle else {
                ending.route.note("chosen", for: instance.name)
                return
            }
            ending.route.note(obstacle.kind.rawValue, for: instance.name)
            guard obstacle.allowsFailover(at: tools.time.now(), deadline: deadline) else { return }
        }
    }

    /// While others stand ready, one candidate may use half of the time that is left.
    private func deadline(isLast: Bool) -> ContinuousClock.Instant {
        guard !isLast else { return deadline }
        let now = tools.time.now()
        return now.advanced(by: max(.zero, now.duration(to: deadline) / 2))
    }

    /// Records how it ended, before the caller learns of it.
    private mutating func conclude(_ ending: Ending) async -> Outcome<A.Receipt> {
        var ending = ending
        let outcome = auditOutcome(of: ending)
        do throws(Failure) {
            let items = action.auditItems(of: ending.result)
            if !items.isEmpty { try await tools.audit.record(items, of: record, at: ending.provider) }
            record.subjects = try await tools.audit.finish(record, outcome)
        } catch {
            ending.isAuditIncomplete = true
            logger.error("outcome not recorded", metadata: identity(ending.provider))
        }
        log(ending, outcome)
        return Outcome(
            ending.result.mapError { ending.failure ?? $0 },
            provider: ending.provider,
            auditID: id,
            isAuditIncomplete: ending.isAuditIncomplete
        )
    }

    private func auditOutcome(of ending: Ending) -> AuditOutcome {
        var outcome = AuditOutcome(
            verdict: .success,
            provider: ending.provider,
            status: ending.attempts.last?.status,
            attempts: ending.attempts,
            route: ending.route,
            duration: began.duration(to: tools.time.now())
        )
        if case .success(let receipt) = ending.result {
            outcome.reference = receipt.reference
            outcome.people = receipt.person.map { [$0] } ?? []
        }
        if let failure = ending.failure {
            outcome.verdict = AuditOutcome.Verdict(failure)
            outcome.errorKind = failure.kind
            outcome.message = failure.message
        }
        return outcome
    }

    private func identity(_ provider: String?) -> Logger.Metadata {
        var metadata: Logger.Metadata = [LogKey.action: "\(A.name)", LogKey.auditID: "\(id)"]
        if let provider { metadata[LogKey.provider] = "\(provider)" }
        if !record.subjects.isEmpty { metadata[LogKey.subjects] = .subjects(record.subjects) }
        return metadata
    }

    private func log(_ ending: Ending, _ outcome: AuditOutcome) {
        let level: Logger.Level = outcome.verdict == .unknown ? .warning : .debug
        guard level >= logger.logLevel else { return }
        var metadata = identity(ending.provider)
        metadata[LogKey.duration] = "\(outcome.duration.wholeMilliseconds)"
        if let kind = outcome.errorKind { metadata[LogKey.errorKind] = "\(kind.rawValue)" }
        switch outcome.verdict {
        case .success: logger.log(level: level, "action done", metadata: metadata)
        case .failure: logger.log(level: level, "action not done", metadata: metadata)
        case .unknown: logger.log(level: level, "fate of action unknown", metadata: metadata)
        }
    }
}

extension RouteDecision {
    /// Writes down what became of a candidate.
    fileprivate mutating func note(_ verdict: String, for provider: String) {
        guard let index = candidates.firstIndex(where: { $0.provider == provider }) else { return }
        candidates[index].verdict = verdict
    }
}

extension Failure {
    /// Whether another provider may do the work: only where nothing happened, and where another could do better.
    fileprivate func allowsFailover(at now: ContinuousClock.Instant, deadline: ContinuousClock.Instant) -> Bool {
        guard effect == .none, now < deadline, !isPermanent else { return false }
        switch kind {
        case .invalidInput, .cancelled, .auditUnavailable: return false
        default: return true
        }
    }
}

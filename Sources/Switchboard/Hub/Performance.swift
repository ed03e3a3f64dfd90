import Logging
import SwitchboardCore

/// One action on its way: checked, recorded as an intent, routed, sent, recorded as an outcome.
///
/// The order is the design's, top to bottom in ``run()``; docs/architecture.md tells it with its reasons.
struct Performance<A: Action> {
    private var action: A
    private let id: ActionID
    private let options: CallOptions
    private let tools: CommunicationTools
    private let arrangement: Arrangement
    private let began: ContinuousClock.Instant
    private let deadline: ContinuousClock.Instant
    private var record: AuditRecord
    private let logger: Logger
    private var recorder: RequestRecorder?

    init(_ action: A, id: ActionID, options: CallOptions, tools: CommunicationTools) {
        self.action = action
        self.id = id
        self.options = options
        self.tools = tools
        arrangement = tools.arrangement
        let configuration = arrangement.configuration
        began = tools.time.now()
        deadline = began.advanced(by: options.timeout ?? configuration.resilience.deadline)
        record = AuditRecord(
            id: id,
            action: A.name,
            isRead: A.isRead,
            actor: options.actor ?? configuration.service.name,
            tenant: options.tenant,
            correlationID: options.correlationID,
            people: [],
            fields: [:]
        )
        logger = tools.logger
    }

    mutating func run() async -> Outcome<A.Receipt> {
        var ending = Ending<A>(result: .failure(.cancelledBeforeSending))
        do throws(Failure) {
            var plan = try plan(&ending.route)
            if case .byPerson = plan.sharing { try await order(&plan, &ending.route) }
            record.provider = plan.legs.first?.instance.name
            ending.isAuditIncomplete = try await !writeIntent()
            await send(along: plan, &ending)
        } catch {
            ending.result = .failure(error)
            ending.provider = error.provider
            record.provider = record.provider ?? error.provider
        }
        return await conclude(ending)
    }

    /// Goes the same way up to the first request, which is kept instead of sent; the audit log does not hear of it.
    mutating func rehearse() async -> Rehearsal {
        var (ending, kept) = await goToFirstRequest()
        guard let first = kept.first else {
            return Rehearsal(route: ending.route, provider: ending.provider, failure: ending.failure)
        }
        for request in kept { ending.route.note("chosen", for: request.provider) }
        return Rehearsal(
            route: ending.route,
            provider: first.provider,
            requests: kept.map { $0.preview() },
            followUp: first.isRead && !A.isRead ? .expected : .possible
        )
    }

    /// What performing the action would fail with before its first request; costs less than ``rehearse()``, since nobody
    /// is shown that request.
    mutating func obstacle() async -> Failure? {
        let (ending, kept) = await goToFirstRequest()
        return kept.isEmpty ? ending.failure : nil
    }

    private mutating func goToFirstRequest() async -> (Ending<A>, [RequestRecorder.Kept]) {
        let recorder = RequestRecorder()
        self.recorder = recorder
        var ending = Ending<A>(result: .failure(.cancelledBeforeSending))
        do throws(Failure) {
            var plan = try plan(&ending.route)
            if case .byPerson = plan.sharing { try await order(&plan, &ending.route) }
            await send(along: plan, &ending)
        } catch {
            ending.result = .failure(error)
            ending.provider = error.provider
        }
        return (ending, recorder.kept)
    }

    /// Checks the action and names the instances that do it, in order.
    private mutating func plan(_ decision: inout RouteDecision) throws(Failure) -> RoutePlan {
        try check()
        decision.version = arrangement.version
        if let replacement = try arrangement.configuration.recipientGuard?.replacement(for: action) {
            action = replacement
            decision.isRedirected = true
            // Whom it really goes to.
            record.people = action.people
        }
        let question = RouteQuestion(
            action: A.name,
            tenant: options.tenant,
            fields: record.fields,
            override: options.provider,
            isBatch: A.self is any BatchAction.Type
        ) { [action] in action.given(among: $0) }
        var plan = try arrangement.router.plan(question, decision: &decision)
        if plan.legs.count > 1, action.isBoundToProvider { try plan.bind() }
        return plan
    }

    /// Puts the instances into the order that suits the person.
    private func order(_ plan: inout RoutePlan, _ decision: inout RouteDecision) async throws(Failure) {
        let people = action.people
        guard let person = people.first else { return plan.order(for: PersonToken(action: id), &decision) }
        let subject = try await tools.audit.subjects(of: [person], at: nil).first
        let token = subject.map(PersonToken.init) ?? PersonToken(identifier: person.identifier)
        plan.order(for: token, &decision)
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
            guard error.kind == .auditUnavailable, !arrangement.configuration.audit.isRequired else { throw error }
            tools.audit.recordGap("an intent could not be written", action: id)
            logger.warning("intent not recorded, going on without", metadata: identity(nil))
            return false
        }
    }

    /// Goes through the route.
    private func send(along plan: RoutePlan, _ ending: inout Ending<A>) async {
        var call = Visit.Call(
            id: id,
            actionName: A.name,
            began: began,
            resendsUnknown: options.onUnknown == .resend,
            subjects: record.subjects,
            tools: tools,
            logger: logger,
            recorder: recorder,
            identities: tools.identities?.terms(arrangement.configuration.identity)
        )
        if case .all(let required) = plan.sharing {
            let answers = await Broadcast(action: action, call: call, deadline: deadline).send(to: plan.legs)
            ending.attempts = answers.flatMap(\.attempts)
            ending.take(answers.map(\.outcome), required: required)
            return
        }
        if let tell = options.progress, let batch = action as? any BatchAction {
            call.progress = BatchWatch(total: batch.count, tell: tell)
        }
        await sendInTurn(plan, call, &ending)
        ending.nameSetbacks()
    }

    /// Moves on only while it is certain that nothing has happened yet, or where the route counts a refusal as that.
    private func sendInTurn(_ plan: RoutePlan, _ call: Visit.Call, _ ending: inout Ending<A>) async {
        for (index, leg) in plan.legs.enumerated() {
            let isLast = index == plan.legs.count - 1
            // Nothing has happened to any item yet.
            if index > 0 { call.progress?.set(done: 0, failed: 0) }
            do throws(Failure) {
                let (parts, handler) = try leg.instance.handler(of: A.self)
                let fitting = leg.lost.isEmpty ? action : try action.leavingOut(leg.lost)
                let limit = deadline(isLast: isLast)
                let visit = Visit(to: leg.instance, parts, for: call, deadline: limit, isLast: isLast)
                let result = await visit.run(fitting, handler)
                ending.take(result, from: leg.instance.name, visit.attempts)
            } catch {
                ending.take(.failure(error), from: leg.instance.name, [])
            }
            guard let obstacle = ending.obstacle, !isLast else { return }
            guard obstacle.allowsFailover(at: tools.time.now(), deadline: deadline, alsoOn: plan.alsoOn) else { return }
            ending.setbacks.append(obstacle)
        }
    }

    /// While others stand ready, one candidate may use half of the time that is left.
    private func deadline(isLast: Bool) -> ContinuousClock.Instant {
        guard !isLast else { return deadline }
        let now = tools.time.now()
        return now.advanced(by: max(.zero, now.duration(to: deadline) / 2))
    }

    /// Records how it ended, before the caller learns of it.
    private mutating func conclude(_ ending: Ending<A>) async -> Outcome<A.Receipt> {
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
        if outcome.verdict == .success, !ending.setbacks.isEmpty { tellOfSetbacks(ending) }
        return Outcome(
            ending.result.mapError { ending.failure ?? $0 },
            provider: ending.provider,
            outcomes: ending.outcomes,
            auditID: id,
            isAuditIncomplete: ending.isAuditIncomplete
        )
    }

    private func auditOutcome(of ending: Ending<A>) -> AuditOutcome {
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

    /// Tells an operator that a provider's trouble does not show in what callers get.
    private func tellOfSetbacks(_ ending: Ending<A>) {
        for setback in ending.setbacks {
            var metadata = identity(ending.provider)
            metadata[LogKey.failed] = "\(setback.provider ?? "")"
            metadata[LogKey.errorKind] = "\(setback.kind.rawValue)"
            logger.warning("another provider stood in", metadata: metadata)
            tools.telemetry.stoodIn(for: setback.provider ?? "", doing: A.name)
            tools.bulletin?.countReplacement(of: setback.provider ?? "")
        }
    }

    private func log(_ ending: Ending<A>, _ outcome: AuditOutcome) {
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

extension Failure {
    /// Whether another provider may do the work: only where nothing happened, or where the provider said no in a way that
    /// the route counts as that, and where another could do better.
    fileprivate func allowsFailover(
        at now: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant,
        alsoOn refusals: Set<Kind>
    ) -> Bool {
        guard now < deadline, !isPermanent else { return false }
        guard effect == .none || effect == .refused && refusals.contains(kind) else { return false }
        switch kind {
        case .invalidInput, .cancelled, .auditUnavailable: return false
        default: return true
        }
    }
}

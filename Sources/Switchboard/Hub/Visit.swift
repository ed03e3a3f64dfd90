import HTTPTypes
import Logging
import Resilience
import SwitchboardCore

/// One action at one provider instance: hands the adapter its client and runs its exchanges through the pipeline.
///
/// A class, since every step of an exchange holds on to it.
final class Visit: ProviderVisit {
    /// What all visits of one action have in common.
    struct Call: Sendable {
        let id: ActionID
        let actionName: String
        let began: ContinuousClock.Instant
        let resendsUnknown: Bool
        let subjects: [Int64]
        let tools: CommunicationTools
        let logger: Logger
        let recorder: RequestRecorder?
        var identities: IdentityMemory.Terms?
        var progress: BatchWatch?
    }

    let call: Call
    let instance: ProviderInstance
    private let parts: ProviderInstance.Parts
    let deadline: ContinuousClock.Instant
    private let isLast: Bool
    let journal = Journal()

    /// Prepares a visit.
    ///
    /// - Parameters:
    ///   - instance: The provider instance.
    ///   - parts: What it consists of.
    ///   - call: The action's part.
    ///   - deadline: When the visit must have ended.
    ///   - isLast: Whether no other instance stands ready.
    init(
        to instance: ProviderInstance,
        _ parts: ProviderInstance.Parts,
        for call: Call,
        deadline: ContinuousClock.Instant,
        isLast: Bool
    ) {
        self.call = call
        self.instance = instance
        self.parts = parts
        self.deadline = deadline
        self.isLast = isLast
    }

    /// Every attempt so far.
    var attempts: [Attempt] { journal.attempts }

    /// Runs the adapter's handler.
    func run<A: Action>(_ action: A, _ handler: Handler<A>) async -> Result<A.Receipt, Failure> {
        let client = ProviderClient(actionID: call.id, through: self)
        do throws(Failure) {
            let receipt = try await handler(action, client)
            // Once for all items of a batch, and only where one failed.
            lazy var hidden = secrets
            return .success(receipt.mapFailures { $0.redacting(hidden) })
        } catch {
            var failure = journal.concluding(error, isRead: A.isRead).redacting(secrets)
            failure.provider = instance.name
            return .failure(failure)
        }
    }

    /// Everything that no text may show: the credentials, and what they were made into for the wire.
    ///
    /// Gathered for failures only.
    private var secrets: [Secret] { parts.secrets + journal.credentials }

    var time: TimeSource { call.tools.time }

    func progressed(done: Int, failed: Int) { call.progress?.add(done: done, failed: failed) }

    func settled(done: Int, failed: Int) { call.progress?.set(done: done, failed: failed) }

    func makeFile(at path: String) throws(Failure) -> any DownloadFile { try PartialFile.make(at: path, for: call.id) }

    func exchange(
        _ request: WireRequest,
        into sink: (any ByteSink)?,
        check: ProviderClient.Check
    ) async throws(Failure) -> WireResponse {
        let group = parts.groups.index(of: request)
        let terms = Exchange(
            repeatability: request.repeatability,
            deadline: deadline,
            attemptTimeout: sink == nil ? request.attemptTimeout ?? parts.policy.attemptTimeout : nil,
            patience: isLast ? .full : .short,
            resendsUnknown: call.resendsUnknown,
            group: group
        )
        var authorized = request
        parts.provider.authorize(&authorized)
        let outgoing = authorized
        if let recorder = call.recorder { try recorder.end(with: outgoing, to: instance.name, hiding: parts.secrets) }
        do throws(Failure) {
            let observe = { @Sendable [self] (report: AttemptReport<WireResponse>) in note(report, of: outgoing) }
            let response = try await parts.pipeline.run(terms, observe: observe) {
                (deadline: ContinuousClock.Instant, number: Int) async throws(Failure) -> WireResponse in
                try await call.tools.telemetry.attempt(number, of: request, at: instance.name) {
                    () async throws(Failure) -> WireResponse in
                    do throws(Failure) {
                        let response = try await attempt(outgoing, into: sink, deadline: deadline, group)
                        try check(response)
                        return response
                    } catch {
                        throw error.redacting(parts.secrets + outgoing.headers.credentials)
                    }
                }
            }
            journal.succeeded(request)
            return response
        } catch {
            journal.failed(request, error)
            throw error
        }
    }

    private func attempt(
        _ request: WireRequest,
        into sink: (any ByteSink)?,
        deadline: ContinuousClock.Instant,
        _ group: Int
    ) async throws(Failure) -> WireResponse {
        let response =
            if let sink {
                try await CountingSink.send(request, into: sink, deadline: deadline, over: call.tools.transport)
            } else {
                try await call.tools.transport.send(request, deadline: deadline)
            }
        if let warning = parts.provider.warning(in: response) { pass(on: warning, of: request) }
        if let quota = parts.quota { learn(quota, from: response, group) }
        let now = call.tools.time.wallClock()
        if let failure = parts.provider.failure(for: response, answering: request, now: now) {
            if RetryAfter.isUnreadable(in: response.headers, now: now) {
                call.tools.telemetry.couldNotReadRetryAfter(from: instance.name)
            }
            throw failure
        }
        return response
    }

    /// Tells the limiter what a success says about the provider's own limit; a refusal does so by itself.
    private func learn(_ quota: QuotaReader, from response: WireResponse, _ group: Int) {
        guard response.isSuccess, let (left, limit) = quota.read(response) else { return }
        parts.pipeline.learn(left: left, of: limit, group: group) {
            quota.rest(response, now: call.tools.time.wallClock())
        }
    }

    private func pass(on warning: String, of request: WireRequest) {
        call.logger.warning(
            "provider warned",
            metadata: [
                LogKey.action: "\(call.actionName)",
                LogKey.auditID: "\(call.id)",
                LogKey.provider: "\(instance.name)",
                LogKey.exchange: "\(request.name)",
                LogKey.reason: "\(warning)",
            ]
        )
    }

    private func note(_ report: AttemptReport<WireResponse>, of request: WireRequest) {
        let failure: Failure? = if case .failure(let failure) = report.result { failure } else { nil }
        journal.record(
            Attempt(
                provider: instance.name,
                exchange: request.name,
                number: report.number,
                startedAfter: call.began.duration(to: report.began),
                waited: report.waited,
                duration: report.duration,
                status: try? report.result.get().status,
                failure: failure
            ),
            sentWith: request.headers
        )
        if failure?.kind == .authenticationFailed { call.tools.doubtCredentials() }
        call.tools.telemetry.attemptEnded(at: instance.name, after: report.duration, failure)
        let level: Logger.Level = failure?.isAboutIdentity == true ? .error : .debug
        guard level >= call.logger.logLevel else { return }
        call.logger.log(level: level, "attempt ended", metadata: metadata(report, failure, request))
    }

    private func metadata(
        _ report: AttemptReport<WireResponse>,
        _ failure: Failure?,
        _ request: WireRequest
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            LogKey.action: "\(call.actionName)",
            LogKey.auditID: "\(call.id)",
            LogKey.provider: "\(instance.name)",
            LogKey.exchange: "\(request.name)",
            LogKey.attempt: "\(report.number)",
            LogKey.waited: "\(report.waited.wholeMilliseconds)",
            LogKey.duration: "\(report.duration.wholeMilliseconds)",
        ]
        if parts.groups.count > 1 { metadata[LogKey.group] = "\(parts.groups[parts.groups.index(of: request)].name)" }
        if !call.subjects.isEmpty { metadata[LogKey.subjects] = .subjects(call.subjects) }
        if let status = (try? report.result.get().status) ?? failure?.status { metadata[LogKey.status] = "\(status)" }
        if let failure {
            metadata[LogKey.errorKind] = "\(failure.kind.rawValue)"
            metadata[LogKey.effect] = "\(failure.effect.rawValue)"
            if let wait = failure.retryAfter { metadata[LogKey.retryAfter] = "\(wait.wholeSeconds)" }
        }
        return metadata
    }
}

extension Failure {
    /// Whether the far side could not prove who it is: what an operator must see at once.
    fileprivate var isAboutIdentity: Bool { isPermanent && kind == .network && effect == .none }
}

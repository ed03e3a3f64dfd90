package import AuditStore
package import SwitchboardCore

/// Why an action of the past went where it went, from what the audit log holds of it.
package struct RouteExplanation: Sendable {
    /// One instance that came into question.
    package struct Candidate: Sendable {
        /// The instance's name.
        package var provider: String

        /// What the log says became of it.
        package var verdict: String

        /// The same in plain words.
        package var reason: String

        /// The fields that it has nothing for and that the action gave.
        package var lost: [String]

        /// Every attempt at it, in order.
        package var attempts: [Attempt]
    }

    /// The configuration that decided, as far as the log tells.
    package enum Version: Sendable {
        /// The present one.
        case present(String)
        /// Another one.
        case another(String)
        /// The entry is older than the log's knowledge of versions.
        case unknown
    }

    /// The action's id.
    package var id: ActionID

    /// The action's name.
    package var action: String

    /// When the explained entry was written.
    package var at: Timestamp

    /// On whose behalf it was.
    package var tenant: String?

    /// How it ended; `nil` while it is open.
    package var outcome: String?

    /// What went wrong.
    package var errorKind: String?

    /// Our sentence about what went wrong.
    package var message: String?

    /// The instance that did it, or failed last; while it is open, the one that is asked first.
    package var provider: String?

    /// The decision; `nil` where the log holds none.
    package var route: RouteDecision?

    /// Who came into question, in order.
    package var candidates: [Candidate]

    /// Which configuration decided.
    package var version: Version

    /// The changes of the configuration before it, the newest first: the last one that was taken, and the last one that
    /// was refused.
    package var changes: [AuditEntry] = []

    /// Explains an action.
    ///
    /// - Parameters:
    ///   - trail: What the log holds of it.
    ///   - present: The fingerprints that the present configuration goes by.
    /// - Throws: ``Failure/Kind/notFound`` where the log holds no action under this id, only something that refers to it.
    package init(_ trail: AuditTrail, present: Set<String>) throws(Failure) {
        guard let entry = trail.outcome ?? trail.intent else {
            throw Failure(.notFound, effect: .none, "the audit log holds no action of this id, so nothing was routed")
        }
        id = entry.auditID
        action = entry.action
        at = entry.at
        tenant = entry.tenant
        outcome = entry.outcome
        errorKind = entry.errorKind
        message = entry.detail["message"]?.string
        provider = entry.provider
        route = entry.detail["route"]?.routeDecision
        version = route?.version.map { present.contains($0) ? .present($0) : .another($0) } ?? .unknown
        let attempts = (entry.detail["attempts"]?.array ?? []).compactMap(\.attempt)
        let isSent = route.map { !$0.destination.isEmpty } ?? false
        candidates = (route?.candidates ?? [])
            .map { candidate in
                Candidate(
                    provider: candidate.provider,
                    verdict: candidate.verdict,
                    reason: CandidateVerdict(candidate.verdict).reason(isSent: isSent),
                    lost: candidate.lost,
                    attempts: attempts.filter { $0.provider == candidate.provider }
                )
            }
    }
}

extension RouteExplanation {
    /// Who decided, in plain words.
    package var ruleInWords: String {
        guard let route else {
            return outcome == nil
                ? "no outcome is recorded, and the log keeps the decision with the outcome"
                : "the log holds no decision: the entry is older than that"
        }
        return switch route.rule {
        case RouteDecision.byCaller: "the caller named the provider, so no route was asked"
        case RouteDecision.builtIn: "no route applies: the first configured provider that can, and nobody else"
        case RouteDecision.unrouted: "it ended before it was routed"
        default: "routes.\(route.rule)\(route.sendsToAll ? ", which sends to all that it names" : "")"
        }
    }
}

extension CandidateVerdict {
    /// The verdict in plain words.
    ///
    /// - Parameter isSent: Whether anybody was asked at all.
    /// - Returns: The rest of a sentence that begins with the instance's name.
    func reason(isSent: Bool) -> String {
        switch self {
        case .chosen: "was asked and did it"
        case .usable: isSent ? "could have done it; was not needed" : "could have done it; nobody was asked"
        case .unsupported: "its type cannot do this action"
        case .switchedOff: "is switched off by the configuration"
        case .notConfigured: "lacks its credentials"
        case .cannotCarry(let fields):
            "has nothing for \(fields.joined(separator: ", ")), and the rule's allowLoss does not give it up"
        case .failed(let kind): kind.reason
        case .other(let text): "says \(text), which this version does not know"
        }
    }
}

extension Failure.Kind {
    /// What it means that an instance failed with this, in plain words.
    fileprivate var reason: String {
        switch self {
        case .invalidInput: "did not take a value"
        case .notConfigured: "lacks its credentials"
        case .unsupportedAction: "knows another action by this name"
        case .noRoute: "had no route"
        case .authenticationFailed: "was asked and did not accept the credentials"
        case .permissionDenied: "was asked; its credentials do not allow this"
        case .notFound: "was asked; what the action names does not exist there"
        case .conflict: "was asked; the state there forbids it"
        case .rejected: "was asked and declined"
        case .rateLimited: "had no room within its rate limit"
        case .circuitOpen: "was not asked: its circuit breaker was open"
        case .timeout: "was asked and did not answer in time"
        case .network: "could not be reached, or the connection broke"
        case .providerUnavailable: "was asked and was in trouble"
        case .malformedResponse: "was asked; its answer could not be read"
        case .cancelled: "was not waited for: the call was cancelled"
        case .auditUnavailable: "was not asked: the audit log could not be written"
        case .partialFailure: "did a part of it"
        }
    }
}

extension JSONValue {
    /// The value as an attempt, where it is one.
    fileprivate var attempt: Attempt? {
        try? JSONDocument(serialized(), isTolerant: true).decode(Attempt.self)
    }
}

extension RouteExplanation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id = "audit_id"
        case action, at, tenant, outcome
        case errorKind = "error_kind"
        case message, provider, rule
        case ruleInWords = "rule_in_words"
        case isRedirected = "redirected"
        case candidates, version
        case isPresentVersion = "version_is_present"
        case changes = "configuration_entries"
    }

    /// Writes the snake_case form, without what the log does not hold.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(action, forKey: .action)
        try container.encode(at, forKey: .at)
        try container.encodeIfPresent(tenant, forKey: .tenant)
        try container.encodeIfPresent(outcome, forKey: .outcome)
        try container.encodeIfPresent(errorKind, forKey: .errorKind)
        try container.encodeIfPresent(message, forKey: .message)
        try container.encodeIfPresent(provider, forKey: .provider)
        try container.encodeIfPresent(route?.rule, forKey: .rule)
        try container.encode(ruleInWords, forKey: .ruleInWords)
        try container.encodeIfPresent(route?.isRedirected, forKey: .isRedirected)
        try container.encode(candidates, forKey: .candidates)
        switch version {
        case .present(let version), .another(let version): try container.encode(version, forKey: .version)
        case .unknown: break
        }
        if case .present = version { try container.encode(true, forKey: .isPresentVersion) }
        if case .another = version { try container.encode(false, forKey: .isPresentVersion) }
        try container.encode(changes, forKey: .changes)
    }
}

extension RouteExplanation.Candidate: Encodable {
    private enum CodingKeys: String, CodingKey {
        case provider, verdict
        case reason = "in_words"
        case lost, attempts
    }
}

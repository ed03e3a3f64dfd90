import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// How one action went, and what must hold of it whatever the provider answered.
struct Course {
    let provider: String
    let exchanges: [AnsweringTransport.Exchange]
    let isRead: Bool
    let outcome: NamedOutcome
    let audit: RecordingAuditLog

    func check() {
        checkHonesty()
        checkAudit()
        checkSecrecy()
    }

    /// A write that may have happened never passes for one that has not.
    private func checkHonesty() {
        guard let failure = outcome.failure else { return }
        if isRead { return require(failure.effect == .none, "a read had effect \(failure.effect)") }
        guard failure.kind != .partialFailure else { return }
        for attempts in attemptsByRequest {
            let name = attempts[0].request.name
            if isDone(attempts) {
                // An answer of success may say that its values were refused.
                require(failure.effect != .none, "\(name) was answered, and the effect is none")
            } else if mayHaveHappened(attempts) {
                require(failure.effect == .unknown, "\(name) may have happened, and the effect is \(failure.effect)")
            }
        }
    }

    /// Every attempt, by what was sent: a retry sends the same bytes.
    private var attemptsByRequest: [[AnsweringTransport.Exchange]] {
        let written = exchanges.filter { $0.request.repeatability != .safe }
        let groups = Dictionary(grouping: written) { exchange in
            let request = exchange.request
            return [Array("\(request.method) \(request.url)".utf8), request.body]
        }
        return Array(groups.values)
    }

    private func isDone(_ attempts: [AnsweringTransport.Exchange]) -> Bool {
        guard case .response(let last)? = attempts.last?.answer else { return false }
        return last.isSuccess && attempts[0].request.repeatability.isWriteThatCounts
    }

    private func mayHaveHappened(_ attempts: [AnsweringTransport.Exchange]) -> Bool {
        if case .response(let last)? = attempts.last?.answer, last.isSuccess { return false }
        return attempts.contains { attempt in
            switch attempt.answer {
            case .lost: true
            case .refused: false
            case .response(let response):
                // 503 may say that nothing was processed.
                response.status == 408 || !(200..<600).contains(response.status)
                    || (500..<600).contains(response.status) && response.status != 503
            }
        }
    }

    /// One outcome, and an intent before whatever was written; both say the same as the caller hears.
    private func checkAudit() {
        require(audit.outcomes.count == 1, "\(audit.outcomes.count) outcomes in the audit log")
        let wrote = exchanges.contains { $0.request.repeatability != .safe }
        require(audit.intents.count == 1 || isRead || !wrote, "written without an intent")
        guard let recorded = audit.outcomes.first else { return }
        require(recorded.errorKind == outcome.failure?.kind, "the audit log has another failure")
        let isUnknown = outcome.failure?.effect == .unknown
        require((recorded.verdict == .unknown) == isUnknown, "the audit log has another verdict")
    }

    /// No text that comes out of a failure, and nothing that is stored of it, holds a credential.
    private func checkSecrecy() {
        let texts = Self.failureTexts(of: outcome.json) + recordedTexts
        for text in texts {
            Instance.checkSecrecy(of: text, from: provider)
            for exchange in exchanges {
                let credential = exchange.request.headers[.authorization]?.split(separator: " ").last
                require(!(credential.map(text.contains) ?? false), "an authorization stands in: \(text)")
            }
        }
    }

    private var recordedTexts: [String] {
        let outcomes = audit.outcomes.flatMap { outcome in
            [outcome.message] + outcome.attempts.flatMap { [$0.providerCode, $0.exchange] }
        }
        return (outcomes + audit.items.map(\.message)).compactMap(\.self)
    }

    /// The members that hold a failure's words, at any depth.
    private static func failureTexts(of value: JSONValue) -> [String] {
        switch value {
        case .array(let elements): elements.flatMap(failureTexts)
        case .object(let members):
            ["error", "field", "provider_code", "provider_message"].compactMap { members[$0]?.string }
                + members.values.flatMap(failureTexts)
        default: []
        }
    }
}

/// One way in which a provider breaks a rule.
public struct ContractViolation: Error, Hashable {
    /// The rule.
    public var rule: ContractRule

    /// The action that showed it, as its sample is called; `nil` where it concerns the provider as a whole.
    public var action: String?

    /// What about it: an exchange and a status, the path of a field, a setting's key; what a ``ContractException`` names.
    public var subject: String

    /// What happened, and what was expected.
    public var problem: String
}

extension ContractViolation: CustomStringConvertible {
    /// The sentence: action, subject and problem.
    public var description: String {
        "\(action.map { "\($0): " } ?? "")\(subject.isEmpty ? "" : "\(subject): ")\(problem)"
    }
}

/// Everything that is wrong under one rule.
public struct ContractViolations: Error, Sendable {
    /// The rule.
    public var rule: ContractRule

    /// Each violation; at least one.
    public var violations: [ContractViolation]
}

extension ContractViolations: CustomStringConvertible {
    /// One line a violation.
    public var description: String {
        let count = violations.count == 1 ? "1 violation" : "\(violations.count) violations"
        return "\(count) of the rule '\(rule)':\n" + violations.map { "- \($0)" }.joined(separator: "\n")
    }
}

/// A violation that is meant, with its reason.
///
/// It covers the violations that it names. One that covers none is a violation itself, so that none outlives its reason.
public struct ContractException: Sendable {
    /// The rule that is broken.
    public var rule: ContractRule

    /// The name of the action; `nil` for any.
    public var action: String?

    /// The ``ContractViolation/subject``; `nil` for any.
    public var subject: String?

    /// Why that is right.
    public var reason: String

    /// Creates an exception.
    ///
    /// - Parameters:
    ///   - rule: The rule that is broken.
    ///   - action: The name of the action, or of one sample of it; any unless given.
    ///   - subject: What about it, as the violation says it, such as `POST /contacts 409`; anything unless given.
    ///   - reason: Why that is right, as a sentence.
    public init(_ rule: ContractRule, of action: String? = nil, at subject: String? = nil, because reason: String) {
        self.rule = rule
        self.action = action
        self.subject = subject
        self.reason = reason
    }

    func covers(_ violation: ContractViolation) -> Bool {
        guard rule == violation.rule, (subject ?? violation.subject) == violation.subject else { return false }
        guard let action else { return true }
        return violation.action == action || violation.action?.hasPrefix("\(action) (") == true
    }
}

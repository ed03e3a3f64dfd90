/// How an action ended, and where the audit log tells of it.
public struct Outcome<Receipt: ActionReceipt>: Sendable {
    /// The receipt, or why there is none.
    public var result: Result<Receipt, Failure>

    /// The provider instance that did it, or failed last; `nil` where none was asked.
    public var provider: String?

    /// What each provider instance made of it, in the route's order, where the route sends to several; else empty.
    public var outcomes: [ProviderOutcome<Receipt>]

    /// The action's id: `switchboard audit show` takes it.
    public var auditID: ActionID

    /// Whether the audit log could not store how the action ended.
    ///
    /// What ``result`` says is true all the same.
    public var isAuditIncomplete: Bool

    /// Creates an outcome.
    public init(
        _ result: Result<Receipt, Failure>,
        provider: String?,
        outcomes: [ProviderOutcome<Receipt>] = [],
        auditID: ActionID,
        isAuditIncomplete: Bool = false
    ) {
        self.result = result
        self.provider = provider
        self.outcomes = outcomes
        self.auditID = auditID
        self.isAuditIncomplete = isAuditIncomplete
    }

    /// Whether the action has been done.
    public var isSuccess: Bool { failure == nil }

    /// Why it has not been done, or not wholly, or not for certain.
    ///
    /// Where items of a batch failed, it is ``Failure/Kind/partialFailure``, and ``result`` holds what became of each.
    public var failure: Failure? {
        switch result {
        case .success(let receipt): receipt.shortfall
        case .failure(let failure): failure
        }
    }

    /// Returns the receipt, for callers who prefer to throw; a batch's receipt also where some of its items failed.
    ///
    /// - Throws: The outcome's failure.
    public func get() throws(Failure) -> Receipt { try result.get() }
}

extension Outcome: Encodable {
    private enum CodingKeys: String, CodingKey {
        case success
        case provider
        case outcomes = "providers"
        case auditID = "audit_id"
        case isAuditIncomplete = "audit_incomplete"
    }

    /// Writes the flat form: the receipt's, or the failure's, own fields beside `success`, `provider` and `audit_id`.
    public func encode(to encoder: any Encoder) throws {
        if case .success(let receipt) = result { try receipt.encode(to: encoder) }
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isSuccess, forKey: .success)
        try container.encodeIfPresent(provider, forKey: .provider)
        if !outcomes.isEmpty { try container.encode(outcomes, forKey: .outcomes) }
        try container.encode(auditID, forKey: .auditID)
        if isAuditIncomplete { try container.encode(true, forKey: .isAuditIncomplete) }
    }
}

/// What one provider instance made of an action that went to several.
public struct ProviderOutcome<Receipt: ActionReceipt>: Sendable {
    /// The instance's name.
    public var provider: String

    /// The receipt, or why there is none.
    public var result: Result<Receipt, Failure>

    /// Creates an outcome.
    public init(provider: String, result: Result<Receipt, Failure>) {
        self.provider = provider
        self.result = result
    }

    /// Why it has not been done, or not wholly, or not for certain.
    public var failure: Failure? {
        switch result {
        case .success(let receipt): receipt.shortfall
        case .failure(let failure): failure
        }
    }
}

extension ProviderOutcome: Encodable {
    private enum CodingKeys: String, CodingKey {
        case success, provider
    }

    /// Writes the flat form: the receipt's, or the failure's, own fields beside `success` and `provider`.
    public func encode(to encoder: any Encoder) throws {
        if case .success(let receipt) = result { try receipt.encode(to: encoder) }
        try failure?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(failure == nil, forKey: .success)
        try container.encode(provider, forKey: .provider)
    }
}

public import SwitchboardCore

/// What became of a provider instance that came into question, as ``RouteDecision/Candidate/verdict`` puts it in a few
/// words.
public enum CandidateVerdict: Sendable, Hashable {
    /// It was asked and did it.
    case chosen
    /// It could have done it.
    case usable
    /// Its type cannot do the action.
    case unsupported
    /// The configuration switches it off.
    case switchedOff
    /// It lacks credentials.
    case notConfigured
    /// It has nothing for these fields, and the rule does not give them up.
    case cannotCarry([String])
    /// It was asked and failed.
    case failed(Failure.Kind)
    /// What only another version of the library knows.
    case other(String)
}

extension CandidateVerdict: CustomStringConvertible {
    private static let fixed: [CandidateVerdict] = [.chosen, .usable, .unsupported, .switchedOff, .notConfigured]

    private static let cannotCarry = "cannot carry "

    /// Reads the words that the audit log holds; every text is some verdict.
    public init(_ text: String) {
        if let known = Self.fixed.first(where: { $0.description == text }) {
            self = known
        } else if let kind = Failure.Kind(rawValue: text) {
            self = .failed(kind)
        } else if text.hasPrefix(Self.cannotCarry) {
            self = .cannotCarry(text.dropFirst(Self.cannotCarry.count).split(separator: ", ").map(String.init))
        } else {
            self = .other(text)
        }
    }

    /// The words for the audit log.
    public var description: String {
        switch self {
        case .chosen: "chosen"
        case .usable: "usable"
        case .unsupported: "unsupported"
        case .switchedOff: "switched off"
        case .notConfigured: "not configured"
        case .cannotCarry(let fields): Self.cannotCarry + fields.joined(separator: ", ")
        case .failed(let kind): kind.rawValue
        case .other(let text): text
        }
    }

    /// Whether its turn came: it was asked, or its breaker or its limit kept it from that.
    public var hadItsTurn: Bool {
        switch self {
        case .chosen, .failed, .other: true
        case .usable, .unsupported, .switchedOff, .notConfigured, .cannotCarry: false
        }
    }
}

extension RouteDecision {
    /// The instances that the decision meant to do the work: the one that was asked first, or all that shared it.
    ///
    /// Empty where nobody was asked.
    public var destination: [String] {
        let verdicts = candidates.map { CandidateVerdict($0.verdict) }
        let asked = candidates.indices.filter { verdicts[$0].hadItsTurn }
        guard let first = asked.first else { return [] }
        let done = asked.filter { verdicts[$0] == .chosen }
        // Entries of before the member say it too where one was asked although another had done it.
        let isShared = sendsToAll || done.count > 1 || done.first.map { $0 < asked[asked.count - 1] } ?? false
        return (isShared ? asked : [first]).map { candidates[$0].provider }
    }

    /// The instance that the caller insisted on; `nil` where the routes decided.
    public var callersChoice: String? { rule == Self.byCaller ? candidates.first?.provider : nil }

    /// The rule's name where the caller named the instance.
    static let byCaller = "call"

    /// The rule's name where no route says anything.
    static let builtIn = "built-in"

    /// The rule's name where the action ended before it was routed.
    static let unrouted = "none"
}

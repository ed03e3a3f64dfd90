import SwitchboardCore

/// What the router must know of an action.
struct RouteQuestion {
    /// The action's name.
    let action: String

    /// On whose behalf it is.
    let tenant: String?

    /// Its fields as the audit log keeps them.
    let fields: JSONValue

    /// The instance that the caller insists on.
    let override: String?

    /// Whether its items stand or fall alone, so that one that cannot be carried does not keep the others.
    var isBatch = false

    /// Which of these fields it gives a value for; asked only where a candidate lacks some.
    let given: (Set<String>) -> Set<String>
}

/// Who does an action, and how they share the work.
struct RoutePlan {
    /// One instance that can do it.
    struct Leg: Sendable {
        /// The instance.
        let instance: ProviderInstance

        /// What it must leave out.
        let lost: Set<String>
    }

    /// How they share the work.
    enum Sharing: Sendable {
        /// One after another, until one does it.
        case inTurn
        /// Each of them, side by side; these must succeed.
        case all(required: Set<String>)
        /// One after another, in the order that suits the person.
        case byPerson([RouteRule.Share])
    }

    /// The instances, in order; at least one.
    var legs: [Leg]

    /// How they share the work.
    var sharing = Sharing.inTurn

    /// The refusals after which the next one is asked.
    var alsoOn: Set<Failure.Kind> = []
}

extension RoutePlan {
    /// Whether the person decides who is first.
    var isByPerson: Bool { if case .byPerson = sharing { true } else { false } }

    /// Whether each of them does it.
    var isForAll: Bool { if case .all = sharing { true } else { false } }

    /// Whether it asks several, or others for other people, so that it does not say whose id a `contact_id` is.
    var isShared: Bool { legs.count > 1 && (isByPerson || isForAll) }

    /// Keeps to one instance for an action that names somebody by a provider's own id: at another one that id names a
    /// stranger, or nobody.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` where the route does not say whose id it is.
    mutating func bind() throws(Failure) {
        guard case .inTurn = sharing else {
            throw .invalidInput(
                "contact_id",
                "names somebody at one provider, and the route asks several; name the provider, or give email or user_id"
            )
        }
        legs = Array(legs.prefix(1))
    }

    /// Puts the instances into the order for a person, where that is how they share the work.
    mutating func order(for person: PersonToken, _ decision: inout RouteDecision) {
        guard case .byPerson(let shares) = sharing else { return }
        let ranks = Dictionary(uniqueKeysWithValues: shares.map { ($0.provider, person.rank(of: $0)) })
        let rank = { (name: String) in ranks[name] ?? .infinity }
        legs.sort { rank($0.instance.name) < rank($1.instance.name) }
        decision.candidates.sort { rank($0.provider) < rank($1.provider) }
        sharing = .inTurn
    }
}

/// A number that stands for a person: the same whenever the person is met, also when an entry of the audit log is replayed.
struct PersonToken: Sendable, Hashable {
    private let bits: UInt64

    /// Makes the token of a person by the number under which the audit log knows the person.
    init(subject: Int64) { bits = UInt64(bitPattern: subject).scrambled }

    /// Makes a token from an id, where the audit log has no number for the person.
    init(identifier: String) { bits = identifier.lowercased().fingerprint }

    /// Makes a token for an action that concerns nobody.
    init(action: ActionID) { bits = (action.high ^ action.low).scrambled }

    /// How far down an instance stands for this person; the least comes first.
    ///
    /// Weighted rendezvous hashing: of many people each instance comes first for as many as its weight says, and when an
    /// instance goes, or its weight changes, only the people move who have to.
    func rank(of share: RouteRule.Share) -> Double {
        let draw = (bits ^ share.provider.fingerprint).scrambled
        // Over 0 and below 1, since the logarithm of 0 has no value.
        let unit = (Double(draw >> 11) + 0.5) * 0x1.0p-53
        return -unit.naturalLogarithm / Double(share.weight)
    }
}

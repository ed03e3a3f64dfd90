public import SwitchboardCore

/// Routes actions of the past by another configuration, without sending anything.
///
/// It knows of an action what the audit log keeps, and says so where that is not enough. Whether an instance's credentials
/// are on this machine decides nothing where the configuration names the instance, or where the log shows it at work: the
/// machine that plans is rarely the one that sends.
public struct RouteReplay: Sendable {
    /// Where an action would go.
    public struct Destination: Sendable, Hashable {
        /// The rule that decides.
        public var rule: String

        /// The instance that would be asked first, or all that share the work.
        public var providers: [String]

        /// The fields that would be left out, by the instance that has nothing for them.
        public var lost: [String: [String]]

        /// Whether the route asks several, so that somebody named by a provider's own id would be refused.
        public var isShared: Bool
    }

    /// Why the log cannot tell where an action would go.
    public enum Doubt: Sendable, Hashable {
        /// No type of provider here knows its name.
        case unknownAction
        /// It ended before it was routed: a bad value, or the guard.
        case neverRouted
        /// A rule asks for fields, and the log kept none, since it ended before its intent.
        case fieldsNotKept
        /// It may have given these fields, which a provider has nothing for and which the log never keeps.
        case fieldsNotVisible([String])
        /// It concerned several people, who go to different instances: the log does not tell whom it named first.
        case severalPeople
    }

    /// What would become of an action.
    public enum Fate: Sendable, Hashable {
        /// It has a provider.
        case goes(Destination)
        /// It would fail with this before anything is sent.
        case nowhere(Failure)
        /// The log cannot tell.
        case undecided(Doubt)
    }

    /// The fingerprint of the configuration.
    public let version: String

    /// The instances that count as configured although their credentials are not on this machine, sorted.
    public let assumed: [String]

    /// Whether the configuration's guard keeps mails from going out; whom it would stop the log does not tell.
    public let isGuarded: Bool

    private let router: Router
    private let catalog: ActionCatalog

    /// Prepares a replay.
    ///
    /// - Parameters:
    ///   - configuration: The configuration to route by.
    ///   - providers: The types of providers that it may name.
    ///   - seen: The instances of which the log shows that they can be used.
    /// - Throws: ``Failure/Kind/invalidInput`` for a value in the configuration that cannot be right.
    public init(
        _ configuration: SwitchboardConfiguration,
        providers: [any Provider.Type] = builtInProviders,
        seen: Set<String> = []
    ) throws(Failure) {
        let routed = configuration.routes.routes.values.flatMap(\.rules).flatMap(\.providers)
        let trusted = seen.union(routed)
            .union(configuration.instances.filter(\.isExplicit).map(\.settings.instance))
        var assumed: [String] = []
        let instances = try configuration.instances.map { instance throws(Failure) in
            let own = try ProviderInstance.make(instance, among: providers, .init(time: .system))
            guard !own.isConfigured, trusted.contains(own.name) else { return own }
            assumed.append(own.name)
            return try ProviderInstance.make(instance, among: providers, .init(time: .system, understudy: Nobody()))
        }
        self.assumed = assumed.sorted()
        router = Router(
            routes: configuration.routes,
            instances: instances,
            absences: configuration.absences(providers)
        )
        catalog = ActionCatalog(providers: providers)
        version = configuration.fingerprint(providers: providers)
        isGuarded = configuration.recipientGuard != nil
    }
}

extension RouteReplay {
    /// Says what would become of an action.
    public func fate(of action: AuditedAction) -> Fate {
        guard let type = try? catalog.action(named: action.name) else { return .undecided(.unknownAction) }
        guard action.route?.rule != RouteDecision.unrouted else { return .undecided(.neverRouted) }
        guard action.fields != nil || !router.asksForFields(of: action.name) else {
            return .undecided(.fieldsNotKept)
        }
        let tokens = action.tokens(as: type)
        let first = plan(action, action.given, tokens[0])
        if first.isByPerson {
            let others = tokens.dropFirst().lazy.map { plan(action, action.given, $0).fate.providers }
            if others.contains(where: { $0 != first.fate.providers }) { return .undecided(.severalPeople) }
        }
        let hidden = action.hidden(as: type, among: router.lacking(of: action.name))
        guard !hidden.isEmpty, plan(action, action.given.union(hidden), tokens[0]).fate != first.fate else {
            return first.fate
        }
        return .undecided(.fieldsNotVisible(hidden.sorted()))
    }

    /// Routes an action as if it gave exactly these fields and concerned this person.
    private func plan(
        _ action: AuditedAction,
        _ given: Set<String>,
        _ token: PersonToken
    ) -> (fate: Fate, isByPerson: Bool) {
        let question = RouteQuestion(
            action: action.name,
            tenant: action.tenant,
            fields: action.fields ?? [:],
            override: action.route?.callersChoice,
            given: given.intersection
        )
        var decision = RouteDecision(rule: RouteDecision.unrouted)
        do throws(Failure) {
            var plan = try router.plan(question, decision: &decision)
            let isByPerson = plan.isByPerson
            let isShared = plan.isShared
            if isByPerson { plan.order(for: token, &decision) }
            let legs = plan.isForAll ? plan.legs[...] : plan.legs.prefix(1)
            let lost = legs.filter { !$0.lost.isEmpty }.map { ($0.instance.name, $0.lost.sorted()) }
            let destination = Destination(
                rule: decision.rule,
                providers: legs.map(\.instance.name),
                lost: Dictionary(lost) { first, _ in first },
                isShared: isShared
            )
            return (.goes(destination), isByPerson)
        } catch {
            return (.nowhere(error), false)
        }
    }
}

extension RouteReplay.Fate {
    /// Where it goes; `nil` where that is nowhere, or where nobody knows.
    fileprivate var providers: [String]? {
        if case .goes(let destination) = self { destination.providers } else { nil }
    }
}

extension AuditedAction {
    /// Those of whom one may be the person by whom it was routed.
    fileprivate func tokens<A: Action>(as type: A.Type) -> [PersonToken] {
        // Who was found by a read that can name nobody did not route it.
        let namesNobody = A.isRead && !A.fields.contains { $0.audit == .sealed }
        return namesNobody || subjects.isEmpty ? [PersonToken(action: id)] : subjects.map(PersonToken.init)
    }

    /// Those of some fields that it may have given without the log knowing.
    fileprivate func hidden<A: Action>(as type: A.Type, among lacking: Set<String>) -> Set<String> {
        guard let fields, !lacking.isEmpty else { return lacking.subtracting(given) }
        guard let batch = type as? any BatchAction.Type else {
            return lacking.subtracting(A.fields.visible).subtracting(given)
        }
        let count = fields[batch.itemsField]?["elements"]?.integer.map(Int.init)
        return lacking.subtracting(count == items.count ? batch.itemFields.visible : []).subtracting(given)
    }
}

extension BatchAction {
    fileprivate static var itemFields: [Field] { Item.fields }
}

extension [Field] {
    /// The names of those of which the log tells whether they were given.
    fileprivate var visible: Set<String> {
        Set(filter { $0.audit == .plain || $0.audit == .size }.map(\.name))
    }
}

/// Stands in where only names matter: nothing is ever asked of it.
private struct Nobody: Understudy {
    func answer<A: Action>(_ action: A, at instance: String) async throws(Failure) -> A.Receipt {
        throw Failure(.cancelled, effect: .none, "a replay sends nothing")
    }
}

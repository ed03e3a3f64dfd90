/// What a handler looks like: an action and the way to the network in, a receipt out.
public typealias Handler<A: Action> = @Sendable (A, ProviderClient) async throws(Failure) -> A.Receipt

/// Everything that a type of provider can do: one typed handler an action, known before any instance is configured.
///
/// ```swift
/// static let actions = ActionTable<Self>(handles(sendMessage), handles(noteContact))
/// ```
public struct ActionTable<Subject: Provider>: Sendable {
    /// One action and the provider's method for it.
    public struct Entry: Sendable {
        /// The action's type, kept so that an action can be decoded by its name.
        let action: any Action.Type
        /// The fields that the provider has nothing for.
        let lacking: Set<String>
        let bind: @Sendable (Subject) -> any Sendable
    }

    private let entries: [ObjectIdentifier: Entry]

    /// Creates a table.
    ///
    /// Two handlers for one action are a programmer's mistake and stop the program.
    public init(_ entries: Entry...) {
        self.entries = Dictionary(entries.map { (ObjectIdentifier($0.action), $0) }) { first, _ in
            preconditionFailure("two handlers for \(first.action.name)")
        }
    }

    /// The actions, sorted by name.
    public var actions: [any Action.Type] { entries.values.map(\.action).sorted { $0.name < $1.name } }

    /// The fields of each action, by its name, that the provider has nothing for.
    package var lacking: [String: Set<String>] {
        Dictionary(entries.values.map { ($0.action.name, $0.lacking) }) { first, _ in first }
    }

    /// The handlers of one configured instance.
    package func bound(to subject: Subject) -> BoundActions {
        BoundActions(handlers: entries.mapValues { $0.bind(subject) })
    }

    /// Handlers for the same actions, all of which one stand-in answers.
    ///
    /// - Parameters:
    ///   - understudy: What answers.
    ///   - instance: The instance that it stands in for.
    /// - Returns: The handlers.
    package func bound(to understudy: any Understudy, at instance: String) -> BoundActions {
        BoundActions(handlers: entries.mapValues { $0.action.handled(by: understudy, at: instance) })
    }
}

/// Answers every action in the place of a provider, without a network.
package protocol Understudy: Sendable {
    /// Does an action, as the provider would.
    ///
    /// - Parameters:
    ///   - action: An action whose values passed every check; of a batch, the sound items.
    ///   - instance: The name of the instance that was chosen.
    /// - Returns: The receipt.
    /// - Throws: Why it was not done.
    func answer<A: Action>(_ action: A, at instance: String) async throws(Failure) -> A.Receipt
}

extension Action {
    /// A handler for this type of action that an understudy stands behind.
    fileprivate static func handled(by understudy: any Understudy, at instance: String) -> any Sendable {
        if let batch = Self.self as? any BatchAction.Type { return batch.batchHandled(by: understudy, at: instance) }
        return BoundActions.Box<Self> { (action: Self, _: ProviderClient) async throws(Failure) -> Receipt in
            try await understudy.answer(action, at: instance)
        }
    }
}

/// The handlers of one configured provider instance.
package struct BoundActions: Sendable {
    struct Box<A: Action>: Sendable {
        let handler: Handler<A>
    }

    fileprivate let handlers: [ObjectIdentifier: any Sendable]

    /// The handler of an action; `nil` where the provider cannot do it.
    package subscript<A: Action>(_ action: A.Type) -> Handler<A>? {
        (handlers[ObjectIdentifier(action)] as? Box<A>)?.handler
    }
}

/// Lists an action in an ``ActionTable`` by the provider's method, whose type says which action it is.
///
/// - Parameters:
///   - method: The method.
///   - lacking: The action's optional fields that this provider has nothing for. An action that gives one goes to
///     another provider, or, where its route allows the loss, comes here without it.
/// - Returns: The entry.
public func handles<Subject: Provider, A: Action>(
    _ method: @escaping @Sendable (Subject) -> Handler<A>,
    lacking: Set<String> = []
) -> ActionTable<Subject>.Entry {
    ActionTable.Entry(action: A.self, lacking: lacking) { BoundActions.Box(handler: method($0)) }
}

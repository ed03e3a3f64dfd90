public import SwitchboardCore

/// One action as it may be asked for, and what the provider's service answers when all is well.
///
/// The action should be a small one whose texts are distinctive, so that they are found where they do not belong. Every
/// action of a provider's table needs one; several samples of one action have each a name of their own.
public struct ContractSample: Sendable {
    typealias Answering = @Sendable (WireRequest) -> WireResponse?

    /// What it is called in violations: the action's name, and what tells it from others of that action.
    public let name: String

    let action: any Action
    let type: any Action.Type
    let required: [String]
    let makeAnswers: @Sendable () -> Answering

    /// Creates a sample whose requests are answered in order.
    ///
    /// - Parameters:
    ///   - action: The action.
    ///   - variant: What tells it from other samples of the same action, such as `by email`.
    ///   - answers: One answer a request, in order.
    ///   - required: The members of those answers without which there can be no receipt, as paths such as `ticket.id`
    ///     or `results[0].id`: an answer without one is unreadable.
    public init<A: Action>(
        _ action: A,
        _ variant: String? = nil,
        answers: WireResponse...,
        requires required: [String] = []
    ) {
        self.init(action, variant, requires: required) {
            let rest = Script(answers)
            return { _ in rest.next() }
        }
    }

    /// Creates a sample whose requests are answered by a function.
    ///
    /// - Parameters:
    ///   - action: The action.
    ///   - variant: What tells it from other samples of the same action, such as `by email`.
    ///   - required: The members of the answers without which there can be no receipt.
    ///   - answer: The answer to a request; `nil` for one that should never be sent. It is asked for the same request
    ///     many times, and must answer alike.
    public init<A: Action>(
        _ action: A,
        _ variant: String? = nil,
        requires required: [String] = [],
        answering answer: @escaping @Sendable (WireRequest) -> WireResponse?
    ) {
        self.init(action, variant, requires: required) { answer }
    }

    private init<A: Action>(
        _ action: A,
        _ variant: String?,
        requires required: [String],
        makeAnswers: @escaping @Sendable () -> Answering
    ) {
        name = variant.map { "\(A.name) (\($0))" } ?? A.name
        self.action = action
        type = A.self
        self.required = required
        self.makeAnswers = makeAnswers
    }
}

extension ContractSample {
    /// Whether its action only reads.
    var isRead: Bool { type.isRead }

    /// Whether its action is a batch, whose items fail one by one.
    var isBatch: Bool { type is any BatchAction.Type }

    /// The action's JSON form.
    var form: JSONValue { (try? action.form()) ?? .null }
}

public import Switchboard
public import SwitchboardCore
import Synchronization

/// Real communication tools without providers behind them, for the tests of whoever calls them.
///
/// Every action is checked, routed and audited as usual, needs no credentials and goes nowhere: the answer is what the
/// test said, or a receipt that is made up. Built-in actions and a stranger's are alike.
///
/// ```swift
/// let recording = try RecordingTools()
/// recording.answer(CreateTicket.self) { _ in .failure(Failure(.rateLimited, effect: .none, "slow down")) }
/// await onboard(customer, with: recording.tools)
/// #expect(recording.performed(SendEmail.self).map(\.subject) == ["Welcome"])
/// ```
public final class RecordingTools: Sendable {
    /// One time that a provider was asked.
    public struct Call: Sendable {
        /// What was asked for.
        public var action: any Action

        /// The instance that was chosen.
        public var provider: String
    }

    /// What the code under test is given.
    public let tools: CommunicationTools

    /// What the tools recorded.
    public let audit: RecordingAuditLog

    /// What the tools logged.
    public let log: RecordingLog

    /// The time in which they live; waits end at once.
    public let time: ManualTime

    private let cast: Cast

    /// Creates tools.
    ///
    /// - Parameters:
    ///   - configuration: YAML, as in the configuration file: instances, routes, limits. Without any, every type has one
    ///     instance under its own name, and the built-in routes hold.
    ///   - environment: Variables over it; no credentials are needed.
    ///   - providers: The types of providers, the platform's own included.
    ///   - time: The time in which they live.
    /// - Throws: ``ConfigurationError`` with everything that is wrong with the configuration; a ``Failure`` for a value
    ///   that cannot be right.
    public init(
        configuration: String = "",
        environment: [String: String] = [:],
        providers: [any Provider.Type] = builtInProviders,
        time: ManualTime = ManualTime()
    ) throws {
        let (cast, audit, log) = (Cast(), RecordingAuditLog(), RecordingLog())
        tools = try CommunicationTools(
            configuration: .parse(configuration, file: nil, environment: environment, providers: providers),
            providers: providers,
            understudy: cast,
            transport: ScriptedTransport([]),
            audit: audit,
            time: time.source,
            logger: log.logger
        )
        (self.cast, self.audit, self.log, self.time) = (cast, audit, log, time)
    }

    /// Says how an action is answered from now on.
    ///
    /// Items of a batch are answered as the action of each would be, unless the batch has an answer of its own. A failure
    /// with effect `none` lets the route go on to its next provider, as it does with a real one.
    ///
    /// - Parameters:
    ///   - action: The type of action.
    ///   - answer: Makes the receipt, or says what went wrong.
    public func answer<A: Action>(
        _ action: A.Type,
        with answer: @escaping @Sendable (A) async -> Result<A.Receipt, Failure>
    ) {
        cast.learn(action, answer)
    }

    /// Every time that a provider was asked, in order; what was refused before that is not among them.
    public var calls: [Call] { cast.calls }

    /// The names of the actions that a provider was asked for, in order.
    public var performedNames: [String] { calls.map { Self.name(of: $0.action) } }

    /// The actions of a type that a provider was asked for, in order.
    ///
    /// - Parameters:
    ///   - action: The type of action.
    ///   - provider: The instance that was asked; any unless given.
    /// - Returns: Each of them.
    public func performed<A: Action>(_ action: A.Type, at provider: String? = nil) -> [A] {
        calls.filter { provider == nil || $0.provider == provider }.compactMap { $0.action as? A }
    }

    private static func name<A: Action>(of action: A) -> String { A.name }
}

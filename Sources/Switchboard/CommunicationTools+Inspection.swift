import CurlTransport
package import Logging
public import SwitchboardCore

/// Tools for looking only.
extension CommunicationTools {
    /// Creates tools that rehearse and check, without an audit log: none is opened or made.
    ///
    /// Routes are as operators have switched them, where there is an audit folder.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a value that cannot be right.
    package convenience init(
        inspecting configuration: SwitchboardConfiguration,
        providers: [any Provider.Type] = builtInProviders,
        time: TimeSource = .system,
        logger: Logger = Logger(label: "switchboard")
    ) throws(Failure) {
        try self.init(
            configuration: configuration,
            providers: providers,
            understudy: nil,
            transport: try CurlTransport(configuration: configuration.transport.curl, time: time),
            audit: ClosedAuditLog(),
            identities: try? configuration.audit.presentIdentities(time: time),
            time: time,
            logger: logger,
            switchReader: configuration.audit.switches,
            obeysForces: false
        )
    }
}

extension CommunicationTools {
    /// Says which provider instances would do an action, and why, without its values: nothing is sent or recorded.
    ///
    /// - Parameters:
    ///   - action: The action's name.
    ///   - tenant: On whose behalf it would be.
    ///   - provider: The instance that a caller would insist on.
    /// - Returns: The rule that decides, and every instance that comes into question with what speaks for or against it.
    public func route(of action: String, tenant: String? = nil, insistingOn provider: String? = nil) -> RouteDecision {
        let arrangement = arrangement
        var decision = RouteDecision(rule: "none", version: arrangement.version)
        let question = RouteQuestion(action: action, tenant: tenant, fields: [:], override: provider) { _ in [] }
        // What a call would be refused for stands in the candidates' verdicts.
        _ = try? arrangement.router.plan(question, decision: &decision)
        return decision
    }
}

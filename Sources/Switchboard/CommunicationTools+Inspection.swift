import CurlTransport
package import Logging
package import SwitchboardCore

/// Tools for looking only.
extension CommunicationTools {
    /// Creates tools that rehearse and check, without an audit log: none is opened or made.
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
            transport: try CurlTransport(configuration: configuration.transport.curl, time: time),
            audit: ClosedAuditLog(),
            time: time,
            logger: logger
        )
    }
}

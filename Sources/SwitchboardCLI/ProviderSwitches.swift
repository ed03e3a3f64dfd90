import ArgumentParser
import AuditStore

/// Switches a provider instance off.
enum ProviderDisabling: SwitchKind {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Switches a provider instance off, in every process that uses the audit log's folder.",
        discussion: """
            Within 2 s no call that begins is routed to it, until 'provider enable'. Calls under way go on: 'breaker \
            force-open' stops those too. The audit log keeps who did it and why.

            Examples:
              switchboard provider disable sendgrid --reason "bounce storm"
            """
    )

    static func change(_ target: SwitchedInstance) -> SwitchChange { .disable(target.name) }
}

/// Switches a provider instance on again.
enum ProviderEnabling: SwitchKind {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Takes back 'provider disable'; what the configuration switches off stays off.",
        discussion: """
            Examples:
              switchboard provider enable sendgrid --reason "bounces are back to normal"
            """
    )

    static func change(_ target: SwitchedInstance) -> SwitchChange { .enable(target.name) }
}

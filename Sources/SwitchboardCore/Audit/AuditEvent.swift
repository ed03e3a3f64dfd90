/// Something about the hub itself that the audit log keeps: a change of its configuration, or what an operator did.
public struct AuditEvent: Sendable {
    /// What it is about.
    public enum Kind: String, Sendable {
        /// The configuration changed, or was refused.
        case configuration = "config"
        /// An operator did something.
        case `operator`
    }

    /// What it is about.
    public var kind: Kind

    /// What was done, in the form of an action's name, such as `config.changed`.
    public var name: String

    /// Who did it.
    public var actor: String

    /// What else is to be kept: an object without secrets, and without ids of people.
    public var detail: JSONValue

    /// Creates an event.
    public init(_ kind: Kind, _ name: String, actor: String, detail: JSONValue = [:]) {
        self.kind = kind
        self.name = name
        self.actor = actor
        self.detail = detail
    }
}

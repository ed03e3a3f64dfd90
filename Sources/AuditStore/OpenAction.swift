public import SwitchboardCore

/// An action that has an intent and no outcome.
public struct OpenAction: Sendable, Hashable, Encodable {
    /// The action's id.
    public var auditID: ActionID

    /// The number of its intent.
    public var seq: Int64

    /// When the intent was written.
    public var at: Timestamp

    /// The action's name.
    public var action: String

    /// Who asked.
    public var actor: String

    /// Whether the process that began it still runs: if not, nobody will write its outcome.
    public var isInstanceAlive: Bool

    private enum CodingKeys: String, CodingKey {
        case auditID = "audit_id"
        case seq
        case at
        case action
        case actor
        case isInstanceAlive = "instance_alive"
    }
}

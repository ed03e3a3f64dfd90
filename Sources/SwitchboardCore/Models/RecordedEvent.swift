/// An event as a provider keeps it.
public struct RecordedEvent: Codable, Sendable, Hashable {
    /// The event's name.
    public var name: String

    /// The id of the person who did it, where the provider knows it.
    public var userID: String?

    /// When it happened, as exactly as the provider says.
    public var at: Timestamp?

    /// The id by which repetitions are recognised.
    public var eventID: String?

    /// Everything else that the provider keeps of it.
    public var properties: [String: JSONValue]

    /// Creates an event.
    public init(
        name: String,
        userID: String? = nil,
        at: Timestamp? = nil,
        eventID: String? = nil,
        properties: [String: JSONValue] = [:]
    ) {
        self.name = name
        self.userID = userID
        self.at = at
        self.eventID = eventID
        self.properties = properties
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case userID = "user_id"
        case at
        case eventID = "event_id"
        case properties
    }
}

/// Records that a person did something.
///
/// ``at`` and ``eventID`` are fixed when the action is made: providers recognise a repeated event by them, so performing
/// the same value twice counts once.
public struct TrackEvent: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "event.track"
    /// What it does, in one sentence.
    public static let summary = "Records that a person did something."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .person(CodingKeys.person, "who did it"),
        .required(
            CodingKeys.name,
            .string,
            audit: .plain,
            "the event's name",
            .notEmpty,
            .singleLine,
            .atMost(bytes: 255)
        ),
        .optional(CodingKeys.properties, .map(of: .json), audit: .size, "what belongs to the event"),
        .optional(CodingKeys.at, .timestamp, audit: .plain, "when it happened; now unless given"),
        .optional(
            CodingKeys.eventID,
            .string,
            audit: .plain,
            "by which repetitions are recognised; made unless given",
            .notEmpty,
            .atMost(bytes: 36),
            .characters(alphanumericsAnd: "-")
        ),
    ]

    /// Who did it.
    public var person: Person

    /// The event's name; at most 255 bytes.
    public var name: String

    /// What belongs to the event.
    public var properties: [String: JSONValue]

    /// When it happened.
    public var at: Timestamp

    /// The id by which a provider recognises a repetition: 1 to 36 letters, digits and hyphens.
    public var eventID: String

    /// Whether the caller chose ``eventID``, rather than having one made.
    public let isEventIDGiven: Bool

    /// Creates the action.
    ///
    /// - Parameters:
    ///   - person: Who did it.
    ///   - name: The event's name; at most 255 bytes.
    ///   - properties: What belongs to the event.
    ///   - at: When it happened; now unless given.
    ///   - eventID: The id of this one event; made unless given.
    ///   - time: Where the time and the id come from.
    public init(
        person: Person,
        name: String,
        properties: [String: JSONValue] = [:],
        at: Timestamp? = nil,
        eventID: String? = nil,
        time: TimeSource = .system
    ) {
        self.person = person
        self.name = name
        self.properties = properties
        self.at = at ?? time.wallClock()
        self.eventID = eventID ?? time.makeActionID().description
        self.isEventIDGiven = eventID != nil
    }

    /// Whom it concerns.
    public var people: [Person] { [person] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case person
        case name
        case properties
        case at
        case eventID = "event_id"
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            person: try container.decode(Person.self, forKey: .person),
            name: try container.decode(String.self, forKey: .name),
            properties: try container.decodeIfPresent([String: JSONValue].self, forKey: .properties) ?? [:],
            at: try container.decodeIfPresent(Timestamp.self, forKey: .at),
            eventID: try container.decodeIfPresent(String.self, forKey: .eventID),
            time: decoder.userInfo[.timeSource] as? TimeSource ?? .system
        )
    }
}

extension TrackEvent {
    /// Returns the JSON form after every constraint of the fields passed.
    ///
    /// Written by hand: an encoder takes longer than all else that a batch does with an event.
    public func checkedForm() throws(Failure) -> JSONValue {
        // The encoder knows what to say of a number without a JSON form.
        let form = properties.values.allSatisfy(\.isFinite) ? directForm : try form()
        try Self.fields.checkConstraints(of: form)
        return form
    }

    private var directForm: JSONValue {
        var person: [String: JSONValue] = [:]
        person[Person.CodingKeys.email.rawValue] = self.person.email.map(JSONValue.string)
        person[Person.CodingKeys.userID.rawValue] = self.person.userID.map(JSONValue.string)
        person[Person.CodingKeys.contactID.rawValue] = self.person.contactID.map(JSONValue.string)
        return .object([
            CodingKeys.person.rawValue: .object(person),
            CodingKeys.name.rawValue: .string(name),
            CodingKeys.properties.rawValue: .object(properties),
            CodingKeys.at.rawValue: .string(at.description),
            CodingKeys.eventID.rawValue: .string(eventID),
        ])
    }
}

extension TrackEvent {
    /// What was recorded.
    ///
    /// Providers give events no id.
    public struct Receipt: ActionReceipt {
        /// The event's name.
        public var eventName: String

        /// The id of the person that the provider was given.
        public var user: String

        /// Creates a receipt.
        public init(eventName: String, user: String) {
            self.eventName = eventName
            self.user = user
        }

        private enum CodingKeys: String, CodingKey {
            case eventName = "event_name"
            case user
        }
    }
}

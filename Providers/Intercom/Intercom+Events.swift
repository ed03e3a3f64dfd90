import HTTPTypes
import SwitchboardCore

/// `event.track` and `event.track_batch`. Intercom finds the person itself; an answer of 202 has no body.
extension IntercomProvider {
    /// How many metadata keys Intercom keeps; it ignores further ones without a word.
    private static let metadataLimit = 10

    /// How many events of a batch are on their way at once.
    private static let eventsAtOnce = 8

    func trackEvent(_ action: TrackEvent, using client: ProviderClient) async throws(Failure) -> TrackEvent.Receipt {
        // Repetitions are dropped by contact, name and created_at, all of which stay fixed over the retries.
        var request = WireRequest(.post, "/events", at: base, .keyed)
        let event = Event(
            name: action.name,
            createdAt: action.at.secondsSince1970,
            person: action.person,
            metadata: try metadata(of: action)
        )
        try request.setJSON(event)
        _ = try await client.send(request)
        return TrackEvent.Receipt(eventName: action.name, user: event.user)
    }

    /// Sends events one by one, some side by side: Intercom has no request for many.
    func trackEvents(
        _ batch: TrackEventBatch,
        using client: ProviderClient
    ) async throws(Failure) -> TrackEventBatch.Receipt {
        var receipt = TrackEventBatch.Receipt(count: batch.events.count)
        let track = { @Sendable (index: Int) async -> (Int, Result<TrackEvent.Receipt, Failure>) in
            do throws(Failure) {
                return (index, .success(try await trackEvent(batch.events[index], using: client)))
            } catch {
                return (index, .failure(error))
            }
        }
        await client.each(batch.events.indices, limit: Self.eventsAtOnce, track) { index, result in
            receipt[index] = result
            client.progressed(by: CollectionOfOne(result))
        }
        return receipt
    }

    /// The event's properties and its id.
    ///
    /// An id that was only made for the event gives way to a tenth property.
    private func metadata(of action: TrackEvent) throws(Failure) -> [String: JSONValue] {
        for (name, value) in action.properties where !Self.isMetadata(value) {
            throw .invalidInput(
                member: name,
                of: "properties",
                "is \(value.kindName); Intercom takes text, numbers, booleans, {url, value} and {amount, currency}"
            )
        }
        if action.properties["event_id"] != nil, action.isEventIDGiven {
            throw .invalidInput("properties.event_id", "stands beside the event's own event_id; leave one of them out")
        }
        let hasRoom = action.properties.count < Self.metadataLimit
        guard action.properties.count <= Self.metadataLimit, hasRoom || !action.isEventIDGiven else {
            throw .invalidInput(
                "properties",
                "has \(action.properties.count) members; Intercom keeps \(Self.metadataLimit), event_id included"
            )
        }
        guard hasRoom, action.properties["event_id"] == nil else { return action.properties }
        return action.properties.merging(["event_id": .string(action.eventID)]) { given, _ in given }
    }

    private static func isMetadata(_ value: JSONValue) -> Bool {
        switch value {
        case .string, .integer, .number, .bool: true
        case .object(let members):
            (Set(members.keys) == ["url", "value"] || Set(members.keys) == ["amount", "currency"])
                && members.values.allSatisfy(isPlain)
        case .array, .null: false
        }
    }

    private static func isPlain(_ value: JSONValue) -> Bool {
        switch value {
        case .string, .integer, .number: true
        case .bool, .object, .array, .null: false
        }
    }
}

/// The body of `POST /events`, with exactly one id of the person.
private struct Event: Encodable {
    let name: String
    let createdAt: Int64
    let metadata: [String: JSONValue]
    private var id: String?
    private var userID: String?
    private var email: String?

    init(name: String, createdAt: Int64, person: Person, metadata: [String: JSONValue]) {
        self.name = name
        self.createdAt = createdAt
        self.metadata = metadata
        if let contactID = person.contactID {
            id = contactID
        } else if let userID = person.userID {
            self.userID = userID
        } else {
            email = person.email
        }
    }

    /// The id that Intercom is given.
    var user: String { id ?? userID ?? email ?? "" }

    private enum CodingKeys: String, CodingKey {
        case name = "event_name"
        case createdAt = "created_at"
        case metadata
        case id
        case userID = "user_id"
        case email
    }
}

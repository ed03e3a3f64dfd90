import SwitchboardCore

/// An event that was taken.
struct MixpanelEvent: Sendable, Hashable {
    /// What makes two events one.
    struct Identity: Sendable, Hashable {
        /// The event's name.
        var name: String

        /// Milliseconds since 1970.
        var time: Int64

        /// Who it is about; empty for nobody.
        var distinctID: String

        /// The sender's id for it.
        var insertID: String
    }

    /// What makes it one with others.
    var identity: Identity

    /// What it carries, all that the identity holds included.
    var properties: [String: JSONValue]

    /// The day in UTC.
    var day: SandboxDay { SandboxDay(containing: Int64((Double(identity.time) / 1000).rounded(.down))) }

    /// The shape of `GET /_state`.
    var json: JSONValue {
        ["event": .string(identity.name), "properties": .object(properties)]
    }

    /// The shape of a line of an export.
    ///
    /// - Parameter isInMilliseconds: Whether its time is in milliseconds, in place of seconds.
    /// - Returns: The event.
    func exported(isInMilliseconds: Bool) -> JSONValue {
        var properties = properties
        properties["time"] = .integer(isInMilliseconds ? identity.time : identity.time / 1000)
        properties["mp_processing_time_ms"] = .integer(identity.time)
        return ["event": .string(identity.name), "properties": .object(properties)]
    }
}

extension MixpanelState {
    /// Keeps an event; one that is there already is replaced.
    mutating func keep(_ event: MixpanelEvent) {
        if let place = places[event.identity] {
            duplicates += 1
            events[place] = event
        } else {
            places[event.identity] = events.count
            events.append(event)
        }
    }
}

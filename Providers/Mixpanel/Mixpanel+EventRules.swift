import SwitchboardCore

/// What Mixpanel would refuse, or cut off without a word, is refused before it is sent
/// (https://developer.mixpanel.com/reference/import-events).
enum MixpanelEventRules {
    /// The size that an event must stay below.
    static let eventBytes = 1_000_000

    /// Written by the adapter, or a credential.
    private static let reserved = ["$insert_id", "distinct_id", "time", "token"]

    /// Names of events that merge people, or give them other ids, rather than being recorded.
    private static let commands: Set<String> = ["$create_alias", "$identify", "$merge"]

    /// 1971-01-01.
    private static let earliest = Timestamp(secondsSince1970: 31_536_000)

    private static let mostMembers = 254
    private static let deepest = 3

    /// Longer texts are cut; the page says characters in one place and bytes in another, and bytes are never more.
    fileprivate static let mostTextBytes = 255

    /// Checks everything but the person and the size.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field.
    static func check(_ event: TrackEvent, now: Timestamp) throws(Failure) {
        if commands.contains(event.name) {
            throw .invalidInput("name", "is a command to Mixpanel that changes who people are, and no event")
        }
        if MixpanelJunk.contains(event.eventID) {
            throw .invalidInput("event_id", "is a placeholder that Mixpanel drops; give an id of its own, or none")
        }
        guard event.at >= earliest else { throw .invalidInput("at", "lies before 1971, which Mixpanel refuses") }
        guard event.at <= now.advanced(by: .seconds(3600)) else {
            throw .invalidInput("at", "lies more than an hour in the future, which Mixpanel refuses")
        }
        try check(event.properties)
    }

    private static func check(_ properties: [String: JSONValue]) throws(Failure) {
        for name in reserved where properties[name] != nil {
            throw .invalidInput(member: name, of: "properties", "is written by the adapter; leave it out")
        }
        // The three that the adapter writes count too.
        let most = mostMembers - 3
        guard properties.count <= most else {
            throw .invalidInput("properties", "has \(properties.count) members; Mixpanel takes \(most)")
        }
        for (name, value) in properties where !value.isSound {
            try check(value, at: "properties".appending(member: name), depth: 1)
        }
    }

    private static func check(_ value: JSONValue, at path: String, depth: Int) throws(Failure) {
        switch value {
        case .array(let elements):
            try check(count: elements.count, "elements", depth, at: path)
            for (index, element) in elements.enumerated() {
                try check(element, at: "\(path)[\(index)]", depth: depth + 1)
            }
        case .object(let members):
            try check(count: members.count, "members", depth, at: path)
            for (name, member) in members {
                try check(member, at: path.appending(member: name), depth: depth + 1)
            }
        case .string(let text):
            guard value.isSound else {
                throw .invalidInput(path, "has \(text.utf8.count) bytes; Mixpanel keeps \(mostTextBytes) of a text")
            }
        case .null, .bool, .integer, .number: return
        }
    }

    private static func check(count: Int, _ noun: String, _ depth: Int, at path: String) throws(Failure) {
        guard depth <= deepest else {
            throw .invalidInput(path, "is nested more than \(deepest) levels deep; Mixpanel keeps \(deepest)")
        }
        guard count <= mostMembers else {
            throw .invalidInput(path, "has \(count) \(noun); Mixpanel keeps \(mostMembers)")
        }
    }
}

extension JSONValue {
    /// Whether there is nothing to look for: no list, no object, and no text that is too long.
    fileprivate var isSound: Bool {
        switch self {
        case .array, .object: false
        case .string(let text): text.utf8.count <= MixpanelEventRules.mostTextBytes
        case .null, .bool, .integer, .number: true
        }
    }
}

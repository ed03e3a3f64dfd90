/// The members of the object that tells of an event; what has a place of its own in a ``WebhookEvent`` is taken out.
///
/// A member of another kind than expected stays where it is: a webhook is never refused for one of its details.
package struct WebhookMembers {
    /// What nobody has taken.
    package private(set) var rest: [String: JSONValue]

    /// Begins with all members of an object.
    package init(_ members: [String: JSONValue]) {
        rest = members
    }

    /// Takes a member out, where it can be read.
    ///
    /// - Parameters:
    ///   - name: The member's name.
    ///   - read: What it stands for; `nil` leaves it where it is.
    /// - Returns: What was read.
    package mutating func take<Value>(_ name: String, _ read: (JSONValue) -> Value?) -> Value? {
        guard let index = rest.index(forKey: name), let value = read(rest.values[index]) else { return nil }
        rest.remove(at: index)
        return value
    }

    /// Gives a member the one form that we have for several of the provider's, where it is there.
    package mutating func rewrite(_ name: String, _ form: (JSONValue) -> JSONValue) {
        guard let index = rest.index(forKey: name) else { return }
        rest.values[index] = form(rest.values[index])
    }
}

extension JSONValue {
    /// Reads the body of a webhook, as tolerantly as a provider's answers.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` for a body that is not JSON.
    package init(webhook body: [UInt8]) throws(Failure) {
        do throws(JSONSyntaxError) {
            try self.init(parsing: body, isTolerant: true)
        } catch {
            throw .invalidInput("", "is not JSON: \(error)")
        }
    }

    /// An id that says something: text or a whole number, not empty.
    package var webhookID: String? {
        guard let identifier, !identifier.isEmpty else { return nil }
        return identifier
    }

    /// A moment in whole seconds since 1970, as a number or as its digits, up to the year 9999.
    package var webhookSeconds: Timestamp? {
        switch self {
        case .integer(let seconds): Timestamp(webhookSeconds: seconds)
        case .string(let digits): Timestamp(digits: digits)
        default: nil
        }
    }

    /// A moment as RFC 3339 writes it.
    package var webhookTime: Timestamp? { string.flatMap { Timestamp($0) } }
}

extension Timestamp {
    /// Reads whole seconds since 1970, up to the year 9999, from ASCII digits and nothing else.
    package init?(digits: String) {
        // Int64 would take a sign.
        guard digits.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let seconds = Int64(digits) else { return nil }
        self.init(webhookSeconds: seconds)
    }

    fileprivate init?(webhookSeconds seconds: Int64) {
        guard (0...253_402_300_799).contains(seconds) else { return nil }
        self.init(secondsSince1970: seconds)
    }
}

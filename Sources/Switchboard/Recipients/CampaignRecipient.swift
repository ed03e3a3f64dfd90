public import SwitchboardCore

/// Somebody a campaign goes to, with what its templates say about that one person.
public struct CampaignRecipient: Sendable, Hashable {
    /// The address.
    public var email: String

    /// The name that mail programs show.
    public var name: String?

    /// The platform's own id of the person.
    public var clientID: String?

    /// What the names in the templates stand for.
    ///
    /// `email`, `name` and `client_id` stand for the members above unless they are here too.
    public var tokens: [String: JSONValue]

    /// Creates a recipient.
    public init(_ email: String, name: String? = nil, clientID: String? = nil, tokens: [String: JSONValue] = [:]) {
        self.email = email
        self.name = name
        self.clientID = clientID
        self.tokens = tokens
    }
}

extension CampaignRecipient {
    /// The names that the members have among the tokens, and as columns.
    enum Member {
        static let email = "email"
        static let name = "name"
        static let clientID = "client_id"
        /// What the rest of Switchboard calls the same id.
        static let userID = "user_id"
    }

    /// Everything that templates may name.
    var allTokens: [String: JSONValue] {
        var all = tokens
        let members = [(Member.email, email), (Member.name, name), (Member.clientID, clientID)]
        for (key, value) in members where all[key] == nil { all[key] = value.map(JSONValue.string) }
        return all
    }

    /// The person, by what is known of them.
    var person: Person { Person(email: email, userID: clientID) }

    /// What keeps anything from being sent there; `nil` where nothing does.
    var problem: (field: String, problem: String)? {
        if let problem = EmailAddress.problem(in: email) { return (Member.email, problem) }
        for (field, value) in [(Member.name, name), (Member.clientID, clientID)] {
            guard let value else { continue }
            if value.isEmpty { return (field, "is empty; leave it out") }
            if let problem = Field.Constraint.singleLine.problem(.string(value)) { return (field, problem) }
        }
        if let count = clientID?.utf8.count, count > 255 {
            return (Member.clientID, "has \(count) bytes; at most 255 are allowed")
        }
        return nil
    }
}

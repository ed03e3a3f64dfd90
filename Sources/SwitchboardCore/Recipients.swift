/// Who gets to read something when an action is done: whom a hub outside production must be careful with.
public enum Recipients: Sendable, Hashable {
    /// Nobody: only what is known or kept changes.
    case nobody
    /// These people.
    case people([Person])
    /// Somebody whom the action does not name, such as those who take part in a conversation.
    case unnamed
}

extension Recipients {
    /// The recipients of several actions together.
    static func all(of parts: some Sequence<Recipients>) -> Recipients {
        var people: [Person] = []
        for part in parts {
            switch part {
            case .nobody: continue
            case .unnamed: return .unnamed
            case .people(let more): people += more
            }
        }
        return people.isEmpty ? .nobody : .people(people)
    }
}

public import SwitchboardCore

/// Keeps a hub outside production from writing to anybody but those who are listed.
public struct RecipientGuard: Sendable, Hashable {
    /// Who may be written to: addresses, or ids of people who have none, with `*` for any characters; in any case.
    public var recipients: [String]

    /// Where mails to anybody else go instead; `nil` to refuse them.
    public var redirect: Address?

    /// Creates a guard.
    public init(recipients: [String], redirect: Address? = nil) {
        self.recipients = recipients
        self.redirect = redirect
    }
}

extension RecipientGuard {
    /// Lets an action pass, or gives the one that goes to the guard's own address instead.
    ///
    /// - Returns: The action in the place of the one that was asked for; `nil` where that one may pass.
    /// - Throws: ``Failure/Kind/invalidInput`` where somebody may not be written to and nothing can go elsewhere.
    func replacement<A: Action>(for action: A) throws(Failure) -> A? {
        switch action.recipients {
        case .nobody: return nil
        case .people(let people) where people.allSatisfy(admits): return nil
        case .people, .unnamed: break
        }
        if let redirect, let redirected = action.redirected(to: redirect) { return redirected }
        let who = action.recipients == .unnamed ? "nobody knows who would read this" : "not all of them are listed"
        throw .invalidInput(
            "recipients",
            "\(who), and guard.recipients says who may be written to here; nothing was sent"
        )
    }

    /// Whether a person may be written to: by every address that is known, else by every id.
    private func admits(_ person: Person) -> Bool {
        let ids = person.email.map { [$0] } ?? [person.userID, person.contactID].compactMap(\.self)
        return !ids.isEmpty && ids.allSatisfy { id in recipients.contains { id.matches(pattern: $0) } }
    }
}

extension String {
    /// Whether the text has the form of a pattern, in which `*` stands for any characters.
    fileprivate func matches(pattern: String) -> Bool {
        let parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last else { return false }
        var rest = Substring(lowercased())
        guard parts.count > 1 else { return rest == first }
        guard rest.hasPrefix(first) else { return false }
        rest.removeFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.count >= last.count && rest.hasSuffix(last)
    }
}

import SwitchboardCore

/// The rules of what a mail and each of its personalizations have alike, and of who receives it.
extension SendGridMailCheck {
    private static let reserved: Set<String> = [
        "x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding", "to", "from",
        "subject", "reply-to", "cc", "bcc",
    ]

    /// The addresses that a personalization goes to, with their paths.
    static func recipients(of personalization: JSONValue) -> [(path: String, email: String)] {
        ["to", "cc", "bcc"]
            .flatMap { name in
                (personalization[name]?.array ?? []).enumerated()
                    .compactMap { index, address in
                        address["email"]?.string.map { ("\(name).\(index)", $0) }
                    }
            }
    }

    /// At most 1,000 recipients a request, whatever the number of its personalizations.
    var recipients: [JSONProblem] {
        let count = personalizations.map { Self.recipients(of: $0.value).count }.reduce(0, +)
        if count <= 1000 { return [] }
        return [JSONProblem(.invalid, "personalizations", "must have at most 1000 recipients in all, not \(count)")]
    }

    /// An address may stand once in a personalization, whether in to, cc or bcc.
    func duplicates(in personalization: JSONValue, at path: String) -> [JSONProblem] {
        var seen: Set<String> = []
        return Self.recipients(of: personalization)
            .filter { !seen.insert($0.email.lowercased()).inserted }
            .map { JSONProblem(.invalid, "\(path).\($0.path)", "must be unique between to, cc and bcc") }
    }

    /// A personalization's sender stands in for the mail's, but not for its domain.
    func sender(of personalization: JSONValue, at path: String) -> [JSONProblem] {
        let emails = [personalization, mail].compactMap { $0["from"]?["email"]?.string?.lowercased() }
        let domains = Set(emails.map { $0.drop { $0 != "@" } })
        if domains.count < 2 { return [] }
        return [JSONProblem(.invalid, "\(path).from.email", "must have the domain of from.email")]
    }

    /// SendGrid's own header fields cannot be set.
    func headers(in value: JSONValue, at path: String) -> [JSONProblem] {
        (value["headers"]?.object ?? [:]).keys.sorted()
            .compactMap { name in
                let place = path.isEmpty ? "headers.\(name)" : "\(path).headers.\(name)"
                if Self.reserved.contains(name.lowercased()) {
                    return JSONProblem(.invalid, place, "must not be overridden")
                }
                if name.isEmpty || !name.utf8.allSatisfy(\.isTokenByte) {
                    return JSONProblem(.invalid, place, "is no name of a header field")
                }
                return nil
            }
    }

    /// At most 72 hours ahead; milliseconds are further away than that.
    func schedule(of value: JSONValue, at path: String) -> [JSONProblem] {
        guard let moment = value["send_at"]?.integer, moment > now + 72 * 3600 else { return [] }
        let place = path.isEmpty ? "send_at" : "\(path).send_at"
        return [JSONProblem(.invalid, place, "must be in seconds since 1970, at most 72 hours ahead")]
    }
}

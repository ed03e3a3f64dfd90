import SwitchboardCore

/// The names and values of a query or of a form (`application/x-www-form-urlencoded`).
enum FormFields {
    /// Reads them as an object of texts, for a ``JSONReader``.
    ///
    /// - Parameters:
    ///   - text: The text, percent-encoded.
    ///   - names: All names that there may be.
    /// - Returns: The object.
    /// - Throws: A problem where an escape is broken, a name stands twice or is not known.
    static func parse(_ text: String, knowing names: Set<String>) throws(JSONProblem) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(parts[0]), let value = decode(parts.count == 2 ? parts[1] : "") else {
                throw JSONProblem(.invalid, String(pair), "is not percent-encoded text")
            }
            guard members.updateValue(.string(value), forKey: name) == nil else {
                throw JSONProblem(.invalid, name, "is there twice")
            }
        }
        if let problem = JSONProblem.unknown(among: members.keys, at: "", knowing: names) { throw problem }
        return .object(members)
    }

    private static func decode(_ text: Substring) -> String? {
        PercentEncoding.decode(String(text.map { $0 == "+" ? " " : $0 }))
    }
}

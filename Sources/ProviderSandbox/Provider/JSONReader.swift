import SwitchboardCore

/// A JSON object that is read strictly: every member that is not known is a problem, and so is every wrong type.
///
/// A member that is `null` reads as absent; ``has(_:)`` tells the difference.
struct JSONReader {
    private let members: [String: JSONValue]
    private let path: String

    /// Opens an object.
    ///
    /// - Parameters:
    ///   - value: The value that should be an object.
    ///   - path: Where it stands, for the messages.
    ///   - names: All members that it may have.
    /// - Throws: A problem where it is no object or has another member.
    init(_ value: JSONValue, at path: String = "", knowing names: Set<String>) throws(JSONProblem) {
        try self.init(open: value, at: path)
        if let problem = JSONProblem.unknown(among: members.keys, at: path, knowing: names) { throw problem }
    }

    /// Opens an object that may have any members.
    ///
    /// - Parameters:
    ///   - value: The value that should be an object.
    ///   - path: Where it stands, for the messages.
    /// - Throws: A problem where it is no object.
    init(open value: JSONValue, at path: String) throws(JSONProblem) {
        guard let members = value.object else {
            throw JSONProblem(.wrongType, path, "must be an object, not \(value.kindName)")
        }
        self.members = members
        self.path = path
    }

    /// Whether the member is there, even as `null`.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// The member as it stands; `nil` where it is absent or `null`.
    func value(_ name: String) -> JSONValue? {
        members[name].flatMap { $0 == .null ? nil : $0 }
    }

    /// Makes the problem of one member.
    func problem(_ kind: JSONProblem.Kind, _ name: String, _ problem: String) -> JSONProblem {
        JSONProblem(kind, path.isEmpty ? name : "\(path).\(name)", problem)
    }

    /// The path of a member, for readers of what is inside it.
    func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}

extension JSONReader {
    /// Text.
    func string(_ name: String) throws(JSONProblem) -> String? {
        try read(name, as: "a string", \.string)
    }

    /// A whole number.
    func integer(_ name: String) throws(JSONProblem) -> Int64? {
        try read(name, as: "an integer", \.integer)
    }

    /// A whole number within bounds.
    func integer(_ name: String, in range: ClosedRange<Int64>) throws(JSONProblem) -> Int64? {
        guard let number = try integer(name) else { return nil }
        guard range.contains(number) else {
            throw problem(.invalid, name, "must lie in \(range.lowerBound)...\(range.upperBound)")
        }
        return number
    }

    /// Text or a whole number, as text.
    func identifier(_ name: String) throws(JSONProblem) -> String? {
        try read(name, as: "a string or an integer", \.identifier)
    }

    /// True or false.
    func bool(_ name: String) throws(JSONProblem) -> Bool? {
        try read(name, as: "a boolean") { value in if case .bool(let flag) = value { flag } else { nil } }
    }

    /// The members of an object.
    func object(_ name: String) throws(JSONProblem) -> [String: JSONValue]? {
        try read(name, as: "an object", \.object)
    }

    /// One of a few words.
    func word(_ name: String, of words: [String]) throws(JSONProblem) -> String? {
        guard let word = try string(name) else { return nil }
        guard words.contains(word) else {
            throw problem(.invalid, name, "must be one of \(words.joined(separator: ", "))")
        }
        return word
    }

    /// Seconds since 1970; a number that can only be milliseconds is a problem.
    func seconds(_ name: String) throws(JSONProblem) -> Int64? {
        guard let number = try integer(name) else { return nil }
        guard (0...100_000_000_000).contains(number) else {
            throw problem(.invalid, name, "must be in seconds since 1970")
        }
        return number
    }

    /// The member that another method has read, which must be there and not be empty text.
    func required<Value>(_ name: String, _ value: Value?) throws(JSONProblem) -> Value {
        guard let value, (value as? String) != "" else { throw problem(.missing, name, "is required") }
        return value
    }

    private func read<Value>(
        _ name: String,
        as kind: String,
        _ convert: (JSONValue) -> Value?
    ) throws(JSONProblem) -> Value? {
        guard let value = value(name) else { return nil }
        guard let converted = convert(value) else {
            throw problem(.wrongType, name, "must be \(kind), not \(value.kindName)")
        }
        return converted
    }
}

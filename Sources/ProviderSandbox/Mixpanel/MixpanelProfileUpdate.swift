import SwitchboardCore

/// One update of a request to `/engage`.
struct MixpanelProfileUpdate {
    /// What is done to a profile.
    enum Operation: Sendable, Hashable {
        case set([String: JSONValue])
        case setOnce([String: JSONValue])
        case add([String: JSONValue])
        case union([String: [JSONValue]])
        case append([String: JSONValue])
        case remove([String: JSONValue])
        case unset([String])
        case delete

        /// Whether it makes a profile where there is none.
        var createsProfile: Bool {
            switch self {
            case .set, .setOnce, .add, .union, .append: true
            case .remove, .unset, .delete: false
            }
        }
    }

    /// The project's token.
    private(set) var token: String

    /// The person's id.
    private(set) var distinctID: String

    /// What is done.
    private(set) var operation: Operation

    /// Whether the update does not count as the person having been seen.
    private(set) var ignoresTime: Bool

    private static let operations: Set<String> = [
        "$set", "$set_once", "$add", "$union", "$append", "$remove", "$unset", "$delete",
    ]
    private static let others: Set<String> = [
        "$token", "$distinct_id", "$ip", "$time", "$ignore_time", "$ignore_alias",
    ]

    /// Reads an update.
    ///
    /// - Throws: The first problem.
    init(_ value: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(value, knowing: Self.operations.union(Self.others))
        token = try reader.required("$token", reader.string("$token"))
        distinctID = try reader.required("$distinct_id", reader.string("$distinct_id"))
        ignoresTime = try reader.bool("$ignore_time") ?? false
        _ = try (reader.bool("$ignore_alias"), reader.integer("$time"), reader.string("$ip"))
        guard value.serialized().count <= 1_048_576 else { throw JSONProblem(.invalid, "", "must not exceed 1 MB") }
        let names = Self.operations.filter(reader.has).sorted()
        guard let name = names.first, names.count == 1 else {
            throw JSONProblem(.invalid, names.last ?? "", "must have exactly one operation, such as $set")
        }
        operation = try Self.operation(name, reader)
    }

    private static func operation(_ name: String, _ reader: JSONReader) throws(JSONProblem) -> Operation {
        switch name {
        case "$unset": return .unset(try names(reader))
        case "$delete": return .delete
        case "$union": return .union(try lists(reader))
        case "$add": return .add(try amounts(reader))
        default: break
        }
        let values = try reader.required(name, reader.object(name))
        switch name {
        case "$set": return .set(values)
        case "$set_once": return .setOnce(values)
        case "$append": return .append(values)
        default: return .remove(values)
        }
    }

    private static func names(_ reader: JSONReader) throws(JSONProblem) -> [String] {
        let list = try reader.required("$unset", reader.value("$unset"))
        guard let names = list.array, names.allSatisfy({ $0.string != nil }) else {
            throw reader.problem(.wrongType, "$unset", "must be an array of strings")
        }
        return names.compactMap(\.string)
    }

    private static func lists(_ reader: JSONReader) throws(JSONProblem) -> [String: [JSONValue]] {
        let values = try reader.required("$union", reader.object("$union"))
        for value in values.values where value.array == nil {
            throw reader.problem(.wrongType, "$union", "must hold arrays, not \(value.kindName)")
        }
        return values.compactMapValues(\.array)
    }

    private static func amounts(_ reader: JSONReader) throws(JSONProblem) -> [String: JSONValue] {
        let amounts = try reader.required("$add", reader.object("$add"))
        for value in amounts.values where value.kindName != JSONValue.integer(0).kindName {
            throw reader.problem(.wrongType, "$add", "must hold numbers, not \(value.kindName)")
        }
        return amounts
    }
}

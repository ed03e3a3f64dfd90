import HTTPTypes
import SwitchboardCore

extension Fault {
    private static let names: Set<String> = [
        "provider", "method", "path", "status", "headers", "body", "delay_ms", "drop", "truncate", "drip_ms",
        "not_http",
        "not_json", "commit", "times",
    ]

    /// The longest pause that can be ordered: ten minutes.
    private static let pauses: ClosedRange<Int64> = 0...600_000

    /// Reads one order, or a list of them; everything that is not known is a problem.
    ///
    /// - Parameters:
    ///   - value: The body of `POST /_faults`.
    ///   - providers: The names of the providers that are played.
    /// - Returns: The faults, in their order.
    /// - Throws: The first problem; then no order counts.
    static func list(_ value: JSONValue, providers: [String]) throws(JSONProblem) -> [Fault] {
        guard let elements = value.array else { return [try Fault(value, at: "", providers: providers)] }
        var faults: [Fault] = []
        for (index, element) in elements.enumerated() {
            faults.append(try Fault(element, at: "[\(index)]", providers: providers))
        }
        return faults
    }

    private init(_ value: JSONValue, at path: String, providers: [String]) throws(JSONProblem) {
        let reader = try JSONReader(value, at: path, knowing: Self.names)
        provider = try reader.word("provider", of: providers) ?? "intercom"
        posted = value
        method = try reader.string("method")?.uppercased()
        self.path = try Self.path(reader)
        // Below 200 are interim answers, which a client skips.
        status = try reader.integer("status", in: 200...599).map(Int.init)
        headers = try Self.headers(reader)
        // Unlike everywhere else a null counts here: it is a body.
        body = reader.has("body") ? reader.value("body") ?? .null : nil
        delay = try reader.integer("delay_ms", in: Self.pauses).map { .milliseconds($0) }
        drop = try Self.drop(reader)
        truncation = try Self.truncation(reader)
        drip = try reader.integer("drip_ms", in: Self.pauses).map { .milliseconds($0) }
        garbage = try Self.garbage(reader)
        commits = try reader.bool("commit") ?? false
        times = try reader.integer("times", in: 0...1_000_000).map(Int.init) ?? 1
        try check(reader)
    }

    private static func path(_ reader: JSONReader) throws(JSONProblem) -> String? {
        guard let path = try reader.string("path") else { return nil }
        guard path.hasPrefix("/") || path == "*" else {
            throw reader.problem(.invalid, "path", "must start with a slash; it starts below the provider's prefix")
        }
        guard !path.dropLast().contains("*") else {
            throw reader.problem(.invalid, "path", "may have a * at its end only; give the beginning and a *")
        }
        return path
    }

    private static func headers(_ reader: JSONReader) throws(JSONProblem) -> HTTPFields? {
        guard let members = try reader.object("headers") else { return nil }
        var fields = HTTPFields()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let fieldName = HTTPField.Name(name), let text = value.string, HTTPField.isValidValue(text) else {
                throw reader.problem(.invalid, "headers.\(name)", "must be a header field with a string value")
            }
            fields[fieldName] = text
        }
        return fields
    }

    private static func drop(_ reader: JSONReader) throws(JSONProblem) -> Drop? {
        switch reader.value("drop") {
        case nil, .bool(false): nil
        case .bool(true): .close
        case .string("rst"): .reset
        default: throw reader.problem(.invalid, "drop", "must be true or \"rst\"")
        }
    }

    private static func truncation(_ reader: JSONReader) throws(JSONProblem) -> Truncation? {
        switch reader.value("truncate") {
        case nil, .bool(false): nil
        case .bool(true): .half
        case .integer(let count) where (0...16_777_216).contains(count): .bytes(Int(count))
        default: throw reader.problem(.invalid, "truncate", "must be true or a number of bytes in 0...16777216")
        }
    }

    private static func garbage(_ reader: JSONReader) throws(JSONProblem) -> Garbage? {
        let isNotJSON = try reader.bool("not_json") == true
        guard try reader.bool("not_http") == true else { return isNotJSON ? .notJSON : nil }
        guard !isNotJSON else { throw reader.problem(.invalid, "not_http", "leaves no room for not_json") }
        return .notHTTP
    }
}

extension Fault {
    /// Refuses orders that contradict themselves or ask for nothing.
    private func check(_ reader: JSONReader) throws(JSONProblem) {
        let shapes = status != nil || headers != nil || body != nil || truncation != nil || drip != nil
        if drop != nil, shapes || garbage != nil {
            throw reader.problem(.invalid, "drop", "leaves no room for another answer")
        }
        if garbage == .notHTTP, shapes {
            throw reader.problem(.invalid, "not_http", "leaves no room for another answer")
        }
        if garbage == .notJSON, body != nil {
            throw reader.problem(.invalid, "not_json", "leaves no room for body")
        }
        if !shapes, delay == nil, drop == nil, garbage == nil {
            throw reader.problem(
                .missing,
                "status",
                "or headers, body, delay_ms, drop, truncate, drip_ms, not_http or not_json is required: what is to happen?"
            )
        }
        try checkBody(reader)
    }

    /// Refuses a body, or the end of one, where HTTP allows none.
    private func checkBody(_ reader: JSONReader) throws(JSONProblem) {
        guard let status, [204, 205, 304].contains(status) else { return }
        let orders = [
            ("body", body != nil), ("truncate", truncation != nil), ("drip_ms", drip != nil),
            ("not_json", garbage == .notJSON),
        ]
        if let (name, _) = orders.first(where: \.1) {
            throw reader.problem(.invalid, name, "cannot be sent with status \(status)")
        }
    }
}

import SwitchboardCore

/// The query of a list of suppressions.
private struct ListQuery {
    private var times: ClosedRange<Int64>
    private var limit: Int
    private var offset: Int
    private var pattern: String?

    init(_ query: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(open: query, at: "")
        let start = try reader.decimal("start_time") ?? 0
        let end = try reader.decimal("end_time") ?? .max
        guard start <= end else { throw reader.problem(.invalid, "end_time", "must not lie before start_time") }
        times = start...end
        limit = try reader.decimal("limit", in: 1...500).map(Int.init) ?? 500
        offset = try reader.decimal("offset", in: 0...Int64(Int32.max)).map(Int.init) ?? 0
        pattern = try reader.string("email")?.lowercased()
    }

    func page(of all: [SendGridSuppression]) -> JSONValue {
        let found = all.filter { times.contains($0.created) && matches($0.email.lowercased()) }
        return .array(found.dropFirst(offset).prefix(limit).map(\.json))
    }

    /// Whether an address begins with the pattern, in which a `%` stands for anything.
    private func matches(_ email: String) -> Bool {
        guard let pattern else { return true }
        let parts = pattern.split(separator: "%", omittingEmptySubsequences: false)
        guard email.hasPrefix(parts[0]) else { return false }
        var rest = email.dropFirst(parts[0].count)
        for part in parts.dropFirst() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}

extension SendGridState {
    /// Lists the entries of a kind, one page at a time.
    func listSuppressions(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        guard let kind = SendGridSuppression.Kind(rawValue: call["kind"]) else { throw .notFound }
        return try call.readQuery(ListQuery.init).page(of: suppressions[kind] ?? [])
    }

    /// Shows the entry of an address, as a list of one, or of none.
    func showSuppression(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let kind = try deletableKind(call)
        return .array((suppressions[kind] ?? []).filter { $0.isAbout(call["email"]) }.map(\.json))
    }

    /// Takes an address off a list.
    mutating func deleteSuppression(_ call: SendGridCall) throws(SendGridError) -> SandboxResponse {
        let kind = try deletableKind(call)
        guard isSuppressed(call["email"], by: kind) else { throw .notFound }
        suppressions[kind]?.removeAll { $0.isAbout(call["email"]) }
        return SandboxResponse(status: 204)
    }

    /// Takes some addresses off a list, or all of them.
    mutating func deleteSuppressions(_ call: SendGridCall) throws(SendGridError) -> SandboxResponse {
        let kind = try deletableKind(call)
        let body = try call.checkedBody(.object(["delete_all": .boolean, "emails": .list(of: .string)]))
        let isForAll = body["delete_all"] == true
        guard isForAll != (body["emails"] != nil) else {
            throw SendGridError(400, "either delete_all or emails is required")
        }
        let emails = body["emails"]?.array?.compactMap(\.string) ?? []
        suppressions[kind]?.removeAll { entry in isForAll || emails.contains(where: entry.isAbout) }
        return SandboxResponse(status: 204)
    }

    /// Whether an address is on a list.
    func isSuppressed(_ email: String, by kind: SendGridSuppression.Kind) -> Bool {
        suppressions[kind]?.contains { $0.isAbout(email) } ?? false
    }

    /// Puts an address onto a list, or renews its entry there.
    mutating func suppress(_ email: String, by kind: SendGridSuppression.Kind, at moment: Int64) {
        suppressions[kind]?.removeAll { $0.isAbout(email) }
        suppressions[kind, default: []].append(kind.suppression(of: email, at: moment))
    }

    /// The kind that a path names; unsubscribes have paths of their own, but for the list.
    private func deletableKind(_ call: SendGridCall) throws(SendGridError) -> SendGridSuppression.Kind {
        guard let kind = SendGridSuppression.Kind(rawValue: call["kind"]), kind != .unsubscribes else {
            throw .notFound
        }
        return kind
    }
}

import SwitchboardCore

/// The query of an export, which goes on where an earlier one ended.
private struct ExportInput {
    var start: Int64?
    var cursor: String?
    var size: Int
    var includesMetrics: Bool
    var excludesDeleted: Bool

    init(_ query: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(open: query, at: "")
        start = try reader.decimal("start_time", in: 0...100_000_000_000)
        cursor = try reader.string("cursor")
        guard start != nil || cursor != nil else { throw reader.problem(.missing, "start_time", "is required") }
        size = try reader.decimal("per_page", in: 1...1000).map(Int.init) ?? 1000
        includesMetrics = try reader.word("include", of: ["metric_sets"]) != nil
        excludesDeleted = try reader.word("exclude_deleted", of: ["true", "false"]) == "true"
    }
}

extension ZendeskState {
    /// Exports the tickets in the order of their latest changes, deleted ones too unless asked otherwise.
    func exportTickets(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        let input = try call.readQuery(ExportInput.init)
        return try export("tickets", ticketChanges, input) { index in
            let ticket = tickets[index]
            guard !(input.excludesDeleted && ticket.isDeleted) else { return nil }
            let json = ticket.json(at: origin)
            guard input.includesMetrics else { return json }
            let metrics = ticket.metrics.json(of: ticket, at: origin)
            return .object((json.object ?? [:]).merging(["metric_set": metrics]) { $1 })
        }
    }

    /// Exports the users in the order of their latest changes, deleted ones too.
    func exportUsers(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        try export("users", userChanges, call.readQuery(ExportInput.init)) { users[$0].json(at: origin) }
    }

    private func export(
        _ kind: String,
        _ changes: ZendeskChangeLog,
        _ input: ExportInput,
        _ shape: (Int) -> JSONValue?
    ) throws(ZendeskError) -> JSONValue {
        let place: Int
        if let cursor = input.cursor {
            place = try ZendeskCursor.place(cursor, "export-\(kind)", named: "cursor")
        } else {
            let start = input.start ?? 0
            guard start <= now - 60 else {
                throw ZendeskError(422, "StartTimeTooRecent", "The start_time must lie at least a minute back")
            }
            place = changes.place(since: start)
        }
        let page = changes.page(from: place, limit: input.size)
        let cursor = ZendeskCursor.text("export-\(kind)", page.next)
        let url = "\(origin)/api/v2/incremental/\(kind)/cursor.json?cursor=\(PercentEncoding.encode(cursor))"
        return [
            kind: .array(page.indices.compactMap(shape)),
            "after_cursor": .string(cursor),
            "after_url": .string(url),
            "before_cursor": .null,
            "before_url": .null,
            "end_of_stream": .bool(page.isEnd),
        ]
    }
}

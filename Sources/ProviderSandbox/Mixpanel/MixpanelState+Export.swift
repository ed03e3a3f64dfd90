import SwitchboardCore

/// The days, and what else may narrow down the events of a query.
struct MixpanelEventFilter {
    private var days: ClosedRange<SandboxDay>
    private var expression: MixpanelExpression?

    /// Reads the part of a query that all queries for events have.
    init(_ reader: JSONReader) throws(JSONProblem) {
        let first = try reader.required("from_date", reader.day("from_date"))
        let last = try reader.required("to_date", reader.day("to_date"))
        guard first <= last else { throw reader.problem(.invalid, "to_date", "must not lie before from_date") }
        guard last.number - first.number <= 3660 else {
            throw reader.problem(.invalid, "to_date", "must not lie more than ten years behind from_date")
        }
        days = first...last
        expression = try reader.string("where").map(MixpanelExpression.init)
    }

    /// The days of the range.
    var allDays: [SandboxDay] {
        (days.lowerBound.number...days.upperBound.number).map(SandboxDay.init(number:))
    }

    /// Whether an event lies within it.
    func holds(for event: MixpanelEvent) -> Bool {
        days.contains(event.day)
            && expression?.holds(for: event.properties, distinctID: event.identity.distinctID) ?? true
    }
}

/// The query of an export.
private struct ExportQuery {
    var filter: MixpanelEventFilter
    var names: [String]?
    var limit: Int
    var isInMilliseconds: Bool

    init(_ query: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(open: query, at: "")
        filter = try MixpanelEventFilter(reader)
        names = try reader.texts("event")
        limit = try reader.decimal("limit", in: 1...100_000).map(Int.init) ?? .max
        isInMilliseconds = try reader.word("time_in_ms", of: ["true", "false"]) == "true"
    }
}

extension MixpanelState {
    /// Writes events out, a line each, in the order in which they came.
    func exportEvents(_ call: MixpanelCall) throws(MixpanelError) -> SandboxResponse {
        let query = try call.readQuery(ExportQuery.init)
        let found = events.filter { event in
            query.filter.holds(for: event) && query.names?.contains(event.identity.name) ?? true
        }
        var response = SandboxResponse(text: "")
        response.isChunked = true
        for event in found.prefix(query.limit) {
            response.body += event.exported(isInMilliseconds: query.isInMilliseconds).serialized()
            response.body.append(UInt8(ascii: "\n"))
        }
        return response
    }
}

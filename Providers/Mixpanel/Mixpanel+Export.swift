import HTTPTypes
import SwitchboardCore
import Synchronization

/// `event.export`: `GET /api/2.0/export`, one JSON object a line (https://developer.mixpanel.com/reference/raw-event-export).
extension MixpanelProvider {
    /// The most events that Mixpanel takes as a limit.
    private static let highestLimit = 100_000

    func exportEvents(_ action: ExportEvents, using client: ProviderClient) async throws(Failure)
        -> ExportEvents.Receipt
    {
        if let limit = action.limit, limit > Self.highestLimit {
            throw .invalidInput(
                "limit",
                "is over \(Self.highestLimit), Mixpanel's most; leave it out to get all events"
            )
        }
        let request = try exportRequest(
            from: action.fromDate,
            to: action.toDate,
            names: action.names,
            filter: action.filter,
            // One more than fits tells a full receipt from one that would be a part.
            limit: action.limit ?? (action.path == nil ? ExportEvents.inMemoryLimit + 1 : nil)
        )
        guard let path = action.path else {
            let lines = ExportLines(collecting: RecordedEvents())
            let events = try await lines.result(of: request, using: client).events
            return ExportEvents.Receipt(events: events)
        }
        return try await client.withFile(at: path) {
            (file: any ByteSink) async throws(Failure) -> ExportEvents.Receipt in
            let lines = ExportLines(collecting: LastLine(), copyingTo: file)
            _ = try await lines.result(of: request, using: client).line?.event()
            return ExportEvents.Receipt(path: path, bytes: lines.byteCount, count: lines.lineCount)
        }
    }

    /// A request for raw events.
    func exportRequest(
        from first: CalendarDate,
        to last: CalendarDate,
        names: [String]?,
        filter: String?,
        limit: Int? = nil
    ) throws(Failure) -> WireRequest {
        var query = try credentials.readingQuery()
        query += [("from_date", first.description), ("to_date", last.description)]
        if let names { query.append(("event", Self.list(names))) }
        if let filter { query.append(("where", filter)) }
        if let limit { query.append(("limit", String(limit))) }
        return WireRequest(.get, "/api/2.0/export", query: query, at: hosts.data, .safe)
    }

    /// Names as Mixpanel wants them in a query: a JSON array.
    static func list(_ names: [String]) -> String {
        String(decoding: JSONValue.array(names.map(JSONValue.string)).serialized(), as: UTF8.self)
    }
}

/// Collects events as values.
private struct RecordedEvents: LineCollector {
    private(set) var events: [RecordedEvent] = []

    mutating func take(_ line: ExportedLine) throws(Failure) {
        guard events.count < ExportEvents.inMemoryLimit else {
            throw .invalidInput(
                "path",
                "is missing, and there are more than \(ExportEvents.inMemoryLimit) events; "
                    + "give a path for a file, a limit, or a shorter range"
            )
        }
        events.append(try line.event())
    }
}

/// Keeps the last line, and leaves the others alone but for their ends: they go into a file as they are.
private struct LastLine: LineCollector {
    private(set) var line: ExportedLine?

    mutating func take(_ line: ExportedLine) throws(Failure) {
        try line.checkEnds()
        self.line = line
    }
}
